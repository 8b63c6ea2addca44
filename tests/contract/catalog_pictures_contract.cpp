#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "catalog_contract.hpp"

// Pictures, and who has or had them (delivery.md, 1.4).

namespace mooring::contract {
namespace {

using domain::Episode;
using domain::Show;
using std::chrono::hours;
using std::chrono::microseconds;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;
using storage::Image;
using Hashes = std::vector<std::string>;

const Instant later = sample_now + hours{24};

class PictureContract : public CatalogContract {
protected:
    /// Stored at `sample_now`, of one blob.
    std::string picture(const std::string& blob = std::string(64, 'c')) {
        Image image{samples.unique(22), 300, 200, {{"300", "webp", blob, 12345, 300, 200}}, sample_now};
        put(image);
        return image.hash;
    }
    void put(const Image& image) {
        change([&](CatalogTransaction& tx) { return tx.image_writer().put(image); });
    }
    void remove(const std::string& hash) {
        change([&](CatalogTransaction& tx) { return tx.image_writer().remove(hash); });
    }
    Hashes unused(Instant at, const std::string& after = {}, int limit = 100) {
        return ask([&](CatalogSnapshot& view) { return view.images().list_unused(at, after, limit); });
    }
    bool is_unused(const std::string& hash, Instant at) {
        const bool is = ask([&](CatalogSnapshot& view) { return view.images().is_unused(hash, at); });
        const Hashes listed = unused(at);
        EXPECT_EQ(is, std::ranges::find(listed, hash) != listed.end()) << "both questions have one answer";
        return is;
    }
    std::int64_t count_with_blob(const std::string& sha256) {
        return ask([&](CatalogSnapshot& view) { return view.images().count_with_blob(sha256); });
    }
    std::optional<Image> find(const std::string& hash) {
        return ask([&](CatalogSnapshot& view) { return view.images().find(hash); });
    }
    template <class Thing>
    void give(Thing& thing, const std::string& hash) {
        thing.image_hash = hash;
        update(thing);
    }
    template <class Thing>
    void erase(Thing& thing, Instant at) {
        thing.deleted_at = at;
        update(thing);
    }
};

TEST_P(PictureContract, APictureThatNobodyHadIsUnusedFromItsStoring) {
    const std::string hash = picture();
    EXPECT_FALSE(is_unused(hash, sample_now - microseconds{1}));
    EXPECT_TRUE(is_unused(hash, sample_now));
    EXPECT_FALSE(is_unused("none", later));

    Image again = find(hash).value();
    EXPECT_EQ(again.stored_at, sample_now);
    again.stored_at = later;
    put(again);
    EXPECT_FALSE(is_unused(hash, later - microseconds{1})) << "stored once more";
    EXPECT_TRUE(is_unused(hash, later));
    again.stored_at = sample_now;
    put(again);
    EXPECT_EQ(find(hash)->stored_at, later) << "the later one stays";
    EXPECT_EQ(find(hash)->created_at, sample_now);
}

TEST_P(PictureContract, APictureStaysUntilEveryShowThatHadItIsDeleted) {
    const std::string hash = picture();
    Show show = add_show();
    Show other = samples.show(show.workspace);
    other.image_hash = hash;
    other = add(other);
    give(show, hash);
    give(show, picture());
    give(other, "");
    EXPECT_FALSE(is_unused(hash, later)) << "both had it";
    erase(show, sample_now);
    EXPECT_FALSE(is_unused(hash, later)) << "one is still there";
    erase(other, later);
    EXPECT_FALSE(is_unused(hash, later - microseconds{1}));
    EXPECT_TRUE(is_unused(hash, later));
    other.deleted_at.reset();
    update(other);
    EXPECT_FALSE(is_unused(hash, later)) << "it was brought back";
}

TEST_P(PictureContract, APictureStaysUntilEveryEpisodeThatHadItIsDeleted) {
    const std::string hash = picture();
    const Show show = add_show();
    Episode draft = samples.episode(show);
    draft.image_hash = hash;
    draft = add(draft);
    Episode replaced = add(samples.episode(show));
    give(replaced, hash);
    give(replaced, picture());
    replaced.archived_at = sample_now;
    update(replaced);
    EXPECT_FALSE(is_unused(hash, later));
    erase(draft, sample_now);
    EXPECT_FALSE(is_unused(hash, later)) << "archived is not deleted";
    erase(replaced, later);
    EXPECT_FALSE(is_unused(hash, later - microseconds{1}));
    EXPECT_TRUE(is_unused(hash, later));
}

TEST_P(PictureContract, AUseThatWasRolledBackIsNone) {
    const std::string hash = picture();
    Show show = add_show();
    show.image_hash = hash;
    const auto failed = catalog().write([&](CatalogTransaction& tx) -> Result<void> {
        MOORING_CHECK(tx.show_writer().update(show));
        const bool is_unused = tx.images().is_unused(hash, later).value_or(true);
        EXPECT_FALSE(is_unused) << "a transaction sees its own changes";
        return Error{Errc::conflict, "no"};
    });
    EXPECT_FALSE(failed);
    EXPECT_TRUE(is_unused(hash, later));
}

TEST_P(PictureContract, ListsUnusedPicturesPageByPage) {
    Hashes all;
    for (int count = 0; count < 5; ++count) all.push_back(picture());
    std::ranges::sort(all);
    Show show = add_show();
    give(show, all[1]);
    all.erase(all.begin() + 1);
    EXPECT_EQ(unused(later), all);
    EXPECT_EQ(unused(later, "", 2), Hashes(all.begin(), all.begin() + 2));
    EXPECT_EQ(unused(later, all[1], 2), Hashes(all.begin() + 2, all.end()));
    EXPECT_TRUE(unused(later, all.back(), 2).empty());
    EXPECT_TRUE(unused(later, "", 0).empty());
}

TEST_P(PictureContract, ARemovedPictureIsForgottenWithWhoHadIt) {
    const std::string hash = picture();
    const std::string kept = picture();
    Show show = add_show();
    give(show, hash);
    Show moved_on = add(samples.show(show.workspace));
    give(moved_on, hash);
    give(moved_on, kept);
    Episode episode = add(samples.episode(show));
    give(episode, hash);
    const auto version = [&] { return catalog().versions().of_pictures(); };
    const auto version_before = version();
    const auto show_before = catalog().versions().of(show.id);
    remove(hash);
    EXPECT_FALSE(find(hash));
    EXPECT_TRUE(find(kept));
    EXPECT_GT(version(), version_before);
    EXPECT_GT(catalog().versions().of(show.id), show_before);
    const auto show_after = ask([&](CatalogSnapshot& view) { return view.shows().find(show.id); });
    const auto other_after = ask([&](CatalogSnapshot& view) { return view.shows().find(moved_on.id); });
    const auto episode_after = ask([&](CatalogSnapshot& view) { return view.episodes().find(episode.id); });
    EXPECT_EQ(show_after->image_hash, "") << "nothing names what is not there";
    EXPECT_EQ(other_after->image_hash, kept);
    EXPECT_EQ(episode_after->image_hash, "");
    remove(hash);
    remove("none");

    put({hash, 300, 200, {}, sample_now});
    EXPECT_TRUE(is_unused(hash, later)) << "a new one, which nobody had";
}

TEST_P(PictureContract, OtherProcessesLearnOfARemoval) {
    const std::string hash = picture();
    auto second = harness().open();
    ASSERT_TRUE(second) << second.error().message;
    const auto before = (*second)->versions().of_pictures();
    picture();
    remove(hash);
    EXPECT_TRUE(becomes_true(harness().sees_others_within() + std::chrono::seconds{5},
                             [&] { return (*second)->versions().of_pictures() > before; }));
}

TEST_P(PictureContract, CountsThePicturesThatABlobIsPartOf) {
    const std::string shared(64, 'e');
    const std::string first = picture(shared);
    EXPECT_EQ(count_with_blob(shared), 1);
    Image second = find(picture(shared)).value();
    second.variants.push_back({"400", "webp", shared, 12345, 300, 200});
    second.variants.push_back({"640", "webp", std::string(64, 'f'), 12345, 300, 200});
    put(second);
    EXPECT_EQ(count_with_blob(shared), 2) << "twice in one picture is one picture";
    EXPECT_EQ(count_with_blob(std::string(64, 'f')), 1);
    remove(first);
    EXPECT_EQ(count_with_blob(shared), 1);
    second.variants.pop_back();
    put(second);
    EXPECT_EQ(count_with_blob(std::string(64, 'f')), 0) << "replaced";
    EXPECT_EQ(count_with_blob(std::string(64, '0')), 0);
}

MOORING_ON_EVERY_ENGINE(PictureContract);

}  // namespace
}  // namespace mooring::contract
