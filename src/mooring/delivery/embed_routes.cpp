#include <algorithm>
#include <string>

#include "mooring/app/delivering/preview_grant.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/delivery/answers.hpp"
#include "mooring/delivery/embed_query.hpp"
#include "mooring/delivery/page_answer.hpp"
#include "mooring/delivery/page_html.hpp"
#include "mooring/delivery/route_table.hpp"

namespace mooring::delivery {
namespace {

using app::delivering::PageFacts;

constexpr std::int64_t longest_start_seconds = 7L * 24 * 3600;
constexpr std::int64_t listed_episodes = 50;

bool is_color(std::string_view text) {
    return text.size() == 6 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

/// The policy allows framing by anyone; a frame tells the page around it nothing but what it posts.
std::vector<http::Header> embed_headers() {
    return {{"X-Content-Type-Options", "nosniff"}, {"Referrer-Policy", "strict-origin-when-cross-origin"}};
}

FreshText fresh_page(Page page, domain::ShowId show, const app::delivering::Freshness& freshness) {
    FreshText fresh;
    fresh.text = std::move(page.html);
    fresh.policy = std::move(page.policy);
    fresh.show = show;
    fresh.freshness = freshness;
    return fresh;
}

Result<Page> preview_of(Delivering& delivering, const std::string& key, const EmbedOptions& options,
                        std::string_view grant) {
    if (!app::delivering::is_preview_granted(delivering.secret, key, grant, delivering.clock.now())) {
        return Error{Errc::not_found, "the grant is not valid"};
    }
    MOORING_TRY(const auto found, delivering.facts.find_episode_by_key(key));
    MOORING_TRY(const auto facts,
                delivering.facts.episode_page(found.show, found.id, delivering.now(), PageFacts::Audience::previewers));
    return episode_embed_html(delivering.settings, facts, options, preview_query(grant));
}

}  // namespace

EmbedOptions embed_options(const http::QueryParameters& parameters) {
    EmbedOptions options;
    const auto theme = parameters.find("theme");
    if (theme == "light") options.theme = EmbedOptions::Theme::light;
    if (theme == "dark") options.theme = EmbedOptions::Theme::dark;
    if (const auto start = parameters.find("t")) {
        options.start_seconds = std::clamp<std::int64_t>(parse_decimal(*start).value_or(0), 0, longest_start_seconds);
    }
    if (const auto color = parameters.find("color"); color && is_color(*color)) {
        options.color = to_lower_ascii(*color);
    }
    options.is_compact = parameters.find("size") == "compact";
    options.has_list = parameters.find("list") == "1";
    return options;
}

Response show_embed(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    const std::string& key = parameters.at(0);
    if (!domain::is_public_key(key)) return not_found();
    const EmbedOptions options = embed_options(request.parameters());
    const TextRules rules{"embed show " + key + options.query(), std::string{html_type}, embed_headers()};
    return answer_text(delivering, request, rules, [&]() -> Result<FreshText> {
        MOORING_TRY(const auto found, delivering.facts.find_show_by_key(key));
        MOORING_TRY(const auto facts, delivering.facts.show_page(found.id, 1, delivering.now()));
        return fresh_page(show_embed_html(delivering.settings, facts, options), found.id, facts.freshness);
    });
}

Response episode_embed(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    const std::string& key = parameters.at(0);
    if (!domain::is_public_key(key)) return not_found();
    const EmbedOptions options = embed_options(request.parameters());
    if (const auto grant = preview_grant_of(request)) {
        if (auto page = preview_of(delivering, key, options, *grant)) {
            return answer_preview(request, std::move(*page));
        }
    }
    const TextRules rules{"embed episode " + key + options.query(), std::string{html_type}, embed_headers()};
    return answer_text(delivering, request, rules, [&]() -> Result<FreshText> {
        MOORING_TRY(const auto found, delivering.facts.find_episode_by_key(key));
        MOORING_TRY(const auto facts, delivering.facts.episode_page(found.show, found.id, delivering.now(),
                                                                    PageFacts::Audience::strangers,
                                                                    options.has_list ? listed_episodes : 0));
        return fresh_page(episode_embed_html(delivering.settings, facts, options), found.show, facts.freshness);
    });
}

}  // namespace mooring::delivery
