#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mooring/media/processing/audio.hpp"
#include "mooring/media/processing/failure.hpp"
#include "mooring/media/processing/media_files_for_test.hpp"
#include "mooring/media/processing/probe.hpp"
#include "mooring/media/processing/validate.hpp"

/// Media made to hurt: each ends as a failure that says why, or as sound; nothing outside the work folder is touched.
namespace mooring::media::processing {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using namespace std::string_view_literals;

class HostileMedia : public MediaFiles {
protected:
    /// What becomes of `path`: `fine`, or the contract's reason. Checks that nothing beside the work folder changed.
    std::string fate(const std::string& path) {
        const auto before = listing();
        const Work work = work_on(path);
        const std::string found = process(work);
        for (const auto& entry : fs::recursive_directory_iterator(work.folder)) {
            EXPECT_TRUE(entry.is_regular_file()) << entry.path();
            EXPECT_EQ(read(entry.path()).find("secret"), std::string::npos);
        }
        fs::remove_all(work.folder);
        EXPECT_EQ(listing(), before) << path;
        return found;
    }
    std::string fate_of(std::string_view bytes, const std::string& name = "hostile.mp3") {
        return fate(write(name, bytes));
    }

private:
    std::string process(const Work& work) {
        const auto facts = probe(work);
        if (!facts) return reason(facts.error());
        if (const auto valid = validate(*facts, {}); !valid) return reason(valid.error());
        const auto audio = prepare_audio(work, *facts);
        return audio ? "fine" : reason(audio.error());
    }
    static std::string reason(const Error& error) {
        EXPECT_FALSE(error.message.empty());
        EXPECT_EQ(error.message.find("/tmp"), std::string::npos) << error.message;
        const auto found = failure_reason(error);
        return found ? std::string{to_string(*found)} : "trouble: " + error.message;
    }
    /// Every file with its size and time.
    std::vector<std::string> listing() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
            std::string name = entry.path().string();
            if (entry.is_regular_file()) {
                name += " " + std::to_string(entry.file_size()) + " " +
                        std::to_string(entry.last_write_time().time_since_epoch().count());
            }
            names.push_back(name);
        }
        std::sort(names.begin(), names.end());
        return names;
    }
};

/// Listens, and knows whether anybody came.
class Listener {
public:
    Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
        ::listen(socket_, 8);
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
        url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/song.mp3";
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener() { ::close(socket_); }
    const std::string& url() const { return url_; }
    bool was_visited() const {
        pollfd waiting{socket_, POLLIN, 0};
        return ::poll(&waiting, 1, 0) != 0;
    }

private:
    int socket_;
    std::string url_;
};

TEST_F(HostileMedia, PlaylistsAndScriptsAreNoMedia) {
    const Listener host;
    const std::string secret = folder_ / "in" / "secret";
    const std::string places[] = {"/etc/passwd",
                                  secret,
                                  "file://" + secret,
                                  host.url(),
                                  "concat:/etc/passwd|" + secret,
                                  "subfile,,start,0,end,0,,:" + secret,
                                  "data:text/plain,secret",
                                  "tcp" + host.url().substr(4)};
    for (const std::string& place : places) {
        for (const char* name : {"song.mp3", "song.m3u8", "song.wav", "song.mp4"}) {
            EXPECT_EQ(fate_of("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + place + "\n#EXT-X-ENDLIST\n", name),
                      "UNSUPPORTED_MEDIA");
        }
        for (const std::string& script :
             {"ffconcat version 1.0\nfile '" + place + "'\n", "[playlist]\nFile1=" + place + "\nNumberOfEntries=1\n",
              "<?xml version=\"1.0\"?><MPD><BaseURL>" + place + "</BaseURL></MPD>",
              "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n"s,
              "<smil><body><audio src=\"" + place + "\"/></body></smil>", "#!RTSP\n" + place}) {
            EXPECT_EQ(fate_of(script), "UNSUPPORTED_MEDIA") << script;
        }
    }
    EXPECT_FALSE(host.was_visited());
}

TEST_F(HostileMedia, APlaylistBehindATagIsNone) {
    const Listener host;
    std::string tag("ID3\x04\0\0\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0"sv);
    EXPECT_EQ(fate_of(tag + "#EXTM3U\n#EXTINF:10,\n" + host.url() + "\n"), "UNSUPPORTED_MEDIA");
    EXPECT_EQ(fate_of("RIFF\xff\xff\xff\x7fWAVE#EXTM3U\n#EXTINF:10,\n"s + host.url() + "\n"), "CORRUPT_MEDIA");
    EXPECT_FALSE(host.was_visited());
}

TEST_F(HostileMedia, AnMp4ThatPointsElsewhereStaysAlone) {
    // A data reference of QuickTime names another file as the place of the samples.
    const Listener host;
    std::string film = read(make_tone("film.mov", "-c:a pcm_s16le"));
    const auto at = film.find("dref");
    ASSERT_NE(at, std::string::npos);
    // Not self-contained any more: the flag of the entry is cleared.
    const auto entry = film.find("alis", at) != std::string::npos ? film.find("alis", at) : film.find("url ", at);
    ASSERT_NE(entry, std::string::npos);
    film[entry + 7] = 0;
    EXPECT_THAT(fate_of(film, "film.mov"), testing::AnyOf("fine", "CORRUPT_MEDIA"));
    EXPECT_FALSE(host.was_visited());
}

TEST_F(HostileMedia, ThatIsCutOffIsSaidToBe) {
    for (const char* name : {"cut.m4a", "cut.mov", "cut.wav", "cut.aiff", "cut.flac"}) {
        const std::string whole = read(make_tone(name, "", 6));
        EXPECT_EQ(fate_of(std::string_view{whole}.substr(0, whole.size() / 2), name), "CORRUPT_MEDIA") << name;
    }
    // An MP3 or Ogg is as long as what is there.
    for (const char* name : {"cut.mp3", "cut.ogg"}) {
        const std::string whole = read(make_tone(name, "", 6));
        EXPECT_EQ(fate_of(std::string_view{whole}.substr(0, whole.size() / 2), name), "fine") << name;
    }
    const std::string film = read(make_film("early.mp4", "-c:a aac -movflags +faststart"));
    EXPECT_EQ(fate_of(std::string_view{film}.substr(0, film.size() - 1000), "early.mp4"), "CORRUPT_MEDIA");
}

TEST_F(HostileMedia, EndsAtEveryLengthWithoutHarm) {
    for (const char* name : {"short.m4a", "short.wav", "short.aiff", "short.flac", "short.ogg", "short.mp3"}) {
        const std::string whole = read(make_tone(name, "", 0.2));
        for (const std::size_t length : {0U, 1U, 3U, 8U, 12U, 40U, 100U, 500U}) {
            const std::string found = fate_of(std::string_view{whole}.substr(0, length), name);
            EXPECT_THAT(found, testing::AnyOf("UNSUPPORTED_MEDIA", "CORRUPT_MEDIA", "NO_AUDIO_TRACK", "fine"))
                << name << length;
        }
    }
}

TEST_F(HostileMedia, WithoutLengthIsCorrupt) {
    EXPECT_EQ(fate(make_tone("none.wav", "-frames:a 0", 1)), "CORRUPT_MEDIA");
    EXPECT_EQ(fate_of("fLaC\x80\0\0\x22"sv), "CORRUPT_MEDIA");
    EXPECT_EQ(fate_of(""), "UNSUPPORTED_MEDIA");
}

TEST_F(HostileMedia, RandomBytesBehindEveryMagicNumber) {
    std::mt19937 random{29};
    const std::string_view heads[] = {"",
                                      "RIFF\0\0\1\0WAVEfmt \x10\0\0\0"sv,
                                      "FORM\0\0\1\0AIFFCOMM\0\0\0\x12"sv,
                                      "fLaC\0\0\0\x22"sv,
                                      "OggS\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"sv,
                                      "\0\0\0\x18"
                                      "ftypisom\0\0\0\0isommp42\0\0\x10\0moov"sv,
                                      "ID3\4\0\0\0\0\1\0"sv,
                                      "\xff\xfb\x90\x64"sv};
    for (const std::string_view head : heads) {
        for (int turn = 0; turn < 3; ++turn) {
            std::string bytes{head};
            for (int count = 0; count < 20'000; ++count) bytes.push_back(static_cast<char>(random()));
            EXPECT_THAT(fate_of(bytes), testing::AnyOf("UNSUPPORTED_MEDIA", "CORRUPT_MEDIA", "NO_AUDIO_TRACK")) << head;
        }
    }
}

TEST_F(HostileMedia, DamageInsideIsFoundOrPlayedOver) {
    std::mt19937 random{7};
    for (const char* name : {"hurt.mp3", "hurt.m4a", "hurt.flac", "hurt.ogg", "hurt.wav"}) {
        const std::string whole = read(make_tone(name, "", 3));
        for (const int every : {3000, 300, 30}) {
            std::string bytes = whole;
            for (std::size_t at = 200; at < bytes.size(); at += static_cast<std::size_t>(every)) {
                bytes[at] = static_cast<char>(random());
            }
            EXPECT_THAT(fate_of(bytes, name),
                        testing::AnyOf("fine", "UNSUPPORTED_MEDIA", "CORRUPT_MEDIA", "NO_AUDIO_TRACK"))
                << name << every;
        }
    }
}

std::string big_endian_text(std::uint64_t value, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text.push_back(static_cast<char>(value >> shift & 0xff));
    return text;
}

TEST_F(HostileMedia, HugeAndDeepAtoms) {
    const std::string head = big_endian_text(16, 4) + "ftypisom" + std::string(4, '\0');
    EXPECT_EQ(fate_of(head + "\xff\xff\xff\xf0moov" + std::string(100, '\0'), "huge.mp4"), "CORRUPT_MEDIA");
    EXPECT_EQ(fate_of(head + "\0\0\0\1moov\x7f\xff\xff\xff\xff\xff\xff\xff"s + std::string(100, '\0'), "huge.mp4"),
              "CORRUPT_MEDIA");
    // A sample table with four thousand million entries in a few bytes.
    std::string film = read(make_tone("table.m4a"));
    const auto at = film.find("stsz");
    ASSERT_NE(at, std::string::npos);
    film.replace(at + 12, 4, "\xff\xff\xff\xff");
    EXPECT_THAT(fate_of(film, "table.m4a"), testing::AnyOf("CORRUPT_MEDIA", "NO_AUDIO_TRACK", "UNSUPPORTED_MEDIA"));
    // Ten thousand boxes in each other.
    std::string nest;
    for (std::uint64_t depth = 1; depth <= 10'000; ++depth) nest = big_endian_text(8 * depth, 4) + "trak" + nest;
    EXPECT_THAT(fate_of(head + big_endian_text(nest.size() + 8, 4) + "moov" + nest, "deep.mp4"),
                testing::AnyOf("CORRUPT_MEDIA", "NO_AUDIO_TRACK"));
}

TEST_F(HostileMedia, AGigapixelCoverIsNotUnpacked) {
    // A PNG that claims 60,000 by 60,000 pixels.
    std::string png = "\x89PNG\r\n\x1a\n"s + big_endian_text(13, 4) + "IHDR" + big_endian_text(60'000, 4) +
                      big_endian_text(60'000, 4) + "\x08\x06\0\0\0"s + std::string(4, 'x') + std::string(200, 'y');
    const std::string sound = read(make_tone("plain.mp3", "-id3v2_version 0"));
    const std::string picture = "\0image/png\0\3\0"s + png;
    const std::string frame = "APIC" + big_endian_text(picture.size(), 4) + std::string(2, '\0') + picture;
    const auto size = frame.size();
    const std::string tag =
        "ID3\3\0\0"s + std::string{static_cast<char>(size >> 21 & 127), static_cast<char>(size >> 14 & 127),
                                   static_cast<char>(size >> 7 & 127), static_cast<char>(size & 127)};
    EXPECT_EQ(fate_of(tag + frame + sound, "cover.mp3"), "fine");
}

TEST_F(HostileMedia, PolyglotsAreOneThingOnly) {
    const std::string mp3 = read(make_tone("one.mp3")), wav = read(make_tone("two.wav"));
    EXPECT_EQ(fate_of(mp3 + "#EXTM3U\n/etc/passwd\n"), "fine");
    EXPECT_EQ(fate_of(wav + mp3, "both.wav"), "fine");
    EXPECT_EQ(fate_of("PK\x03\x04"s + mp3), "UNSUPPORTED_MEDIA");
    EXPECT_EQ(fate_of("<html><script>alert(1)</script>" + mp3, "page.mp3"), "UNSUPPORTED_MEDIA");
    EXPECT_EQ(fate(make("film.webm", "-f lavfi -i sine=duration=1 -c:a libopus")), "UNSUPPORTED_MEDIA");
    EXPECT_EQ(fate(make("picture.mp3", "-f lavfi -i testsrc=duration=0.04:size=64x64 -frames:v 1 -f image2 -c:v png")),
              "UNSUPPORTED_MEDIA");
    fs::create_symlink("/etc/passwd", folder_ / "in" / "link.mp3");
    EXPECT_THAT(fate(folder_ / "in" / "link.mp3"), "UNSUPPORTED_MEDIA");
    EXPECT_THAT(fate("/dev/zero"), testing::StartsWith("trouble"));
}

TEST_F(HostileMedia, BehindEachWallAlone) {
    const std::string path = make_tone("tone.flac");
    for (const confine::Walls walls : {confine::Walls{.namespaces = false}, confine::Walls{.landlock = false}}) {
        Work work = work_on(path);
        work.walls = walls;
        const auto facts = probe(work);
        if (!facts && facts.error().code == Errc::unsupported && !failure_reason(facts.error())) continue;  // not here
        ASSERT_TRUE(facts) << facts.error().message;
        const auto audio = prepare_audio(work, *facts);
        EXPECT_TRUE(audio) << audio.error().message;
    }
}

}  // namespace
}  // namespace mooring::media::processing
