#include "mooring/delivery/page_html.hpp"

#include <algorithm>

#include "mooring/base/time_text.hpp"
#include "mooring/delivery/page_parts.hpp"

namespace mooring::delivery {
namespace {

using app::delivering::PublicShows;

MediaSources sources_of(const EpisodeFacts& episode) {
    return episode.is_external ? MediaSources::anywhere : MediaSources::ours;
}

void footer(HtmlWriter& html, const DeliverySettings& settings) {
    html.open("footer").text("Hosted with ").element("a", {{"href", settings.urls.base + "/"}}, settings.site_name);
    html.close("footer").line();
}

void date_line(HtmlWriter& html, const EpisodeFacts& facts) {
    html.open("p", {{"class", "meta"}});
    bool has_text = false;
    const auto separator = [&] {
        if (has_text) html.text(" · ");
        has_text = true;
    };
    if (facts.episode.publish_at) {
        separator();
        html.element("time", {{"datetime", iso8601_seconds(*facts.episode.publish_at)}},
                     date_text(*facts.episode.publish_at));
    }
    if (facts.duration) {
        separator();
        html.text(length_text(*facts.duration));
    }
    if (facts.episode.season) {
        separator();
        html.text("Season " + std::to_string(*facts.episode.season));
    }
    if (!facts.episode.number.empty()) {
        separator();
        html.text("Episode " + facts.episode.number);
    }
    html.close("p").line();
}

void episode_card(HtmlWriter& html, const EpisodeFacts& facts) {
    html.open("li").open("article", {{"class", "episode"}}).line();
    html.open("h3").element("a", {{"href", facts.page_url}}, facts.episode.title).close("h3").line();
    date_line(html, facts);
    if (!facts.summary.empty()) html.element("p", {}, facts.summary).line();
    player(html, facts, {}, 0);
    html.close("article").close("li").line();
}

std::string page_address(const ShowPageFacts& facts, std::int64_t page) {
    return page == 1 ? facts.show.page_url : facts.show.page_url + "?page=" + std::to_string(page);
}

void page_links(HtmlWriter& html, const ShowPageFacts& facts) {
    if (facts.pages < 2) return;
    html.open("nav", {{"class", "pages"}, {"aria-label", "Pages of episodes"}}).line();
    html.open("span");
    if (facts.page > 1) {
        html.element("a", {{"href", page_address(facts, facts.page - 1)}, {"rel", "prev"}}, "Newer episodes");
    }
    html.close("span");
    html.element("span", {}, "Page " + std::to_string(facts.page) + " of " + std::to_string(facts.pages));
    html.open("span");
    if (facts.page < facts.pages) {
        html.element("a", {{"href", page_address(facts, facts.page + 1)}, {"rel", "next"}}, "Older episodes");
    }
    html.close("span").close("nav").line();
}

void people(HtmlWriter& html, const std::vector<domain::Person>& persons) {
    if (persons.empty()) return;
    html.element("h2", {}, "People").line().open("ul", {{"class", "people"}}).line();
    for (const auto& person : persons) {
        html.open("li");
        const bool has_link = person.href.starts_with("https://") || person.href.starts_with("http://");
        if (has_link) {
            html.element("a", {{"href", person.href}, {"rel", "noopener nofollow"}}, person.name);
        } else {
            html.text(person.name);
        }
        if (!person.role.empty()) html.text(", " + person.role);
        html.close("li").line();
    }
    html.close("ul").line();
}

void website_link(HtmlWriter& html, const std::string& url) {
    if (!url.starts_with("https://") && !url.starts_with("http://")) return;
    html.open("li").element("a", {{"href", url}, {"rel", "noopener"}}, "Website").close("li");
}

}  // namespace

Page show_page_html(const DeliverySettings& settings, const ShowPageFacts& facts) {
    const ShowFacts& show = facts.show;
    HtmlWriter html;
    begin_document(html, {show.language, show.show.title, show.summary, page_address(facts, facts.page), {}});
    show_metadata(html, settings, show);
    end_head(html, page_style());
    html.open("body").line().open("main").line();
    html.open("header", {{"class", "hero"}}).line();
    artwork(html, show.pictures.large, "Artwork of " + show.show.title, "art");
    html.open("div").line();
    html.element("h1", {}, show.show.title).line();
    html.element("p", {{"class", "by"}}, "by " + show.author).line();
    html.open("div", {{"class", "notes"}}).raw(show.notes_html).close("div").line();
    html.open("ul", {{"class", "links"}});
    html.open("li")
        .element("a", {{"href", show.feed_url}, {"type", "application/rss+xml"}}, "Follow by RSS")
        .close("li");
    website_link(html, show.show.website_url);
    html.close("ul").close("div").close("header").line();
    html.element("h2", {}, "Episodes").line();
    if (facts.episodes.empty()) html.element("p", {}, "There are no episodes yet.").line();
    html.open("ol", {{"class", "episodes"}}).line();
    auto sources = MediaSources::ours;
    for (const EpisodeFacts& episode : facts.episodes) {
        if (episode.is_external) sources = MediaSources::anywhere;
        episode_card(html, episode);
    }
    html.close("ol").line();
    page_links(html, facts);
    html.close("main").line();
    footer(html, settings);
    html.close("body").line().close("html").line();
    return {html.take(), page_policy(settings, page_style(), {}, Framing::nowhere, sources)};
}

Page episode_page_html(const DeliverySettings& settings, const EpisodePageFacts& facts,
                       const std::string& media_query) {
    const ShowFacts& show = facts.show;
    const EpisodeFacts& episode = facts.episode;
    const bool is_preview = !media_query.empty();
    HtmlWriter html;
    begin_document(html, {show.language, episode.episode.title + " · " + show.show.title, episode.summary,
                          episode.page_url, is_preview ? "noindex" : ""});
    if (!is_preview) episode_metadata(html, settings, show, episode);
    end_head(html, page_style());
    html.open("body", {{"class", "episode-page"}}).line().open("main").line();
    html.open("p", {{"class", "crumb"}}).element("a", {{"href", show.page_url}}, show.show.title).close("p").line();
    if (is_preview) {
        html.element("p", {{"class", "notice"}}, "This is a preview. Only people with this link see it.").line();
    }
    html.open("article").line().open("header", {{"class", "hero"}}).line();
    artwork(html, episode.pictures.large, "Artwork of " + episode.episode.title, "art");
    html.open("div").line().element("h1", {}, episode.episode.title).line();
    date_line(html, episode);
    if (domain::has_ready_media(episode.episode)) player(html, episode, media_query, 0);
    html.open("ul", {{"class", "links"}});
    if (domain::has_ready_media(episode.episode)) {
        const std::string download = episode.media_url + (is_preview ? media_query + "&" : "?") + "download=1";
        html.open("li").element("a", {{"href", download}, {"rel", "nofollow"}}, "Download").close("li");
    }
    website_link(html, episode.episode.external_url);
    html.close("ul").close("div").close("header").line();
    html.open("div", {{"class", "notes"}}).raw(episode.notes_html).close("div").line();
    people(html, episode.episode.tags.persons);
    html.close("article").line().close("main").line();
    footer(html, settings);
    html.close("body").line().close("html").line();
    return {html.take(), page_policy(settings, page_style(), {}, Framing::nowhere, sources_of(episode))};
}

Page landing_page_html(const DeliverySettings& settings, const PublicShows& list) {
    HtmlWriter html;
    begin_document(html, {"en", settings.site_name, "Podcasts hosted here.", settings.urls.base + "/", {}});
    end_head(html, page_style());
    html.open("body").line().open("main").line();
    html.element("h1", {}, settings.site_name).line();
    html.element("p", {{"class", "by"}}, list.shows.empty() ? "No show is public here yet." : "Podcasts hosted here")
        .line();
    html.open("ul", {{"class", "cards"}}).line();
    for (const ShowFacts& show : list.shows) {
        html.open("li", {{"class", "card"}}).open("a", {{"href", show.page_url}}).line();
        artwork(html, show.pictures.small, "", "art");
        html.element("strong", {}, show.show.title).close("a");
        html.element("span", {{"class", "meta"}}, show.author).close("li").line();
    }
    html.close("ul").line().close("main").line().close("body").line().close("html").line();
    return {html.take(), page_policy(settings, page_style(), {}, Framing::nowhere, MediaSources::ours)};
}

}  // namespace mooring::delivery
