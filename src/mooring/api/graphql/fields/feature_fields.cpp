#include <algorithm>
#include <array>

#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/fields/monetization.hpp"
#include "mooring/api/graphql/record.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/visibility.hpp"

// What else comes with shows and episodes: opt-ins, eligibility, guests, links (creators-graphql.md, section 11).

namespace mooring::api::graphql::fields {
namespace {

/// A feature, and which shows may use it.
enum class For { every_show, hosted_shows, shows_with_a_programme };
struct Feature {
    std::string_view name;
    For whom;
};
constexpr std::array features{
    Feature{"CHAPTERS", For::hosted_shows},    Feature{"PREVIEWS", For::hosted_shows},
    Feature{"TRANSCRIPTS", For::hosted_shows}, Feature{"COMMENTS", For::every_show},
    Feature{"POLLS", For::every_show},         Feature{"VIDEO", For::hosted_shows},
    Feature{"CLIPS", For::hosted_shows},       Feature{"SMARTLINKS", For::hosted_shows},
    Feature{"INSIGHTS", For::hosted_shows},    Feature{"MONETIZATION", For::shows_with_a_programme},
};

/// Why the show may not use it; empty: it may.
std::string_view obstacle(const Feature& feature, const Show& show) {
    if (feature.whom == For::every_show) return {};
    if (!domain::is_hosted_here(show)) return "the show is hosted elsewhere";
    if (feature.whom == For::hosted_shows || monetization_state(show) != "NOT_ELIGIBLE") return {};
    return "the operator has put no partner programme on record for this show";
}

Cell eligibility(FieldCall& call, const Feature& feature, const Show& show) {
    const std::string_view reason = obstacle(feature, show);
    return record(call, {{"feature", Cell::text(feature.name)},
                         {"isEligible", Cell::boolean(reason.empty())},
                         {"reason", reason.empty() ? Cell::null() : Cell::text(reason)}});
}

/// The features asked for in their order, else all.
void feature_eligibility(FieldCall& call, Parents<ShowNode> shows) {
    std::vector<const Feature*> asked;
    const Value& argument = call.argument("features");
    if (argument.is_list()) {
        for (const Value& one : argument.items()) {
            const auto* const feature = std::ranges::find(features, one.text(), &Feature::name);
            if (feature != features.end()) asked.push_back(feature);
        }
    } else {
        for (const Feature& feature : features) asked.push_back(&feature);
    }
    for (std::size_t index = 0; index < shows.size(); ++index) {
        std::vector<Cell> cells;
        for (const Feature* feature : asked) cells.push_back(eligibility(call, *feature, shows[index].show));
        call.set(index, call.list_of(cells));
    }
}

const Show& show_of(const ShowNode& node) {
    return node.show;
}
const Show& show_of(const EpisodeNode& node) {
    return node.show->show;
}

/// An opt-in that nobody can change: what is there of a show that is hosted here is shown.
template <class Node>
void add_opt_in(Resolvers& resolvers, std::string field) {
    resolvers.batch<Node>(std::move(field), [](FieldCall& call, Parents<Node> nodes) {
        for (std::size_t index = 0; index < nodes.size(); ++index) {
            const bool is_in = domain::is_hosted_here(show_of(nodes[index]));
            call.set(index, record(call, {{"isOptedIn", Cell::boolean(is_in)}}));
        }
    });
}

/// A response around one list.
template <class List>
void add_list(Resolvers& resolvers, std::string field, std::string_view member, List list) {
    resolvers.batch<EpisodeNode>(std::move(field), [member, list](FieldCall& call, Parents<EpisodeNode> episodes) {
        for (std::size_t index = 0; index < episodes.size(); ++index) {
            call.set(index, record(call, {{member, call.list_of(list(call, episodes[index].episode))}}));
        }
    });
}

bool is_guest(const domain::Person& person) {
    return equals_ignoring_case(person.role, "guest");
}

std::vector<Cell> guests(FieldCall& call, const Episode& episode) {
    std::vector<Cell> cells;
    for (const domain::Person& person : episode.tags.persons) {
        if (!is_guest(person)) continue;
        cells.push_back(
            record(call, {{"name", call.copy_text(person.name)}, {"url", text_or_null(call, person.href)}}));
    }
    return cells;
}

std::vector<Cell> links(FieldCall& call, const Episode& episode) {
    std::vector<Cell> cells;
    for (const domain::ContentLink& link : episode.tags.content_links) {
        cells.push_back(record(call, {{"title", call.copy_text(link.label.empty() ? link.href : link.label)},
                                      {"url", call.copy_text(link.href)}}));
    }
    return cells;
}

/// What a soundbite of the feed marks is what a preview plays; there is no file of it alone.
std::vector<Cell> previews(FieldCall& call, const Episode& episode) {
    std::vector<Cell> cells;
    for (const domain::Soundbite& bite : episode.tags.soundbites) {
        cells.push_back(
            record(call, {{"startMs", Cell::integer(static_cast<std::int64_t>(bite.start_seconds * 1000))},
                          {"durationMs", Cell::integer(static_cast<std::int64_t>(bite.duration_seconds * 1000))}}));
    }
    return cells;
}

/// `Sea & Ships` is `sea-ships`.
std::string topic_id(std::string_view name) {
    std::string id;
    for (const char letter : fold_case(name)) {
        const bool is_sign = (letter >= 0 && letter < '0') || (letter > '9' && letter < 'a') || (letter > 'z');
        if (!is_sign) {
            id += letter;
        } else if (!id.empty() && id.back() != '-') {
            id += '-';
        }
    }
    while (id.ends_with('-')) id.pop_back();
    return id;
}

/// What an episode is about, in the words of its maker: texts of the feed with the purpose `topic`.
std::vector<Cell> topics(FieldCall& call, const Episode& episode) {
    std::vector<Cell> cells;
    for (const domain::Txt& text : episode.tags.txt) {
        if (!equals_ignoring_case(text.purpose, "topic") || text.value.empty()) continue;
        cells.push_back(
            record(call, {{"topicId", call.copy_text(topic_id(text.value))}, {"name", call.copy_text(text.value)}}));
    }
    return cells;
}

}  // namespace

void add_feature_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.batch<ShowNode>("Show.featureEligibility", feature_eligibility);
    add_opt_in<ShowNode>(resolvers, "Show.chaptersOptIn");
    add_opt_in<ShowNode>(resolvers, "Show.previewsOptIn");
    add_opt_in<ShowNode>(resolvers, "Show.transcriptsOptIn");
    add_opt_in<EpisodeNode>(resolvers, "Episode.chaptersOptIn");
    add_opt_in<EpisodeNode>(resolvers, "Episode.transcriptsOptIn");
    add_list(resolvers, "Episode.guests", "guests", guests);
    add_list(resolvers, "Episode.crossContentLinks", "links", links);
    add_list(resolvers, "Episode.previews", "previews", previews);
    add_list(resolvers, "Episode.topics", "topics", topics);
    add_records(
        resolvers, schema,
        {"FeatureEligibility", "FeatureOptIn", "Guest", "EpisodeGuestsResponse", "CrossContentLink",
         "EpisodeCrossContentLinksResponse", "Preview", "EpisodePreviewsResponse", "Topic", "EpisodeTopicsResponse"});
}

}  // namespace mooring::api::graphql::fields
