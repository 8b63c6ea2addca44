#include <algorithm>
#include <array>

#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/record.hpp"
#include "mooring/base/utf8.hpp"

// What else comes with shows and episodes: opt-ins, eligibility, guests, links (creators-graphql.md, section 11).

namespace mooring::api::graphql::fields {
namespace {

/// What this server does for every show, and what it does for none.
struct Feature {
    std::string_view name;
    bool is_offered;
    std::string_view reason = {};
};
constexpr std::array features{
    Feature{"CHAPTERS", true},    Feature{"PREVIEWS", true},
    Feature{"TRANSCRIPTS", true}, Feature{"COMMENTS", true},
    Feature{"POLLS", true},       Feature{"VIDEO", true},
    Feature{"CLIPS", true},       Feature{"SMARTLINKS", true},
    Feature{"INSIGHTS", true},    Feature{"MONETIZATION", false, "this server moves no money"},
};

Cell eligibility(FieldCall& call, const Feature& feature) {
    return record(call, {{"feature", Cell::text(feature.name)},
                         {"isEligible", Cell::boolean(feature.is_offered)},
                         {"reason", feature.reason.empty() ? Cell::null() : Cell::text(feature.reason)}});
}

/// The same for every show: the features asked for in their order, else all.
void feature_eligibility(FieldCall& call, Parents<ShowNode> shows) {
    std::vector<Cell> cells;
    const Value& asked = call.argument("features");
    if (asked.is_list()) {
        for (const Value& one : asked.items()) {
            const auto* const feature = std::ranges::find(features, one.text(), &Feature::name);
            if (feature != features.end()) cells.push_back(eligibility(call, *feature));
        }
    } else {
        for (const Feature& feature : features) cells.push_back(eligibility(call, feature));
    }
    const Cell list = call.list_of(cells);
    for (std::size_t index = 0; index < shows.size(); ++index) call.set(index, list);
}

/// An opt-in that nobody can change: what is there is shown.
template <class Node>
void add_opt_in(Resolvers& resolvers, std::string field, bool is_opted_in) {
    resolvers.batch<Node>(std::move(field), [is_opted_in](FieldCall& call, Parents<Node> nodes) {
        const Cell cell = record(call, {{"isOptedIn", Cell::boolean(is_opted_in)}});
        for (std::size_t index = 0; index < nodes.size(); ++index) call.set(index, cell);
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
    add_opt_in<ShowNode>(resolvers, "Show.chaptersOptIn", true);
    add_opt_in<ShowNode>(resolvers, "Show.previewsOptIn", true);
    add_opt_in<ShowNode>(resolvers, "Show.transcriptsOptIn", true);
    add_opt_in<EpisodeNode>(resolvers, "Episode.chaptersOptIn", true);
    add_opt_in<EpisodeNode>(resolvers, "Episode.transcriptsOptIn", true);
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
