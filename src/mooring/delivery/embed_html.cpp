#include <algorithm>

#include "mooring/delivery/page_html.hpp"
#include "mooring/delivery/page_parts.hpp"

namespace mooring::delivery {
namespace {

std::string_view theme_name(EmbedOptions::Theme theme) {
    switch (theme) {
        case EmbedOptions::Theme::automatic: return "";
        case EmbedOptions::Theme::light: return "light";
        case EmbedOptions::Theme::dark: return "dark";
    }
    return "";
}

/// The embed's style, with the colour that the embedding page chose.
std::string style_for(const EmbedOptions& options) {
    std::string style{embed_style()};
    if (!options.color.empty()) style += ":root,:root.light,:root.dark{--accent:#" + options.color + "}\n";
    return style;
}

/// What the player reports about, and where to; both empty: nothing.
struct Reports {
    std::string episode;  ///< public key
    std::string address;
};

void begin_embed(HtmlWriter& html, const ShowFacts& show, const std::string& title, const std::string& canonical,
                 const EmbedOptions& options, const std::string& style, const app::delivering::Pictures& pictures,
                 const Reports& reports) {
    html.raw("<!DOCTYPE html>\n");
    html.open("html", {{"lang", show.language}, {"class", std::string{theme_name(options.theme)}}}).line();
    html.open("head").line().open("meta", {{"charset", "utf-8"}}).line();
    html.open("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}).line();
    html.element("title", {}, title).line();
    html.open("link", {{"rel", "canonical"}, {"href", canonical}}).line();
    html.open("meta", {{"name", "robots"}, {"content", "noindex"}}).line();
    end_head(html, style);
    html.open("body", {{"class", options.is_compact ? "compact" : ""},
                       {"data-title", title},
                       {"data-show", show.show.title},
                       {"data-art", pictures.small ? pictures.small->url : std::string{}},
                       {"data-episode", reports.episode},
                       {"data-events", reports.address}})
        .line();
}

void end_embed(HtmlWriter& html) {
    html.open("script").raw(embed_script()).close("script").line().close("body").line().close("html").line();
}

void speed_select(HtmlWriter& html) {
    // Of use with the script only, which shows it.
    html.open("select", {{"aria-label", "Speed"}, flag("hidden")});
    for (const std::string_view speed : {"0.5", "0.75", "1", "1.25", "1.5", "1.75", "2", "2.5", "3"}) {
        html.raw("<option value=\"").text(speed).raw(speed == "1" ? "\" selected>" : "\">");
        html.text(std::string{speed} + "×").close("option");
    }
    html.close("select");
}

void player_box(HtmlWriter& html, const ShowFacts& show, const EpisodeFacts& episode, const EmbedOptions& options,
                const std::string& media_query) {
    html.open("main", {{"class", "player"}}).line();
    artwork(html, episode.pictures.small, "Artwork of " + show.show.title, "art");
    html.open("div", {{"class", "info"}}).line();
    html.open("div", {{"class", "title"}})
        .element("a", {{"href", episode.page_url}, {"target", "_blank"}, {"rel", "noopener"}}, episode.episode.title)
        .close("div")
        .line();
    html.open("div", {{"class", "from"}})
        .element("a", {{"href", show.page_url}, {"target", "_blank"}, {"rel", "noopener"}}, show.show.title)
        .close("div")
        .line();
    html.open("div", {{"class", "row"}}).line();
    player(html, episode, media_query, options.start_seconds);
    speed_select(html);
    html.close("div").close("div").close("main").line();
}

void episode_list(HtmlWriter& html, const std::vector<EpisodeFacts>& episodes, const EmbedOptions& options) {
    if (episodes.empty()) return;
    EmbedOptions next = options;
    next.has_list = true;
    next.start_seconds = 0;
    html.open("ol", {{"class", "list"}, {"aria-label", "Episodes"}}).line();
    for (const EpisodeFacts& episode : episodes) {
        html.open("li").open("a", {{"href", episode.embed_url + next.query()}});
        html.element("span", {}, episode.episode.title);
        if (episode.duration) html.element("small", {}, length_text(*episode.duration));
        html.close("a").close("li").line();
    }
    html.close("ol").line();
}

MediaSources sources_of(const EpisodeFacts& episode) {
    return episode.is_external ? MediaSources::anywhere : MediaSources::ours;
}

Reports reports_of(const DeliverySettings& settings, const EpisodeFacts& episode) {
    return {episode.episode.key, settings.urls.base + "/t/v1"};
}

}  // namespace

std::string EmbedOptions::query() const {
    std::string text;
    const auto add = [&](std::string_view pair) {
        text += text.empty() ? '?' : '&';
        text += pair;
    };
    if (theme != Theme::automatic) add("theme=" + std::string{theme_name(theme)});
    if (start_seconds > 0) add("t=" + std::to_string(start_seconds));
    if (!color.empty()) add("color=" + color);
    if (is_compact) add("size=compact");
    if (has_list) add("list=1");
    return text;
}

Page episode_embed_html(const DeliverySettings& settings, const EpisodePageFacts& facts, const EmbedOptions& options,
                        const std::string& media_query) {
    const std::string style = style_for(options);
    // An owner's preview is no listening.
    const Reports reports = media_query.empty() ? reports_of(settings, facts.episode) : Reports{};
    HtmlWriter html;
    begin_embed(html, facts.show, facts.episode.episode.title, facts.episode.page_url, options, style,
                facts.episode.pictures, reports);
    player_box(html, facts.show, facts.episode, options, media_query);
    if (options.has_list) episode_list(html, facts.newest, options);
    end_embed(html);
    return {html.take(), page_policy(settings, style, embed_script(), Framing::anywhere, sources_of(facts.episode))};
}

Page show_embed_html(const DeliverySettings& settings, const ShowPageFacts& facts, const EmbedOptions& options) {
    const std::string style = style_for(options);
    const Reports reports = facts.episodes.empty() ? Reports{} : reports_of(settings, facts.episodes.front());
    HtmlWriter html;
    begin_embed(html, facts.show, facts.show.show.title, facts.show.page_url, options, style, facts.show.pictures,
                reports);
    auto sources = MediaSources::ours;
    if (facts.episodes.empty()) {
        html.open("main", {{"class", "player"}}).line();
        artwork(html, facts.show.pictures.small, "Artwork of " + facts.show.show.title, "art");
        html.open("div", {{"class", "info"}}).element("div", {{"class", "title"}}, facts.show.show.title);
        html.element("div", {{"class", "from"}}, "There are no episodes yet.").close("div").close("main").line();
    } else {
        sources = sources_of(facts.episodes.front());
        player_box(html, facts.show, facts.episodes.front(), options, {});
        episode_list(html, {facts.episodes.begin() + 1, facts.episodes.end()}, options);
    }
    end_embed(html);
    return {html.take(), page_policy(settings, style, embed_script(), Framing::anywhere, sources)};
}

}  // namespace mooring::delivery
