#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <functional>
#include <iterator>

#include "mooring/app/background/artwork.hpp"
#include "mooring/app/moving/export_show.hpp"
#include "mooring/app/moving/import_archive.hpp"
#include "mooring/app/moving/show_json.hpp"
#include "mooring/app/moving/tar.hpp"
#include "mooring/app/publishing/companions.hpp"
#include "mooring/app/publishing/test_catalog.hpp"
#include "mooring/media/artwork.hpp"
#include "mooring/storage/blobs/local/local_blobs.hpp"

namespace mooring::app::moving {
namespace {

namespace json = boost::json;
using domain::Episode;
using publishing::CatalogSnapshot;
using publishing::CatalogTransaction;
using publishing::test::must;

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// A second server.
struct Elsewhere {
    publishing::test::TemporaryFolder folder;
    std::unique_ptr<storage::Catalog> catalog = publishing::test::open_catalog(folder.file("catalog.db"));
    std::unique_ptr<storage::BlobStore> blobs =
        must(storage::local::open_local_blobs({.root = folder.file("blobs"), .reserve_bytes = 0}));
    domain::WorkspaceId workspace;

    Elsewhere() {
        SystemRandom random;
        workspace = must(catalog->write([&](CatalogTransaction& tx) -> Result<domain::WorkspaceId> {
            domain::Workspace station;
            station.name = "Elsewhere";
            MOORING_TRY(station, publishing::create_workspace(tx, random, Instant{}, station));
            return station.id;
        }));
    }
    std::int64_t shows() {
        return static_cast<std::int64_t>(
            must(catalog->read([&](CatalogSnapshot& view) { return view.shows().list({}); })).size());
    }
};

class ArchiveTest : public publishing::test::CatalogTest {
protected:
    ArchiveTest() {
        fill_show();
        episode = fill_episode();
        add_draft();
    }

    std::string store(const std::string& bytes) {
        const auto incoming = must(blobs->begin(static_cast<std::int64_t>(bytes.size())));
        must(incoming->append(bytes));
        return must(incoming->commit()).sha256;
    }

    void fill_show() {
        must(catalog->write([&](CatalogTransaction& tx) -> Result<void> {
            MOORING_TRY(auto found, tx.shows().find(show));
            found->description = "<p>Tides & \"quotes\" — ünïcode</p>";
            found->categories = {{"Society & Culture", "Documentary"}};
            found->language = "en-gb";
            found->markets = domain::parse_markets("DE,FR").value();
            found->tags.extra_xml = "<x:mood xmlns:x=\"https://x.example/ns\">calm</x:mood>";
            found->tags.funding = {{"https://give.example", "Give"}};
            found->feed_item_limit = 50;
            found->enclosure_prefixes = {{"https://op3.dev/e/", true}};
            return tx.show_writer().update(*found);
        }));
        const std::string picture = must(media::make_default_artwork("Saltmarsh", "key"));
        must(background::set_show_image(*catalog, *blobs, clock.now(), show, picture));
    }

    domain::EpisodeId fill_episode() {
        Episode wanted = draft_of("Harbour lights", publishing::test::at("2025-03-01T08:00:00Z"));
        domain::StoredMedia media;
        media.sha256 = store(std::string(300'000, 'm'));
        media.size_bytes = 300'000;
        media.mime_type = "audio/mpeg";
        media.extension = "mp3";
        media.duration = std::chrono::minutes{10};
        media.media_end = 300'000;
        wanted.media = media;
        wanted.guid = "https://old.example/?p=1";
        wanted.guid_is_permalink = true;
        wanted.number = "3.5";
        wanted.season = 2;
        wanted.tags.soundbites = {{1.5, 30, "Bit"}};
        return must(catalog->write([&](CatalogTransaction& tx) -> Result<domain::EpisodeId> {
            MOORING_TRY(const auto made, publishing::create_episode(tx, random, clock.now(), wanted));
            domain::Chapter first, second;
            first.title = "In";
            second.start = std::chrono::milliseconds{60'250};
            second.title = "Out";
            MOORING_CHECK(publishing::set_chapters(tx, clock.now(), made.episode.id, {first, second}));
            publishing::NewTranscript transcript;
            transcript.language = "en";
            transcript.format = media::transcripts::Format::vtt;
            transcript.bytes = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ada>Ahoy.\n";
            MOORING_CHECK(publishing::put_transcript(tx, clock.now(), made.episode.id, transcript));
            return made.episode.id;
        }));
    }

    void add_draft() {
        must(catalog->write([&](CatalogTransaction& tx) -> Result<void> {
            MOORING_CHECK(
                publishing::create_episode(tx, random, clock.now(), draft_of("Not yet"), publishing::Intent::draft));
            MOORING_TRY(const auto old,
                        publishing::create_episode(tx, random, clock.now(),
                                                   draft_of("Gone by", publishing::test::at("2025-02-01T08:00:00Z"))));
            return publishing::archive_episode(tx, clock.now(), workspace, old.episode.id, "admin");
        }));
    }

    std::string export_to(const std::string& name) {
        must(export_show(*catalog, *blobs, show, folder.file(name)));
        return folder.file(name);
    }

    /// The archive with each of its files put through `change`; what that makes nothing of is left out.
    std::string forge(const std::function<std::optional<std::string>(const std::string&, std::string)>& change) {
        const std::string from = export_to("honest.tar");
        const std::string to = folder.file("forged.tar");
        TarReader reader = must(TarReader::open(from));
        TarWriter writer = must(TarWriter::create(to));
        while (const auto entry = must(reader.next())) {
            const auto bytes = change(entry->name, must(reader.read_all(1 << 28)));
            if (bytes) must(writer.add(entry->name, *bytes));
        }
        must(writer.finish());
        return to;
    }

    /// The same with one member of one kind of file changed.
    std::string forge_member(const std::string& where, const std::string& member, const json::value& value) {
        return forge([&](const std::string& name, std::string bytes) {
            if (!name.starts_with(where)) return std::optional{bytes};
            json::object object = json::parse(bytes).as_object();
            object[member] = value;
            return std::optional{json::serialize(object)};
        });
    }

    Errc refusal(const std::string& path) {
        Elsewhere there;
        const auto done = import_archive(*there.catalog, *there.blobs, clock, there.workspace, path);
        EXPECT_EQ(there.shows(), 0);
        return done ? Errc::internal : done.error().code;
    }

    std::unique_ptr<storage::BlobStore> blobs =
        must(storage::local::open_local_blobs({.root = folder.file("blobs"), .reserve_bytes = 0}));
    domain::EpisodeId episode;
};

TEST_F(ArchiveTest, AnIdenticalShowComesOutElsewhere) {
    const std::string first = export_to("first.tar");
    Elsewhere there;
    const auto done = import_archive(*there.catalog, *there.blobs, clock, there.workspace, first);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->episodes, 3);
    // Exported again, it is the same byte for byte: whatever an archive holds was brought in and kept.
    const std::string second = there.folder.file("second.tar");
    must(export_show(*there.catalog, *there.blobs, done->show.id, second));
    EXPECT_EQ(read_file(second), read_file(first));

    domain::Show here = stored_show();
    domain::Show copy =
        must(there.catalog->read([&](CatalogSnapshot& view) { return view.shows().find(done->show.id); })).value();
    copy.id = here.id;
    copy.workspace = here.workspace;
    EXPECT_EQ(copy, here);
    const Episode mine = stored(episode);
    Episode theirs = must(there.catalog->read([&](CatalogSnapshot& view) {
                         return view.episodes().find_by_guid(done->show.id, mine.guid);
                     })).value();
    theirs.id = mine.id;
    theirs.show = mine.show;
    theirs.workspace = mine.workspace;
    theirs.audio = mine.audio;
    EXPECT_EQ(theirs, mine);
    EXPECT_EQ(must(must(there.blobs->open(std::get<domain::StoredMedia>(mine.media).sha256))->read(0, 1 << 20)),
              std::string(300'000, 'm'));
}

TEST_F(ArchiveTest, EqualShowsGiveEqualArchives) {
    EXPECT_EQ(read_file(export_to("one.tar")), read_file(export_to("two.tar")));
}

TEST_F(ArchiveTest, RefusesAShowThatIsHereAlready) {
    EXPECT_EQ(import_archive(*catalog, *blobs, clock, workspace, export_to("a.tar")).error().code, Errc::conflict);
    EXPECT_TRUE(must(blobs->contains(std::get<domain::StoredMedia>(stored(episode).media).sha256)));
}

TEST_F(ArchiveTest, WritesNothingOverWhatIsThere) {
    std::ofstream(folder.file("mine.tar")) << "mine";
    EXPECT_EQ(export_show(*catalog, *blobs, show, folder.file("mine.tar")).error().code, Errc::conflict);
    EXPECT_EQ(read_file(folder.file("mine.tar")), "mine");
    EXPECT_EQ(export_show(*catalog, *blobs, domain::ShowId{999}, folder.file("x.tar")).error().code, Errc::not_found);
    EXPECT_FALSE(std::filesystem::exists(folder.file("x.tar")));
    EXPECT_FALSE(std::filesystem::exists(folder.file("x.tar.part")));
}

TEST_F(ArchiveTest, RefusesDamagedFiles) {
    EXPECT_EQ(refusal(forge([](const std::string& name, std::string bytes) {
                  if (name.starts_with("files/")) bytes[bytes.size() / 2] ^= 1;
                  return std::optional{bytes};
              })),
              Errc::corrupt);
}

TEST_F(ArchiveTest, RefusesWhatIsNotWhole) {
    bool is_first = true;
    EXPECT_EQ(refusal(forge([&](const std::string& name, std::string bytes) {
                  const bool drops = name.starts_with("files/") && std::exchange(is_first, false);
                  return drops ? std::nullopt : std::optional{bytes};
              })),
              Errc::corrupt);
    std::filesystem::remove(folder.file("forged.tar"));
    std::filesystem::remove(folder.file("honest.tar"));
    EXPECT_EQ(refusal(forge([&](const std::string& name, std::string bytes) {
                  return name.starts_with("pictures/") ? std::nullopt : std::optional{bytes};
              })),
              Errc::corrupt);
    const std::string whole = read_file(folder.file("honest.tar"));
    std::ofstream(folder.file("cut.tar"), std::ios::binary) << whole.substr(0, whole.size() / 2);
    EXPECT_EQ(refusal(folder.file("cut.tar")), Errc::corrupt);
}

TEST_F(ArchiveTest, RefusesWhatItDoesNotKnow) {
    std::ofstream(folder.file("text")) << "no archive at all";
    EXPECT_EQ(refusal(folder.file("text")), Errc::corrupt);
    EXPECT_EQ(refusal(folder.file("absent")), Errc::not_found);
    EXPECT_EQ(refusal(forge_member("mooring-archive.json", "version", 2)), Errc::unsupported);
}

TEST_F(ArchiveTest, HoldsStrangersToTheModelsRules) {
    struct Lie {
        std::string where, member;
        json::value value;
    };
    const std::vector<Lie> lies{
        {"show.json", "key", "../../etc/passwd"},
        {"show.json", "title", ""},
        {"show.json", "title", 7},
        {"show.json", "slug", "a/../b"},
        {"show.json", "type", "films"},
        {"show.json", "markets", json::array{"Atlantis"}},
        {"show.json", "image_hash", "../x"},
        {"show.json", "created_at", std::numeric_limits<std::int64_t>::max()},
        {"show.json", "tags", "text"},
        {"episodes/", "guid", ""},
        {"episodes/", "key", "short"},
        {"episodes/", "media", json::object{{"sha256", "../../secret"}, {"size_bytes", 1}}},
        {"episodes/", "transcripts", json::array{json::object{{"language", "en"}, {"segments", "]["}}}},
        {"episodes/", "chapters", json::object{{"version", "1.2.0"}, {"chapters", "none"}}},
        {"pictures/", "hash", "0000000000000000000000"},
        {"pictures/", "variants", json::array{json::object{{"size", "../.."}, {"extension", "jpg"}}}},
    };
    for (const Lie& lie : lies) {
        EXPECT_EQ(refusal(forge_member(lie.where, lie.member, lie.value)), Errc::corrupt)
            << lie.where << " " << lie.member;
        std::filesystem::remove(folder.file("forged.tar"));
        std::filesystem::remove(folder.file("honest.tar"));
    }
}

TEST_F(ArchiveTest, ReadsNoDeeperThanItMust) {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    EXPECT_EQ(refusal(forge([&](const std::string& name, std::string bytes) {
                  return std::optional{name == "show.json" ? "{\"tags\":" + deep + "}" : bytes};
              })),
              Errc::corrupt);
}

}  // namespace
}  // namespace mooring::app::moving
