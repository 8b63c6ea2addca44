#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "catalog_contract.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/visibility.hpp"

// The public lists: what they hold, in what order, page by page while things change.

namespace mooring::contract {
namespace {

using domain::Episode;
using domain::EpisodeStatus;
using domain::Show;
using domain::ShowVisibility;
using std::chrono::microseconds;
using std::chrono::seconds;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;
using storage::VisibleEpisodesQuery;

VisibleEpisodesQuery of_workspace(const Show& show, Instant now = sample_now) {
    VisibleEpisodesQuery query;
    query.workspace = show.workspace;
    query.now = now;
    query.limit = 1000;
    return query;
}

/// All of the model, kept beside the catalog, to ask the domain's own predicate.
struct Model {
    std::vector<Show> shows;
    std::vector<Episode> episodes;

    const Show& show_of(const Episode& episode) const { return *std::ranges::find(shows, episode.show, &Show::id); }

    /// What a list has to give, by domain::visible and publishing-v1.md, 6.1.
    std::vector<std::int64_t> expected(const VisibleEpisodesQuery& query) const {
        std::vector<Episode> visible;
        for (const Episode& episode : episodes) {
            if (query.workspace && episode.workspace != *query.workspace) continue;
            if (query.show && episode.show != *query.show) continue;
            if (!domain::visible(show_of(episode), episode, query.now)) continue;
            if (query.after && !(position_of(episode) < *query.after)) continue;
            visible.push_back(episode);
        }
        std::ranges::sort(visible, std::greater{}, position_of);
        std::vector<std::int64_t> ids;
        for (const Episode& episode : visible) ids.push_back(episode.id.value);
        return ids;
    }
};

/// Random states of shows and episodes, with times close around `sample_now`.
class Dice {
public:
    explicit Dice(unsigned seed) : engine_(seed) {}
    int below(int bound) { return std::uniform_int_distribution{0, bound - 1}(engine_); }
    bool one_in(int n) { return below(n) == 0; }
    Instant instant() { return sample_now + microseconds{(below(9) - 4) * 500'000 + below(3) - 1}; }

    void roll(Show& show) {
        show.visibility = one_in(4) ? ShowVisibility::unpublished : ShowVisibility::published;
        show.is_suspended = one_in(6);
        show.deleted_at = one_in(8) ? std::optional{instant()} : std::nullopt;
    }
    void roll(Episode& episode) {
        episode.status = static_cast<EpisodeStatus>(below(3));
        episode.publish_at = one_in(8) ? std::nullopt : std::optional{instant()};
        episode.archived_at = one_in(6) ? std::optional{instant()} : std::nullopt;
        episode.deleted_at = one_in(8) ? std::optional{instant()} : std::nullopt;
        const domain::Media medias[] = {std::monostate{}, domain::StoredMedia{}, domain::ExternalMedia{}};
        episode.media = medias[one_in(5) ? 0 : 1 + below(2)];
    }

private:
    std::mt19937 engine_;
};

// delivery.md, section 4: the one predicate, said once in the domain and once in the engine.
TEST_P(CatalogContract, SeesExactlyWhatTheDomainSaysIsVisible) {
    Dice dice{20310504};
    Model model;
    const domain::Workspace workspaces[] = {add(samples.workspace()), add(samples.workspace())};
    for (int number = 0; number < 6; ++number) {
        Show show = samples.show(workspaces[number % 2].id);
        dice.roll(show);
        model.shows.push_back(add(show));
    }
    for (int number = 0; number < 120; ++number) {
        Episode episode = samples.episode(model.shows[static_cast<std::size_t>(dice.below(6))]);
        dice.roll(episode);
        model.episodes.push_back(add(episode));
    }
    std::size_t seen = 0;
    for (int round = 0; round < 60; ++round) {
        change([&](CatalogTransaction& tx) -> Result<void> {
            for (int edit = 0; edit < 4; ++edit) {
                Episode& episode = model.episodes[static_cast<std::size_t>(dice.below(120))];
                dice.roll(episode);
                MOORING_CHECK(tx.episode_writer().update(episode));
            }
            Show& show = model.shows[static_cast<std::size_t>(dice.below(6))];
            dice.roll(show);
            return tx.show_writer().update(show);
        });
        VisibleEpisodesQuery query;
        query.now = dice.instant();
        query.limit = 1000;
        if (dice.one_in(2)) query.workspace = workspaces[dice.below(2)].id;
        if (!query.workspace || dice.one_in(2)) query.show = model.shows[static_cast<std::size_t>(dice.below(6))].id;
        const auto expected = model.expected(query);
        seen += expected.size();
        ASSERT_EQ(ids_of(list(query)), expected) << "round " << round;
        ASSERT_EQ(count(query), static_cast<std::int64_t>(expected.size())) << "round " << round;

        const Show& show = model.shows[static_cast<std::size_t>(dice.below(6))];
        std::set<std::int64_t> out;
        for (const Episode& episode : model.episodes) {
            if (episode.show == show.id && domain::is_out(episode, query.now)) out.insert(episode.id.value);
        }
        std::set<std::int64_t> revised;
        for (const auto& row :
             ask([&](CatalogSnapshot& at) { return at.episodes().visible_revisions(show.id, query.now); })) {
            revised.insert(row.id.value);
        }
        ASSERT_EQ(revised, out) << "round " << round;
    }
    EXPECT_GT(seen, 100U) << "the dice have to show something";
}

// publishing-v1.md, 6.1.
TEST_P(CatalogContract, OrdersByWholeSecondsThenByTheLargerId) {
    const Show show = add_show();
    Episode late_in_second = samples.episode(show);
    late_in_second.publish_at = sample_now - seconds{10} + microseconds{999'999};
    late_in_second = add(late_in_second);
    Episode early_in_second = samples.episode(show);
    early_in_second.publish_at = sample_now - seconds{10};
    early_in_second = add(early_in_second);
    Episode before_1970 = samples.episode(show);
    before_1970.publish_at = from_unix_micros(-1);
    before_1970 = add(before_1970);
    EXPECT_EQ(ids_of(list(of_workspace(show))),
              (std::vector{early_in_second.id.value, late_in_second.id.value, before_1970.id.value}));
}

TEST_P(CatalogContract, PagesByOffsetAndByPosition) {
    const Show show = add_show();
    std::vector<std::int64_t> all;
    for (int number = 0; number < 5; ++number) {
        all.insert(all.begin(), add(samples.episode(show)).id.value);  // one second, so the larger id first
    }
    VisibleEpisodesQuery query = of_workspace(show);
    query.limit = 2;
    EXPECT_EQ(ids_of(list(query)), (std::vector{all[0], all[1]}));
    query.offset = 4;
    EXPECT_EQ(ids_of(list(query)), std::vector{all[4]});
    query.offset = 5;
    EXPECT_TRUE(list(query).empty());
    query.after = {unix_seconds(sample_now), domain::EpisodeId{all[2]}};
    EXPECT_EQ(ids_of(list(query)), (std::vector{all[3], all[4]})) << "the offset does not count beside a position";
    query.after = {unix_seconds(sample_now), domain::EpisodeId{all[4]}};
    EXPECT_TRUE(list(query).empty());
    query.limit = 0;
    query.after.reset();
    EXPECT_TRUE(list(query).empty());
    EXPECT_EQ(count(query), 5);
}

TEST_P(CatalogContract, ListsNothingOfAShowInAnotherWorkspace) {
    const Show mine = add_show();
    const Show foreign = add_show();
    const Episode episode = add(samples.episode(foreign));
    VisibleEpisodesQuery query = of_workspace(mine);
    query.show = foreign.id;
    EXPECT_TRUE(list(query).empty());
    EXPECT_EQ(count(query), 0);
    query.workspace.reset();
    EXPECT_EQ(ids_of(list(query)), std::vector{episode.id.value});
    EXPECT_EQ(count(query), 1);
}

TEST_P(CatalogContract, RefusesAListOfNothing) {
    const auto refused = catalog().read([](CatalogSnapshot& at) { return at.episodes().list_visible({}); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid_argument);
    EXPECT_FALSE(catalog().read([](CatalogSnapshot& at) { return at.episodes().count_visible({}); }));
}

TEST_P(CatalogContract, GivesListedEpisodesWholeWithTheShowsPresentTitle) {
    Show show = add_show();
    Episode episode = samples.full_episode(show);
    episode.archived_at.reset();
    episode.deleted_at.reset();
    episode = add(episode);
    show.title = "Renamed";
    update(show);
    const auto page = list(of_workspace(show));
    ASSERT_EQ(page.size(), 1U);
    EXPECT_EQ(page[0].episode, episode);
    EXPECT_EQ(page[0].show_title, "Renamed");
}

TEST_P(CatalogContract, CarriesAShowsMoveToItsEpisodes) {
    Show show = add_show();
    const Episode episode = add(samples.episode(show));
    const Show old_place = show;
    show.workspace = add(samples.workspace()).id;
    update(show);
    EXPECT_TRUE(list(of_workspace(old_place)).empty());
    EXPECT_EQ(count(of_workspace(old_place)), 0);
    EXPECT_EQ(ids_of(list(of_workspace(show))), std::vector{episode.id.value});
    EXPECT_EQ(count(of_workspace(show)), 1);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.episodes().find(episode.id); })->workspace, show.workspace);
}

// publishing-v1.md, 6.3: the table of changes between two pages, with random changes and clock steps.
TEST_P(CatalogContract, KeepsACursorWalkWholeWhileThingsChange) {
    for (unsigned seed = 1; seed <= 8; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        Dice dice{seed};
        const Show show = add_show();
        const auto add_at = [&](Instant when) {
            Episode episode = samples.episode(show);
            episode.publish_at = when;
            episode.status = when > sample_now ? EpisodeStatus::scheduled : EpisodeStatus::published;
            return add(episode);
        };
        const auto past = [&] { return sample_now - seconds{dice.below(12)}; };  // many share a second
        std::vector<Episode> untouched;
        std::vector<Episode> to_archive;
        std::vector<Episode> to_move;
        for (int number = 0; number < 30; ++number) untouched.push_back(add_at(past()));
        for (int number = 0; number < 6; ++number) to_archive.push_back(add_at(past()));
        for (int number = 0; number < 6; ++number) to_move.push_back(add_at(past()));
        for (int number = 0; number < 6; ++number) add_at(sample_now + seconds{1 + number});

        std::multiset<std::int64_t> walked;
        std::set<std::int64_t> archived_ahead;
        std::set<std::int64_t> added_ahead;
        VisibleEpisodesQuery query = of_workspace(show);
        query.limit = 3;
        for (;;) {
            const auto page = list(query);
            if (page.empty()) break;
            for (const auto& listed : page) {
                if (query.after) {
                    EXPECT_LT(position_of(listed.episode), *query.after);
                }
                query.after = position_of(listed.episode);
                walked.insert(listed.episode.id.value);
            }
            query.now += seconds{dice.below(2)};  // scheduled ones come out meanwhile
            const int what = dice.below(4);
            if (what == 0) add_at(sample_now);  // newest of all, before the cursor
            if (what == 1) {
                const Episode older = add_at(past());
                if (position_of(older) < *query.after) added_ahead.insert(older.id.value);
            }
            if (what == 2 && !to_archive.empty()) {
                Episode episode = to_archive.back();
                to_archive.pop_back();
                if (position_of(episode) < *query.after) archived_ahead.insert(episode.id.value);
                episode.archived_at = query.now;
                update(episode);
            }
            if (what == 3 && !to_move.empty()) {
                Episode episode = to_move.back();
                to_move.pop_back();
                episode.publish_at = past();
                update(episode);
            }
            if (dice.one_in(5)) {  // the very episode the cursor names goes away
                const auto named = ask([&](CatalogSnapshot& at) { return at.episodes().find(query.after->id); });
                const bool is_free = named && std::ranges::find(untouched, named->id, &Episode::id) != untouched.end();
                if (is_free) {
                    Episode episode = *named;
                    episode.archived_at = query.now;
                    update(episode);
                }
            }
        }
        for (const Episode& episode : untouched) EXPECT_EQ(walked.count(episode.id.value), 1U);
        for (const Episode& episode : to_archive) EXPECT_EQ(walked.count(episode.id.value), 1U);
        for (const auto id : archived_ahead) EXPECT_EQ(walked.count(id), 0U);
        for (const auto id : added_ahead) EXPECT_EQ(walked.count(id), 1U);
    }
}

// publishing-v1.md, section 12.
TEST_P(CatalogContract, SearchesTitleShowAndPresenter) {
    Show show = samples.show(add(samples.workspace()).id);
    show.title = "Saltmarsh Stories";
    show.presenter = "Ines \xc3\x89varga";
    show = add(show);
    Show other = samples.show(show.workspace);
    other.title = "Low Water";
    other = add(other);
    const auto titled = [&](const Show& of, const char* title, seconds age) {
        Episode episode = samples.episode(of);
        episode.title = title;
        episode.publish_at = sample_now - age;
        return add(episode).id.value;
    };
    const auto lights = titled(show, "HARBOUR Lights 100%", seconds{1});
    const auto under = titled(other,
                              "a_b stra\xc3\x9f"
                              "e",
                              seconds{3});
    const auto plain = titled(other, "axb salt", seconds{2});
    Episode hidden = samples.episode(other);
    hidden.title = "harbour draft";
    hidden.status = EpisodeStatus::draft;
    add(hidden);

    const auto search = [&](std::string_view term, std::int64_t limit = 10) {
        return ids_of(ask([&](CatalogSnapshot& at) {
            return at.episodes().search_visible(show.workspace, fold_case(term), sample_now, limit);
        }));
    };
    EXPECT_EQ(search("harbour"), std::vector{lights});
    EXPECT_EQ(search("SALT"), (std::vector{lights, plain})) << "show title and episode title, newest first";
    EXPECT_EQ(search("SALT", 1), std::vector{lights});
    EXPECT_EQ(search("\xc3\xa9VARGA"), std::vector{lights}) << "presenter, folded";
    EXPECT_EQ(search("%"), std::vector{lights}) << "% is an ordinary character";
    EXPECT_EQ(search("a_b"), std::vector{under}) << "_ is an ordinary character";
    EXPECT_EQ(search("STRA\xc3\x9f"
                     "E"),
              std::vector{under});
    EXPECT_TRUE(search("'; DROP TABLE episodes; --").empty());

    other.title = "Harbour Water";
    update(other);
    EXPECT_EQ(search("harbour"), (std::vector{lights, plain, under})) << "the show's new title counts at once";
    show.visibility = ShowVisibility::unpublished;
    update(show);
    EXPECT_EQ(search("harbour"), (std::vector{plain, under}));
    EXPECT_TRUE(ask([&](CatalogSnapshot& at) {
                    return at.episodes().search_visible(domain::WorkspaceId{999}, "harbour", sample_now, 10);
                }).empty());
}

TEST_P(CatalogContract, OutlinesAShowWithEverythingItHadAndTellsWhetherItPublished) {
    const Show show = add_show();
    const auto has_published = [&](Instant now) {
        return ask([&](CatalogSnapshot& at) { return at.episodes().has_published(show.id, now); });
    };
    Episode draft = samples.episode(show);
    draft.status = domain::EpisodeStatus::draft;
    draft.publish_at.reset();
    draft.title = "A Draft";
    draft.media = std::monostate{};
    draft.audio = {};
    draft = add(draft);
    EXPECT_FALSE(has_published(sample_now));
    Episode scheduled = samples.episode(show);
    scheduled.status = domain::EpisodeStatus::scheduled;
    scheduled.publish_at = sample_now + std::chrono::hours{1};
    std::get<domain::StoredMedia>(scheduled.media).duration = std::chrono::milliseconds{1500};
    scheduled = add(scheduled);
    EXPECT_FALSE(has_published(*scheduled.publish_at - std::chrono::microseconds{1}));
    EXPECT_TRUE(has_published(*scheduled.publish_at));
    scheduled.archived_at = sample_now;
    update(scheduled);
    EXPECT_FALSE(has_published(*scheduled.publish_at));

    auto outline = ask([&](CatalogSnapshot& at) { return at.episodes().outline(show.id); });
    std::ranges::sort(outline, {}, &storage::EpisodeOutline::id);
    const storage::EpisodeOutline first{draft.id, domain::EpisodeStatus::draft, {}, draft.created_at, 0, "a draft",
                                        true};
    const storage::EpisodeOutline second{scheduled.id,
                                         domain::EpisodeStatus::scheduled,
                                         scheduled.publish_at,
                                         scheduled.created_at,
                                         1500,
                                         "harbour lights",
                                         false};
    EXPECT_EQ(outline, (std::vector{first, second}));
}

}  // namespace
}  // namespace mooring::contract
