#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalog_contract.hpp"

// Files on their way in, and the numbers of sounds (creators-rest.md, sections 5 and 13).

namespace mooring::contract {
namespace {

using domain::AccountId;
using domain::AudioId;
using domain::Episode;
using domain::EpisodeId;
using domain::Upload;
using domain::UploadKind;
using domain::UploadPart;
using domain::UploadState;
using std::chrono::minutes;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;

class UploadContract : public CatalogContract {
protected:
    Upload sample() {
        Upload upload;
        upload.id = samples.unique(36);
        upload.kind = UploadKind::video;
        upload.account = AccountId{7};
        upload.filename = "fog.mp4";
        upload.content_type = "video/mp4";
        upload.part_count = 3;
        upload.created_at = upload.modified_at = sample_now;
        return upload;
    }
    Upload full(EpisodeId episode) {
        Upload upload = sample();
        upload.show = domain::ShowId{3};
        upload.episode = episode;
        upload.state = UploadState::processed;
        upload.takes_sound_only = true;
        upload.caption = "Fog \xc3\xbc";
        upload.origin = "episode-media:upload";
        upload.is_extracted_from_video = true;
        upload.is_video = true;
        upload.duration = std::chrono::milliseconds{912'400};
        upload.media = domain::StoredMedia{.sha256 = std::string(64, 'e'),
                                           .size_bytes = 31,
                                           .mime_type = "audio/mpeg",
                                           .extension = "mp3",
                                           .duration = upload.duration,
                                           .media_begin = 1,
                                           .media_end = 30,
                                           .bitrate_kbps = 128,
                                           .sample_rate_hz = 44100,
                                           .channels = 2,
                                           .since = sample_now};
        upload.picture_hash = samples.unique(22);
        upload.failure = {"CORRUPT_MEDIA", "it ends in the middle"};
        return upload;
    }
    void insert(const Upload& upload) {
        change([&](CatalogTransaction& tx) { return tx.upload_writer().insert(upload); });
    }
    std::optional<Upload> find(const std::string& id) {
        return ask([&](CatalogSnapshot& view) { return view.uploads().find(id); });
    }
    AudioId next_audio() {
        return change([](CatalogTransaction& tx) { return tx.upload_writer().next_audio(); });
    }
    void put_part(const std::string& id, const UploadPart& part) {
        change([&](CatalogTransaction& tx) { return tx.upload_writer().put_part(id, part); });
    }
    std::vector<UploadPart> parts(const std::string& id) {
        return ask([&](CatalogSnapshot& view) { return view.uploads().parts(id); });
    }
    std::int64_t count_with_blob(const std::string& sha256) {
        return ask([&](CatalogSnapshot& view) { return view.uploads().count_with_blob(sha256); });
    }
};

TEST_P(UploadContract, AnUploadComesBackAsItWas) {
    const Upload plain = sample();
    insert(plain);
    EXPECT_EQ(find(plain.id), plain);
    EXPECT_EQ(find("none"), std::nullopt);

    Upload after = full(EpisodeId{12});
    after.id = plain.id;
    after.audio = next_audio();
    change([&](CatalogTransaction& tx) { return tx.upload_writer().update(after); });
    EXPECT_EQ(find(plain.id), after);
    EXPECT_EQ(ask([&](CatalogSnapshot& view) { return view.uploads().find_by_audio(after.audio); }), after);
    EXPECT_EQ(ask([](CatalogSnapshot& view) { return view.uploads().find_by_audio(AudioId{}); }), std::nullopt)
        << "those that have none yet";
}

TEST_P(UploadContract, OneIdIsOneUpload) {
    const Upload upload = sample();
    insert(upload);
    const auto refused = [&](const std::function<Result<void>(CatalogTransaction&)>& body) {
        const auto answer = catalog().write(body);
        return answer ? std::optional<Errc>{} : answer.error().code;
    };
    EXPECT_EQ(refused([&](CatalogTransaction& tx) { return tx.upload_writer().insert(upload); }), Errc::conflict);
    EXPECT_EQ(refused([&](CatalogTransaction& tx) { return tx.upload_writer().update(sample()); }), Errc::not_found);
    EXPECT_EQ(refused([&](CatalogTransaction& tx) { return tx.upload_writer().put_part("none", {}); }),
              Errc::not_found);
}

TEST_P(UploadContract, PartsAreReplacedByNumberAndRemovedTogether) {
    const Upload upload = sample();
    insert(upload);
    const UploadPart second{2, std::string(32, 'b'), samples.unique(64), 5};
    const UploadPart first{1, std::string(32, 'a'), samples.unique(64), 4};
    const UploadPart again{2, std::string(32, 'c'), samples.unique(64), 6};
    put_part(upload.id, second);
    put_part(upload.id, first);
    EXPECT_EQ(parts(upload.id), (std::vector{first, second}));
    put_part(upload.id, again);
    EXPECT_EQ(parts(upload.id), (std::vector{first, again}));
    EXPECT_EQ(count_with_blob(first.sha256), 1);
    EXPECT_EQ(count_with_blob(second.sha256), 0);
    change([&](CatalogTransaction& tx) { return tx.upload_writer().remove_parts(upload.id); });
    EXPECT_TRUE(parts(upload.id).empty());
    EXPECT_EQ(count_with_blob(first.sha256), 0);
}

TEST_P(UploadContract, TheLatestSubmittedUploadOfAnEpisodeIsFound) {
    const EpisodeId episode{samples.number()};
    const auto latest = [&] {
        const auto found = ask([&](CatalogSnapshot& view) { return view.uploads().find_latest_media(episode); });
        return found ? found->id : "none";
    };
    Upload early = full(episode);
    early.audio = next_audio();
    insert(early);
    Upload open = full(episode);
    open.created_at = sample_now + minutes{2};
    insert(open);
    EXPECT_EQ(latest(), early.id) << "the later one is not submitted";
    Upload late = full(episode);
    late.audio = next_audio();
    late.created_at = sample_now + minutes{1};
    insert(late);
    EXPECT_EQ(latest(), late.id);
}

TEST_P(UploadContract, TheLibraryHoldsSubmittedAudioWithoutAnEpisode) {
    const AccountId account{samples.number()};
    const auto add = [&](std::optional<EpisodeId> episode, bool is_submitted, minutes age) {
        Upload upload = full(EpisodeId{1});
        upload.account = account;
        upload.episode = episode;
        if (is_submitted) upload.audio = next_audio();
        upload.created_at = sample_now - age;
        upload.media->sha256 = samples.unique(64);
        insert(upload);
        return upload;
    };
    const Upload old = add({}, true, minutes{5});
    const Upload young = add({}, true, minutes{1});
    const Upload of_episode = add(EpisodeId{1}, true, minutes{2});
    add({}, false, minutes{0});
    const auto library = [&](std::int64_t limit) {
        return ask([&](CatalogSnapshot& view) { return view.uploads().library(account, limit); });
    };
    EXPECT_EQ(library(10), (std::vector{young, old}));
    EXPECT_EQ(library(1), (std::vector{young}));
    EXPECT_EQ(count_with_blob(old.media->sha256), 1) << "the library uses it";
    EXPECT_EQ(count_with_blob(of_episode.media->sha256), 0) << "its episode is asked";
}

TEST_P(UploadContract, OpenUploadsAreFoundByAge) {
    const auto before = [&](Instant time) {
        return ask([&](CatalogSnapshot& view) { return view.uploads().open_before(time, 100); });
    };
    Upload open = sample();
    open.created_at = sample_now - std::chrono::hours{10'000};
    insert(open);
    Upload submitted = open;
    submitted.id = samples.unique(36);
    submitted.state = UploadState::processing;
    insert(submitted);
    EXPECT_TRUE(before(open.created_at).empty());
    EXPECT_EQ(before(open.created_at + minutes{1}), (std::vector{open}));
}

TEST_P(UploadContract, MediaWithoutANumberGetsOneThatNoneHad) {
    Episode episode = samples.episode(add_show());
    episode.audio = AudioId{};
    const auto stored = [&] { return *ask([&](CatalogSnapshot& view) { return view.episodes().find(episode.id); }); };
    episode = add(episode);
    const AudioId first = stored().audio;
    EXPECT_GT(first.value, 610'000'000);
    EXPECT_GT(next_audio(), first);

    episode = stored();
    episode.title = "Other";
    update(episode);
    EXPECT_EQ(stored().audio, first) << "the same media keep it";
    EXPECT_EQ(ask([&](CatalogSnapshot& view) { return view.episodes().find_by_audio(first); }), stored());

    episode.audio = AudioId{};
    update(episode);
    const AudioId second = stored().audio;
    EXPECT_GT(second, first);
    episode = stored();
    episode.media = std::monostate{};
    update(episode);
    EXPECT_EQ(stored().audio, AudioId{}) << "no media, no number";
    EXPECT_EQ(ask([&](CatalogSnapshot& view) { return view.episodes().find_by_audio(second); }), std::nullopt);
}

MOORING_ON_EVERY_ENGINE(UploadContract);

}  // namespace
}  // namespace mooring::contract
