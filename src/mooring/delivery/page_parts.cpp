#include "mooring/delivery/page_parts.hpp"

#include <array>

#include "mooring/base/time_text.hpp"

namespace mooring::delivery {
namespace {

/// `https://host:port` of an absolute URL.
std::string origin_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return std::string{url};
    return std::string{url.substr(0, url.find('/', scheme + 3))};
}

}  // namespace

std::string page_policy(const DeliverySettings& settings, std::string_view style, std::string_view script,
                        Framing framing, MediaSources sources) {
    std::string ours = origin_of(settings.urls.base);
    if (const std::string media = origin_of(settings.urls.media_base); media != ours) ours += " " + media;
    std::string media = ours;
    if (sources == MediaSources::anywhere) media = settings.urls.is_plain_http() ? "https: http:" : ours + " https:";
    std::string policy = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src " + content_hash(style) +
                         "; img-src " + ours + "; media-src " + media;
    if (!script.empty()) {
        policy += "; script-src " + content_hash(script) + "; connect-src " + origin_of(settings.urls.base);
    }
    policy += framing == Framing::anywhere ? "; frame-ancestors *" : "; frame-ancestors 'none'";
    return policy;
}

std::string date_text(Instant instant) {
    constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(instant)};
    const auto month = static_cast<unsigned>(date.month());
    return std::to_string(static_cast<unsigned>(date.day())) + " " + std::string{months.at(month - 1)} + " " +
           std::to_string(static_cast<int>(date.year()));
}

std::string length_text(std::chrono::seconds length) {
    if (length < std::chrono::minutes{1}) return std::to_string(length.count()) + " s";
    const auto minutes = std::chrono::round<std::chrono::minutes>(length).count();
    if (minutes < 60) return std::to_string(minutes) + " min";
    std::string text = std::to_string(minutes / 60) + " h";
    if (minutes % 60 != 0) text += " " + std::to_string(minutes % 60) + " min";
    return text;
}

void begin_document(HtmlWriter& html, const HeadFacts& head) {
    html.raw("<!DOCTYPE html>\n").open("html", {{"lang", head.language}}).line();
    html.open("head").line();
    html.open("meta", {{"charset", "utf-8"}}).line();
    html.open("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}).line();
    html.element("title", {}, head.title).line();
    if (!head.description.empty()) {
        html.open("meta", {{"name", "description"}, {"content", head.description}}).line();
    }
    if (!head.canonical_url.empty()) html.open("link", {{"rel", "canonical"}, {"href", head.canonical_url}}).line();
    if (!head.robots.empty()) html.open("meta", {{"name", "robots"}, {"content", head.robots}}).line();
}

void end_head(HtmlWriter& html, std::string_view style) {
    html.open("style").raw(style).close("style").line().close("head").line();
}

void player(HtmlWriter& html, const EpisodeFacts& episode, const std::string& media_query, std::int64_t start_seconds) {
    std::string source = episode.media_url + media_query;
    if (start_seconds > 0) source += "#t=" + std::to_string(start_seconds);
    const std::string_view kind = episode.is_video ? "video" : "audio";
    html.open(
        kind,
        {flag("controls"), {"preload", "none"}, {"src", source}, {"aria-label", "Play " + episode.episode.title}});
    html.element("a", {{"href", source}}, "Listen to the file").close(kind).line();
}

void artwork(HtmlWriter& html, const std::optional<app::delivering::Picture>& picture, std::string_view alt,
             std::string_view css_class) {
    if (!picture) {
        html.open("div", {{"class", std::string{css_class} + " no-art"}, {"aria-hidden", "true"}}).close("div").line();
        return;
    }
    html.raw("<img class=\"").text(css_class).raw("\" src=\"").text(picture->url).raw("\" alt=\"").text(alt).raw("\"");
    if (picture->width > 0 && picture->height > 0) {
        html.raw(" width=\"" + std::to_string(picture->width) + "\" height=\"" + std::to_string(picture->height) +
                 "\"");
    }
    html.raw(">").line();
}

}  // namespace mooring::delivery
