#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/delivery/answers.hpp"
#include "mooring/delivery/page_answer.hpp"
#include "mooring/delivery/page_html.hpp"
#include "mooring/delivery/route_table.hpp"
#include "mooring/delivery/share_names.hpp"
#include "mooring/http/html_writer.hpp"
#include "mooring/http/router.hpp"

namespace mooring::delivery {

using http::html_escaped;
using http::HtmlWriter;
using http::json_string;
namespace {

using app::delivering::PageFacts;
using app::delivering::ShowFacts;

constexpr std::int64_t usual_width = 600, usual_height = 180, compact_height = 96, show_height = 480;

/// What an address of ours stands for.
struct Subject {
    domain::ShowId show;
    std::optional<domain::EpisodeId> episode;
};

/// The path of `url` when it is on this server, decoded; whichever of http and https it says.
std::optional<std::string> own_path(const Delivering& delivering, std::string_view url) {
    const auto without_scheme = [](std::string_view text) {
        const auto scheme = text.find("://");
        return scheme == std::string_view::npos ? text : text.substr(scheme + 3);
    };
    if (!url.starts_with("http://") && !url.starts_with("https://")) return std::nullopt;
    url = without_scheme(url.substr(0, url.find_first_of("?#")));
    const auto& urls = delivering.settings.urls;
    for (const std::string_view base : {std::string_view{urls.base}, std::string_view{urls.feed_base}}) {
        const std::string_view host = without_scheme(base);
        if (url.starts_with(host) && url.substr(host.size()).starts_with('/')) {
            return percent_decode(url.substr(host.size()));
        }
    }
    return std::nullopt;
}

Result<Subject> of_show(Result<app::delivering::FoundShow> found) {
    MOORING_TRY(const auto show, std::move(found));
    return Subject{show.id, std::nullopt};
}

Result<Subject> of_episode(Result<app::delivering::FoundEpisode> found) {
    MOORING_TRY(const auto episode, std::move(found));
    return Subject{episode.show, episode.id};
}

/// Show and episode pages, embeds, feeds and share links. A private feed is unauthenticated: 401.
Result<Subject> find_subject(Delivering& delivering, std::string_view path) {
    PageFacts& facts = delivering.facts;
    PathParameters names;
    if (http::fits("/show/{slug}", path, names)) return of_show(facts.find_show_by_slug(names[0]));
    if (http::fits("/show/{slug}/{episodeSlug}", path, names)) {
        MOORING_TRY(const auto show, facts.find_show_by_slug(names[0]));
        return of_episode(facts.find_episode_by_slug(show.id, names[1]));
    }
    if (http::fits("/embed/show/{showKey}", path, names)) return of_show(facts.find_show_by_key(names[0]));
    if (http::fits("/embed/episode/{episodeKey}", path, names)) return of_episode(facts.find_episode_by_key(names[0]));
    if (http::fits("/feeds/{showKey}.xml", path, names)) return of_show(facts.find_show_by_key(names[0]));
    if (http::fits("/feeds/{showKey}/{token}.xml", path, names)) return Error{Errc::unauthenticated, "a private feed"};
    if (http::fits("/pod/show/{vanitySlug}/episodes/{name}", path, names) ||
        http::fits("/{vanitySlug}/embed/episodes/{name}", path, names) ||
        http::fits("/{vanitySlug}/episodes/{name}", path, names)) {
        const auto id = episode_of_share_name(names[1]);
        if (!id) return Error{Errc::not_found, "no such episode"};
        return of_episode(facts.find_episode(*id));
    }
    if (http::fits("/{vanitySlug}", path, names)) return of_show(facts.find_show_by_slug(names[0]));
    return Error{Errc::not_found, "no address of a show or an episode"};
}

struct Size {
    std::int64_t width = usual_width, height = usual_height;
    bool is_compact = false;
};

Size size_within(std::int64_t wanted_height, std::optional<std::int64_t> max_width,
                 std::optional<std::int64_t> max_height) {
    Size size;
    size.height = wanted_height;
    if (max_width) size.width = std::min(size.width, *max_width);
    if (max_height) size.height = std::min(size.height, *max_height);
    size.is_compact = size.height < usual_height;
    if (size.is_compact && size.height > compact_height) size.height = compact_height;
    return size;
}

/// The answer's members in order: name, value, and whether the value is a number.
struct Member {
    std::string name, value;
    bool is_number = false;
};

std::string as_json(const std::vector<Member>& members) {
    std::string json = "{";
    for (const Member& member : members) {
        if (json.size() > 1) json += ',';
        json += json_string(member.name) + ":" + (member.is_number ? member.value : json_string(member.value));
    }
    return json + "}\n";
}

std::string as_xml(const std::vector<Member>& members) {
    std::string xml = "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n<oembed>\n";
    for (const Member& member : members) {
        xml += "<" + member.name + ">" + html_escaped(member.value) + "</" + member.name + ">\n";
    }
    return xml + "</oembed>\n";
}

std::string frame(const std::string& source, const std::string& title, const Size& size) {
    HtmlWriter html;
    html.open("iframe", {{"src", source},
                         {"width", std::to_string(size.width)},
                         {"height", std::to_string(size.height)},
                         {"title", title},
                         {"loading", "lazy"},
                         {"frameborder", "0"},
                         {"allow", "autoplay; encrypted-media"}})
        .close("iframe");
    return html.take();
}

std::vector<Member> members_of(const Delivering& delivering, const ShowFacts& show, const std::string& title,
                               const std::string& embed_url, const app::delivering::Pictures& pictures,
                               const Size& size) {
    EmbedOptions options;
    options.is_compact = size.is_compact;
    std::vector<Member> members{
        {"type", "rich"},
        {"version", "1.0"},
        {"provider_name", delivering.settings.site_name},
        {"provider_url", delivering.settings.urls.base + "/"},
        {"title", title},
        {"author_name", show.author},
        {"author_url", show.page_url},
        {"width", std::to_string(size.width), true},
        {"height", std::to_string(size.height), true},
        {"html", frame(embed_url + options.query(), title, size)},
    };
    if (pictures.small && pictures.small->width > 0) {
        members.push_back({"thumbnail_url", pictures.small->url});
        members.push_back({"thumbnail_width", std::to_string(pictures.small->width), true});
        members.push_back({"thumbnail_height", std::to_string(pictures.small->height), true});
    }
    members.push_back({"cache_age", "3600", true});
    return members;
}

/// A maximum of the query: a positive number, or nothing.
std::optional<std::int64_t> maximum(const http::QueryParameters& parameters, std::string_view name) {
    const auto text = parameters.find(name);
    const auto number = text ? parse_decimal(*text) : std::nullopt;
    return number && *number > 0 ? number : std::nullopt;
}

}  // namespace

Response oembed(Delivering& delivering, const Request& request, const PathParameters&) {
    const auto parameters = request.parameters();
    const auto format = parameters.find("format").value_or("json");
    if (format != "json" && format != "xml") return plain_answer(501, "The formats are json and xml.");
    const auto url = parameters.find("url");
    if (!url) return plain_answer(400, "The parameter url is missing.");
    const auto path = own_path(delivering, *url);
    if (!path) return not_found();
    const auto subject = find_subject(delivering, *path);
    if (!subject) return answer_of(subject.error().code == Errc::gone ? Error{Errc::not_found, ""} : subject.error());

    const Size size = size_within(subject->episode ? usual_height : show_height, maximum(parameters, "maxwidth"),
                                  maximum(parameters, "maxheight"));
    const bool is_json = format == "json";
    const TextRules rules{"oembed " + std::to_string(subject->show.value) + " " +
                              std::to_string(subject->episode.value_or(domain::EpisodeId{}).value) + " " +
                              std::to_string(size.width) + "x" + std::to_string(size.height) + std::string{format},
                          is_json ? "application/json; charset=utf-8" : "text/xml; charset=utf-8",
                          {{"Access-Control-Allow-Origin", "*"}, {"X-Content-Type-Options", "nosniff"}}};
    Response response = answer_text(delivering, request, rules, [&]() -> Result<FreshText> {
        FreshText fresh;
        fresh.show = subject->show;
        std::vector<Member> members;
        if (subject->episode) {
            MOORING_TRY(const auto facts,
                        delivering.facts.episode_page(subject->show, *subject->episode, delivering.now()));
            fresh.freshness = facts.freshness;
            members = members_of(delivering, facts.show, facts.episode.episode.title, facts.episode.embed_url,
                                 facts.episode.pictures, size);
        } else {
            MOORING_TRY(const auto facts, delivering.facts.show_page(subject->show, 1, delivering.now()));
            fresh.freshness = facts.freshness;
            members = members_of(delivering, facts.show, facts.show.show.title, facts.show.embed_url,
                                 facts.show.pictures, size);
        }
        fresh.text = is_json ? as_json(members) : as_xml(members);
        return fresh;
    });
    // oEmbed knows no 410: what is gone is as unknown as what never was.
    return response.status == 410 ? not_found() : std::move(response);
}

}  // namespace mooring::delivery
