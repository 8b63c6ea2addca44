#include <string>

#include "mooring/app/delivering/preview_grant.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/delivery/answers.hpp"
#include "mooring/delivery/embed_query.hpp"
#include "mooring/delivery/page_answer.hpp"
#include "mooring/delivery/page_html.hpp"
#include "mooring/delivery/route_table.hpp"

namespace mooring::delivery {
namespace {

using app::delivering::PageFacts;

std::int64_t page_of(const Request& request) {
    if (request.query.empty()) return 1;
    const auto parameters = request.parameters();
    const auto page = parameters.find("page");
    return page ? parse_decimal(*page).value_or(1) : 1;
}

Result<FreshText> episode_text(Delivering& delivering, const std::string& show_slug, const std::string& episode_slug) {
    PageFacts& facts = delivering.facts;
    MOORING_TRY(const auto show, facts.find_show_by_slug(show_slug));
    MOORING_TRY(const auto episode, facts.find_episode_by_slug(show.id, episode_slug));
    MOORING_TRY(const auto page, facts.episode_page(show.id, episode.id, delivering.now()));
    FreshText fresh;
    fresh.show = show.id;
    fresh.freshness = page.freshness;
    if (!show.is_present_name || !episode.is_present_name) {
        fresh.moved_to = page.episode.page_url;
        return fresh;
    }
    Page rendered = episode_page_html(delivering.settings, page);
    fresh.text = std::move(rendered.html);
    fresh.policy = std::move(rendered.policy);
    return fresh;
}

Result<Page> preview_of(Delivering& delivering, const std::string& show_slug, const std::string& episode_slug,
                        std::string_view grant) {
    PageFacts& facts = delivering.facts;
    MOORING_TRY(const auto show, facts.find_show_by_slug(show_slug));
    MOORING_TRY(const auto episode, facts.find_episode_by_slug(show.id, episode_slug));
    MOORING_TRY(const auto page,
                facts.episode_page(show.id, episode.id, delivering.now(), PageFacts::Audience::previewers));
    if (!app::delivering::is_preview_granted(delivering.secret, page.episode.episode.key, grant,
                                             delivering.clock.now())) {
        return Error{Errc::not_found, "the grant is not valid"};
    }
    return episode_page_html(delivering.settings, page, preview_query(grant));
}

}  // namespace

std::string preview_query(std::string_view grant) {
    return "?" + std::string{app::delivering::preview_parameter} + "=" + percent_encode(grant);
}

std::optional<std::string> preview_grant_of(const Request& request) {
    if (request.query.find(app::delivering::preview_parameter) == std::string::npos) return std::nullopt;
    const auto parameters = request.parameters();
    const auto grant = parameters.find(app::delivering::preview_parameter);
    return grant ? std::optional<std::string>{*grant} : std::nullopt;
}

Response show_page(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    const std::string& slug = parameters.at(0);
    const std::int64_t page = page_of(request);
    const TextRules rules{"show " + slug + " " + std::to_string(page), std::string{html_type}, page_headers()};
    return answer_text(delivering, request, rules, [&]() -> Result<FreshText> {
        MOORING_TRY(const auto found, delivering.facts.find_show_by_slug(slug));
        MOORING_TRY(const auto facts, delivering.facts.show_page(found.id, page, delivering.now()));
        FreshText fresh;
        fresh.show = found.id;
        fresh.freshness = facts.freshness;
        if (!found.is_present_name) {
            fresh.moved_to = facts.show.page_url;
            return fresh;
        }
        Page rendered = show_page_html(delivering.settings, facts);
        fresh.text = std::move(rendered.html);
        fresh.policy = std::move(rendered.policy);
        return fresh;
    });
}

Response episode_page(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    const std::string& show_slug = parameters.at(0);
    const std::string& episode_slug = parameters.at(1);
    if (const auto grant = preview_grant_of(request)) {
        // A grant that is worth nothing changes nothing: the page is there for everybody or for nobody.
        if (auto page = preview_of(delivering, show_slug, episode_slug, *grant)) {
            return answer_preview(request, std::move(*page));
        }
    }
    const TextRules rules{"episode " + show_slug + " " + episode_slug, std::string{html_type}, page_headers()};
    return answer_text(delivering, request, rules, [&] { return episode_text(delivering, show_slug, episode_slug); });
}

Response landing_page(Delivering& delivering, const Request& request, const PathParameters&) {
    const TextRules rules{"landing", std::string{html_type}, page_headers()};
    return answer_text(delivering, request, rules, [&]() -> Result<FreshText> {
        MOORING_TRY(const auto shows, delivering.facts.public_shows(std::nullopt));
        Page rendered = landing_page_html(delivering.settings, shows);
        FreshText fresh;
        fresh.text = std::move(rendered.html);
        fresh.policy = std::move(rendered.policy);
        fresh.freshness = shows.freshness;
        return fresh;
    });
}

}  // namespace mooring::delivery
