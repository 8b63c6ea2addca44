#include "mooring/api/webapi/wire_objects.hpp"

#include <gtest/gtest.h>

#include <set>

#include "mooring/api/webapi/golden_for_test.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::api::webapi {
namespace {

const std::string site = "https://pods.saltmarsh.example";
const Links links{site + "/spotify/v1"};

/// The show of the example in section 6.
ShowObject stories() {
    ShowObject show;
    show.id = "34IYCxWoZCZUesgtUuvLhS";
    show.name = "Saltmarsh Stories";
    show.publisher = "Saltmarsh Audio";
    show.description = show.html_description = "Long tales, told slowly.";
    show.page_url = site + "/show/saltmarsh-stories";
    show.markets = {{"SE", "NO", "DE", "FI", "GB"}};
    show.copyrights = {{"2025 Saltmarsh Audio", "C"}};
    show.languages = language_codes("en-gb");
    show.is_externally_hosted = external_hosting(2, 1);
    show.total_episodes = 2;
    return show;
}

EpisodeObject part_two() {
    EpisodeObject episode;
    episode.id = "6oJc2OtZQsanr5kEpa2N8I";
    episode.name = "Harbour lights, part two";
    episode.description = episode.html_description = "The keeper's log of 1931, read by the people who found it.";
    episode.page_url = site + "/show/saltmarsh-stories/harbour-lights-part-two";
    episode.duration = std::chrono::milliseconds{1'991'520};
    episode.images = image_list(3000, 3000, [](std::string_view size) {
        return site + "/img/3g0gNSNQ0nFMTzQZNKJ2Gc/" + std::string{size} + ".jpg";
    });
    episode.published_at = *parse_iso8601("2025-03-10T08:00:00Z");
    return episode;
}

EpisodeObject part_one() {
    EpisodeObject episode;
    episode.id = "4xwwlIApt984bpBuldWZV9";
    episode.name = "Harbour lights, part one";
    episode.page_url = site + "/show/saltmarsh-stories/harbour-lights-part-one";
    episode.is_externally_hosted = true;
    episode.published_at = *parse_iso8601("2025-03-03T08:00:00Z");
    return episode;
}

std::vector<EpisodeObject> both_parts() {
    std::vector<EpisodeObject> episodes{part_two(), part_one()};
    for (EpisodeObject& episode : episodes) inherit(episode, stories());
    return episodes;
}

template <class... Arguments>
boost::json::object written(void (*write)(JsonWriter&, Arguments...), std::type_identity_t<Arguments>... arguments) {
    JsonWriter json;
    write(json, arguments...);
    return boost::json::parse(json.take()).as_object();
}

boost::json::object full_show(const ShowObject& show, std::span<const EpisodeObject> episodes) {
    return written(write_full_show, show, episodes, Market{"SE", true}, links);
}

std::set<std::string> names_in(const boost::json::object& object) {
    std::set<std::string> names;
    for (const auto& member : object) names.emplace(member.key());
    return names;
}

std::set<std::string> without(std::set<std::string> names, const std::string& name) {
    names.erase(name);
    return names;
}

TEST(WireObjects, ReproduceTheExampleOfTheContract) {
    EXPECT_EQ(boost::json::value(full_show(stories(), both_parts())), test::golden("show"));
}

TEST(WireObjects, OfABareShowHaveEveryMember) {
    ShowObject bare;
    bare.id = "34IYCxWoZCZUesgtUuvLhS";
    const auto show = full_show(bare, {});
    EXPECT_EQ(names_in(show), names_in(test::golden("show").as_object()));
    EXPECT_EQ(show.at("available_markets").as_array().size(), domain::all_markets().size());
    EXPECT_TRUE(show.at("is_externally_hosted").is_null());
    EXPECT_TRUE(show.at("images").as_array().empty());
    EXPECT_TRUE(show.at("languages").as_array().empty());
    EXPECT_EQ(show.at("media_type"), "audio");
    EXPECT_EQ(show.at("episodes").at("total"), 0);
    bare.has_video = true;
    EXPECT_EQ(full_show(bare, {}).at("media_type"), "mixed");
}

TEST(WireObjects, OfTheEmbeddedPageLinkToTheNextWhenThereIsOne) {
    const std::string next = links.show_episodes(stories().id) + "?offset=50&limit=50&market=SE";
    for (const std::int64_t total : {0, 1, 50, 51, 520}) {
        ShowObject show = stories();
        show.total_episodes = total;
        const auto page = full_show(show, {}).at("episodes").as_object();
        EXPECT_EQ(page.at("limit"), 50);
        EXPECT_EQ(page.at("offset"), 0);
        EXPECT_EQ(page.at("total"), total);
        EXPECT_EQ(page.at("next"), total > 50 ? boost::json::value(next) : boost::json::value());
    }
}

TEST(WireObjects, OfASimplifiedShowHaveNoEpisodes) {
    const auto simple = written(write_simplified_show, stories(), links);
    EXPECT_EQ(names_in(simple), without(names_in(test::golden("show").as_object()), "episodes"));
    EXPECT_EQ(simple.at("total_episodes"), 2);
}

TEST(WireObjects, OfAFullEpisodeHaveItsShow) {
    const EpisodeObject episode = both_parts().front();
    auto full = written(write_full_episode, episode, stories(), links);
    EXPECT_EQ(full.at("show"), boost::json::value(written(write_simplified_show, stories(), links)));
    full.erase("show");
    EXPECT_EQ(full, written(write_simplified_episode, episode, links));
}

TEST(WireObjects, OfAnEpisodeShowResumePointAndRestrictionOnlyWhenThereIsOne) {
    EpisodeObject episode = part_two();
    const auto plain = written(write_simplified_episode, episode, links);
    EXPECT_FALSE(plain.contains("resume_point"));
    EXPECT_FALSE(plain.contains("restrictions"));
    EXPECT_EQ(plain.at("language"), "");
    episode.resume_point = ResumePoint{false, std::chrono::milliseconds{412'000}};
    episode.restriction = Restriction::market;
    episode.audio_preview_url = "https://p.example/preview.mp3";
    episode.precision = domain::DatePrecision::month;
    const auto full = written(write_simplified_episode, episode, links);
    EXPECT_EQ(full.at("resume_point"), boost::json::parse(R"({"fully_played": false, "resume_position_ms": 412000})"));
    EXPECT_EQ(full.at("is_playable"), false);
    EXPECT_EQ(full.at("restrictions"), boost::json::parse(R"({"reason": "market"})"));
    EXPECT_EQ(full.at("audio_preview_url"), "https://p.example/preview.mp3");
    EXPECT_EQ(full.at("release_date"), "2025-03");
    EXPECT_EQ(full.at("release_date_precision"), "month");
}

TEST(WireObjects, OfAnEpisodeInheritFromItsShow) {
    ShowObject show = stories();
    show.is_explicit = true;
    show.images = {{64, "/64.jpg", 64}};
    EpisodeObject bare = part_one();
    inherit(bare, show);
    EXPECT_EQ(bare.images, show.images);
    EXPECT_EQ(bare.languages, show.languages);
    EXPECT_EQ(bare.is_explicit, true);
    EpisodeObject own = part_two();
    own.languages = {"sv"};
    own.is_explicit = false;
    inherit(own, show);
    EXPECT_EQ(own.images.size(), 3U);
    EXPECT_EQ(own.languages, std::vector<std::string>{"sv"});
    EXPECT_EQ(own.is_explicit, false);
}

TEST(WireObjects, OfSavedThingsSayWhen) {
    const Instant added = *parse_iso8601("2025-03-11T08:15:30.250Z");
    const EpisodeObject episode = both_parts().front();
    const auto show = written(write_saved_show, added, stories(), links);
    EXPECT_EQ(show.at("added_at"), "2025-03-11T08:15:30Z");
    EXPECT_EQ(show.at("show"), boost::json::value(written(write_simplified_show, stories(), links)));
    const auto saved = written(write_saved_episode, added, episode, stories(), links);
    EXPECT_EQ(saved.at("episode"), boost::json::value(written(write_full_episode, episode, stories(), links)));
    EXPECT_EQ(saved.size(), 2U);
}

TEST(WireObjects, NameLanguagesAndHosting) {
    EXPECT_EQ(language_codes("pt-BR"), std::vector<std::string>{"pt"});
    EXPECT_EQ(language_codes("haw"), std::vector<std::string>{"haw"});
    EXPECT_TRUE(language_codes("").empty());
    EXPECT_EQ(external_hosting(0, 0), std::nullopt);
    EXPECT_EQ(external_hosting(2, 1), false);
    EXPECT_EQ(external_hosting(2, 2), true);
}

}  // namespace
}  // namespace mooring::api::webapi
