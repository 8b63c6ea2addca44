#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/metrics/window_begins.hpp"
#include "mooring/api/graphql/record.hpp"
#include "mooring/app/engagement/ports.hpp"
#include "mooring/app/reporting/insights.hpp"
#include "mooring/base/time_text.hpp"

// Insights: what the show's own numbers say, in words. Whoever may see the numbers may ask for them.

namespace mooring::api::graphql::fields {
namespace {

using domain::Insight;

constexpr std::int64_t most_listed = 50;
constexpr std::size_t most_comment_characters = 1000;

Cell insight_cell(FieldCall& call, const Insight& insight) {
    const bool is_written = insight.written_at.has_value();
    return record(call,
                  {{"insightId", call.copy_text(insight.id)},
                   {"state", Cell::text(is_written ? "COMPLETE" : "PENDING")},
                   {"payload", is_written ? call.copy_text(insight.text) : Cell::null()},
                   {"generatedAt", is_written ? call.copy_text(iso8601_seconds(*insight.written_at)) : Cell::null()}});
}

void analytics_insight(FieldCall& call, Parents<ShowNode> shows) {
    const std::string_view id = call.argument("getInsightRequest")["insightId"].text();
    const auto found = context_of(call).read([&](CatalogSnapshot& catalog) { return catalog.insights().find(id); });
    if (!found) return call.fail_all(shown(found.error()));
    for (std::size_t index = 0; index < shows.size(); ++index) {
        if (*found && (*found)->show == shows[index].show.id) {
            call.set(index, insight_cell(call, **found));
        } else {
            call.fail(index, Error{Errc::not_found, "there is no such insight"});
        }
    }
}

void episode_insights(FieldCall& call, Parents<ShowNode> shows) {
    const std::string_view uri = call.argument("getEpisodeInsightsRequest")["episodeUri"].text();
    for (std::size_t index = 0; index < shows.size(); ++index) {
        const auto found = context_of(call).read([&](CatalogSnapshot& catalog) -> Result<std::vector<Insight>> {
            MOORING_TRY(const auto episode, find_episode_node(catalog, context_of(call), uri));
            if (episode.show.show.id != shows[index].show.id) return Error{Errc::not_found, "there is no such episode"};
            return catalog.insights().of_episode(episode.episode.id, most_listed);
        });
        if (!found) {
            call.fail(index, shown(found.error()));
            continue;
        }
        std::vector<Cell> cells;
        for (const Insight& insight : *found) cells.push_back(insight_cell(call, insight));
        call.set(index, record(call, {{"insights", call.list_of(cells)}}));
    }
}

/// What an insight is asked about: a show, or a published episode of it.
struct About {
    ShowNode show;
    std::optional<EpisodeNode> episode;
};

/// Errors: not_found, invalid_argument (another show's episode), unsupported (one that is not published).
Result<About> find_subject(const Context& context, const Value& request) {
    return context.read([&](CatalogSnapshot& catalog) -> Result<About> {
        MOORING_TRY(ShowNode show, find_show_node(catalog, context, request["showUri"].text()));
        About about{std::move(show), std::nullopt};
        if (!request["episodeUri"].has_value()) return about;
        MOORING_TRY(auto found, find_episode_node(catalog, context, request["episodeUri"].text()));
        if (found.show.show.id != about.show.show.id) return bad_input("episodeUri is of another show");
        about.episode = EpisodeNode{std::move(found.episode), nullptr};
        if (!about.episode->is_published(context.now)) {
            return not_available("an episode that is not published has no analytics");
        }
        return about;
    });
}

Result<Insight> generate(const Context& context, const Value& request) {
    MOORING_TRY(const metrics::Window window,
                metrics::read_window(request["window"].text(), request["customDateRange"]));
    MOORING_TRY(const About about, find_subject(context, request));
    MOORING_CHECK(require_hosting(about.show.show));
    if (window.is_from_publication() && !about.episode) {
        return window_not_supported("windows counted from publication are for episodes");
    }
    EpisodeNode episode;
    if (about.episode) episode = {about.episode->episode, &about.show};
    const metrics::Subject subject{&about.show, about.episode ? &episode : nullptr};
    MOORING_TRY(const auto begins, metrics::window_begins(context, {subject}, window, metrics::Begins::own));
    const auto days = app::reporting::days_of(window, begins.front(), context.now);
    return context.write([&](CatalogTransaction& tx) {
        const auto episode_id = about.episode ? std::optional{episode.episode.id} : std::nullopt;
        return app::reporting::ask_for_insight(tx, context.services.random, context.now, about.show.show.id, episode_id,
                                               days.counted);
    });
}

void generate_insight(FieldCall& call) {
    const auto made = generate(context_of(call), call.argument("generateInsightRequest"));
    if (!made) return call.fail_all(shown(made.error()));
    call.set(0, insight_cell(call, *made));
}

Result<domain::InsightFeedback> give_feedback(const Context& context, const Value& request) {
    std::string comment;
    if (!request["comment"].text().empty()) {
        MOORING_TRY(comment,
                    app::engagement::checked_text(request["comment"].text(), most_comment_characters, "comment"));
    }
    const bool is_positive = request["rating"].text() == "POSITIVE";
    return context.write([&](CatalogTransaction& tx) -> Result<domain::InsightFeedback> {
        const Error missing{Errc::not_found, "there is no such insight"};
        MOORING_TRY(const auto insight, tx.insights().find(request["insightId"].text()));
        if (!insight) return missing;
        MOORING_TRY(auto show, tx.shows().find(insight->show));
        if (!show) return missing;
        const auto node = visible_show(tx, context, *std::move(show));
        if (!node) return node.error().code == Errc::not_found ? missing : node.error();
        return app::reporting::rate_insight(
            tx, context.services.random, context.now, *insight, context.account().id,
            is_positive ? domain::InsightRating::positive : domain::InsightRating::negative, comment);
    });
}

void submit_feedback(FieldCall& call) {
    const auto given = give_feedback(context_of(call), call.argument("submitAnalyticsInsightFeedbackRequest"));
    if (!given) return call.fail_all(shown(given.error()));
    call.set(0, record(call, {{"feedbackId", call.copy_text(given->id)}}));
}

}  // namespace

void add_insight_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.batch<ShowNode>("Show.analyticsInsight", analytics_insight);
    resolvers.batch<ShowNode>("Show.getEpisodeInsights", episode_insights);
    resolvers.add("Mutation.generateAnalyticsInsight", generate_insight);
    resolvers.add("Mutation.submitAnalyticsInsightFeedback", submit_feedback);
    add_records(resolvers, schema,
                {"AnalyticsInsight", "ListInsightsResponse", "SubmitAnalyticsInsightFeedbackResponse"});
}

}  // namespace mooring::api::graphql::fields
