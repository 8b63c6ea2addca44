#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "catalog_contract.hpp"
#include "mooring/domain/visibility.hpp"

// What the web catalogue lists, and how it is searched (webapi-v1.md, sections 3, 5.3 and 7.8).

namespace mooring::contract {
namespace {

using domain::Episode;
using domain::EpisodeStatus;
using domain::Markets;
using domain::Show;
using std::chrono::seconds;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;
using storage::ListingScope;
using storage::SearchTerm;

const ListingScope in_sweden{"SE", sample_now};

class CatalogListingsContract : public CatalogContract {
protected:
    Episode add_episode(const Show& show, const std::string& title, const std::string& description = "") {
        Episode episode = samples.episode(show);
        episode.title = title;
        episode.description = description;
        return add(episode);
    }
    std::vector<std::int64_t> listed(const Show& show, const ListingScope& scope, std::int64_t offset = 0,
                                     std::int64_t limit = 1000) {
        std::vector<std::int64_t> ids;
        for (const Episode& episode :
             ask([&](CatalogSnapshot& at) { return at.listings().list_episodes(show.id, scope, offset, limit); })) {
            ids.push_back(episode.id.value);
        }
        return ids;
    }
    storage::ListingCounts counts(const Show& show, const ListingScope& scope = in_sweden) {
        return ask([&](CatalogSnapshot& at) { return at.listings().count_episodes(show.id, scope); });
    }
    std::vector<std::string> found_episodes(const std::vector<SearchTerm>& terms, ListingScope scope = in_sweden,
                                            std::int64_t limit = 1000) {
        return ask([&](CatalogSnapshot& at) -> Result<std::vector<std::string>> {
            MOORING_TRY(const auto ids, at.listings().search_episodes(terms, scope, limit));
            MOORING_TRY(const auto episodes, at.episodes().get_many(ids));
            std::vector<std::string> titles;
            for (const Episode& episode : episodes) titles.push_back(episode.title);
            return titles;
        });
    }
    std::vector<std::string> found_shows(const std::vector<SearchTerm>& terms, ListingScope scope = in_sweden) {
        return ask([&](CatalogSnapshot& at) -> Result<std::vector<std::string>> {
            MOORING_TRY(const auto ids, at.listings().search_shows(terms, scope, 1000));
            std::vector<std::string> titles;
            for (const auto id : ids) {
                MOORING_TRY(const auto show, at.shows().find(id));
                titles.push_back(show->title);
            }
            return titles;
        });
    }
};

MOORING_ON_EVERY_ENGINE(CatalogListingsContract);

using Titles = std::vector<std::string>;

TEST_P(CatalogListingsContract, ListExactlyWhatTheDomainSaysIsListed) {
    std::mt19937 dice{20310504};
    const auto below = [&](int bound) { return std::uniform_int_distribution{0, bound - 1}(dice); };
    Show show = add_show();
    std::vector<Episode> episodes;
    const Markets markets[] = {std::nullopt, Markets{std::in_place}, {{"SE"}}, {{"DE", "NO"}}, {{"DE", "SE", "US"}}};
    const domain::Media medias[] = {std::monostate{}, domain::StoredMedia{.mime_type = "video/mp4"},
                                    domain::StoredMedia{.mime_type = "audio/mpeg"},
                                    domain::ExternalMedia{.mime_type = "audio/mpeg"}};
    const auto roll = [&](Episode& episode) {
        episode.status = static_cast<EpisodeStatus>(below(3));
        episode.publish_at = sample_now + seconds{below(7) - 3};
        if (below(8) == 0) episode.publish_at.reset();
        episode.archived_at = below(6) == 0 ? std::optional{sample_now} : std::nullopt;
        episode.deleted_at = below(8) == 0 ? std::optional{sample_now} : std::nullopt;
        episode.markets = markets[below(5)];
        episode.media = medias[below(4)];
    };
    for (int number = 0; number < 60; ++number) {
        Episode episode = samples.episode(show);
        roll(episode);
        episodes.push_back(add(episode));
    }
    std::size_t seen = 0;
    for (int round = 0; round < 40; ++round) {
        for (int edit = 0; edit < 4; ++edit) {
            Episode& episode = episodes[static_cast<std::size_t>(below(60))];
            roll(episode);
            update(episode);
        }
        show.is_suspended = below(6) == 0;
        update(show);
        const ListingScope scope{below(2) == 0 ? "SE" : "NO", sample_now + seconds{below(7) - 3}};
        std::vector<Episode> expected;
        storage::ListingCounts counted;
        for (const Episode& episode : episodes) {
            if (!domain::is_public(show) || !domain::is_listed(episode, scope.now)) continue;
            if (!domain::is_available(episode.markets, scope.country)) continue;
            expected.push_back(episode);
            const auto* stored = std::get_if<domain::StoredMedia>(&episode.media);
            counted.total += 1;
            counted.external += std::holds_alternative<domain::ExternalMedia>(episode.media) ? 1 : 0;
            counted.video += stored != nullptr && stored->mime_type == "video/mp4" ? 1 : 0;
        }
        std::ranges::sort(expected, std::greater{}, position_of);
        std::vector<std::int64_t> ids;
        for (const Episode& episode : expected) ids.push_back(episode.id.value);
        seen += ids.size();
        ASSERT_EQ(listed(show, scope), ids) << "round " << round;
        const auto found = counts(show, scope);
        ASSERT_EQ(found.total, counted.total) << "round " << round;
        ASSERT_EQ(found.external, counted.external) << "round " << round;
        ASSERT_EQ(found.video, counted.video) << "round " << round;
    }
    EXPECT_GT(seen, 100U) << "the dice have to show something";
}

TEST_P(CatalogListingsContract, KeepMarketsLanguagesAndDatePrecision) {
    Show show = add_show();
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.shows().find(show.id); })->markets) << "everywhere";
    for (const Markets& markets : {Markets{std::in_place}, Markets{{"DE", "SE"}}, Markets{}}) {
        show.markets = markets;
        update(show);
        EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find(show.id); })->markets, markets);
    }
    Episode episode = samples.episode(show);
    episode.markets = Markets{std::in_place};
    episode.languages = {"sv", "en"};
    episode.date_precision = domain::DatePrecision::month;
    episode = add(episode);
    EXPECT_EQ(*ask([&](CatalogSnapshot& at) { return at.episodes().find(episode.id); }), episode);
}

TEST_P(CatalogListingsContract, ArePagedNewestFirstAndSeenFromACountryOnly) {
    const Show show = add_show();
    std::vector<std::int64_t> newest_first;
    for (int number = 0; number < 5; ++number) {
        newest_first.insert(newest_first.begin(), add(samples.episode(show)).id.value);
    }
    EXPECT_EQ(listed(show, in_sweden), newest_first);
    EXPECT_EQ(listed(show, in_sweden, 1, 2), (std::vector{newest_first[1], newest_first[2]}));
    EXPECT_TRUE(listed(show, in_sweden, 5).empty());
    EXPECT_TRUE(listed(show, in_sweden, 0, 0).empty());
    EXPECT_TRUE(listed(show, {"", sample_now}).empty());
    EXPECT_EQ(counts(show, {"", sample_now}).total, 0);
}

TEST_P(CatalogListingsContract, TellWhenTheNextEpisodeComesEvenWithoutSound) {
    const Show show = add_show();
    const auto next = [&](Instant now) {
        return ask([&](CatalogSnapshot& at) { return at.listings().next_listing(show.id, now); });
    };
    EXPECT_FALSE(next(sample_now));
    Episode episode = samples.episode(show);
    episode.status = EpisodeStatus::scheduled;
    episode.publish_at = sample_now + seconds{60};
    episode.media = std::monostate{};
    add(episode);
    EXPECT_EQ(next(sample_now), sample_now + seconds{60});
    EXPECT_FALSE(next(sample_now + seconds{60}));
}

TEST_P(CatalogListingsContract, AreFoundByTheBeginningsOfAllWords) {
    const Show show = add_show();
    add_episode(show, "Hafenlichter", "Über die Wärter am Kai");
    add_episode(show, "A harbour at night");
    EXPECT_EQ(found_episodes({{"harb"}}), Titles{"A harbour at night"});
    EXPECT_EQ(found_episodes({{"NIGHT"}, {"harbour"}}), Titles{"A harbour at night"});
    EXPECT_EQ(found_episodes({{"warter"}}), Titles{"Hafenlichter"}) << "neither case nor accents";
    EXPECT_EQ(found_episodes({{"ÜBER"}}), Titles{"Hafenlichter"});
    EXPECT_TRUE(found_episodes({{"arbour"}}).empty()) << "the beginnings of words only";
    EXPECT_TRUE(found_episodes({{"harbour"}, {"noon"}}).empty()) << "every word";
    EXPECT_TRUE(found_episodes({}).empty());
    EXPECT_TRUE(found_episodes({{"harbour"}}, {"", sample_now}).empty());
}

TEST_P(CatalogListingsContract, AreFoundByPhrases) {
    const Show show = add_show();
    add_episode(show, "Night harbour");
    add_episode(show, "The harbour night");
    EXPECT_EQ(found_episodes({{"harbour night", true}}), Titles{"The harbour night"});
    EXPECT_TRUE(found_episodes({{"harbour nigh", true}}).empty()) << "word for word";
}

TEST_P(CatalogListingsContract, TakeEverythingInATermForText) {
    const Show show = add_show();
    add_episode(show, "Fifty % of \"all\" things NOT* (title: said)");
    for (const std::string text : {"%", "\"", "\"\"", "*", "(", ")", "title:", "NOT", "AND OR", "a\"b", "^", "-",
                                   "{title}", "\xEF\xBC\x8A", "'; DROP TABLE shows; --", "NEAR(a b)", ""}) {
        for (const bool is_phrase : {false, true}) found_episodes({{text, is_phrase}});
    }
    EXPECT_EQ(found_episodes({{"\"all\""}}).size(), 1U);
    EXPECT_EQ(found_episodes({{"NOT"}, {"fifty"}}).size(), 1U);
    EXPECT_EQ(found_episodes({{std::string("all\0", 4)}}).size(), 1U);
}

TEST_P(CatalogListingsContract, RankTheNameBeforeTheDescriptionThenTheNewest) {
    const Show show = add_show();
    const auto at = [&](const std::string& title, const std::string& description, int age) {
        Episode episode = samples.episode(show);
        episode.title = title;
        episode.description = description;
        episode.publish_at = sample_now - seconds{age};
        add(episode);
    };
    at("old name harbour", "", 50);
    at("new text", "the harbour", 1);
    at("new name harbour", "", 10);
    at("old text", "the harbour", 60);
    EXPECT_EQ(found_episodes({{"harbour"}}), (Titles{"new name harbour", "old name harbour", "new text", "old text"}));
    EXPECT_EQ(found_episodes({{"harbour"}}, in_sweden, 3),
              (Titles{"new name harbour", "old name harbour", "new text"}));
    EXPECT_EQ(found_episodes({{"harbour"}}, in_sweden, 1), Titles{"new name harbour"});
}

TEST_P(CatalogListingsContract, FollowEveryChangeInSearch) {
    Show show = add_show();
    Episode episode = add_episode(show, "Herring");
    EXPECT_EQ(found_episodes({{"herring"}}).size(), 1U);
    episode.title = "Mackerel";
    episode.publish_at = sample_now - seconds{5};
    update(episode);
    EXPECT_TRUE(found_episodes({{"herring"}}).empty());
    EXPECT_EQ(found_episodes({{"mackerel"}}).size(), 1U);
    episode.description = "with herring";
    update(episode);
    EXPECT_EQ(found_episodes({{"herring"}}).size(), 1U);
    episode.archived_at = sample_now;
    update(episode);
    EXPECT_TRUE(found_episodes({{"mackerel"}}).empty());
    episode.archived_at.reset();
    episode.status = EpisodeStatus::scheduled;
    episode.publish_at = sample_now + seconds{5};
    update(episode);
    EXPECT_TRUE(found_episodes({{"mackerel"}}).empty());
    EXPECT_EQ(found_episodes({{"mackerel"}}, {"SE", sample_now + seconds{5}}).size(), 1U) << "its time has come";
    show.visibility = domain::ShowVisibility::unpublished;
    update(show);
    EXPECT_TRUE(found_episodes({{"mackerel"}}, {"SE", sample_now + seconds{5}}).empty());
}

TEST_P(CatalogListingsContract, AreSearchedInTheMarketsOfShowAndEpisode) {
    Show show = add_show();
    Episode episode = add_episode(show, "Herring");
    episode.markets = {{"DE", "SE"}};
    update(episode);
    EXPECT_EQ(found_episodes({{"herring"}}).size(), 1U);
    EXPECT_TRUE(found_episodes({{"herring"}}, {"NO", sample_now}).empty());
    show.markets = {{"DE"}};
    update(show);
    EXPECT_TRUE(found_episodes({{"herring"}}).empty());
    EXPECT_EQ(found_episodes({{"herring"}}, {"DE", sample_now}).size(), 1U);
    show.markets = Markets{std::in_place};
    update(show);
    EXPECT_TRUE(found_episodes({{"herring"}}, {"DE", sample_now}).empty()) << "nowhere";
}

TEST_P(CatalogListingsContract, FindShowsByNameThenPublisherThenDescription) {
    const auto workspace = add(samples.workspace()).id;
    const auto with = [&](const std::string& title, const std::string& author, const std::string& description) {
        Show show = samples.show(workspace);
        show.title = title;
        show.author = author;
        show.description = description;
        return add(show);
    };
    with("By publisher", "Saltmarsh Audio", "");
    with("By description", "", "of the saltmarsh");
    Show named = with("Saltmarsh stories", "", "");
    with("Nothing", "", "");
    EXPECT_EQ(found_shows({{"salt"}}), (Titles{"Saltmarsh stories", "By publisher", "By description"}));
    EXPECT_TRUE(found_shows({{"salt"}}, {"", sample_now}).empty());
    named.markets = {{"DE"}};
    update(named);
    EXPECT_EQ(found_shows({{"salt"}}), (Titles{"By publisher", "By description"}));
    EXPECT_EQ(found_shows({{"salt"}}, {"DE", sample_now}).size(), 3U);
    named.markets.reset();
    named.title = "Renamed";
    update(named);
    EXPECT_EQ(found_shows({{"renamed"}}), Titles{"Renamed"});
    EXPECT_EQ(found_shows({{"salt"}}).size(), 2U);
    named.deleted_at = sample_now;
    update(named);
    EXPECT_TRUE(found_shows({{"renamed"}}).empty());
}

}  // namespace
}  // namespace mooring::contract
