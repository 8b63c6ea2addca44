#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/app/delivering/delivery_settings.hpp"
#include "mooring/app/delivering/page_facts.hpp"
#include "mooring/http/html_writer.hpp"

namespace mooring::delivery {

using http::Attribute;
using http::content_hash;
using http::flag;
using http::html_escaped;
using http::HtmlWriter;
using http::json_string;

using app::delivering::DeliverySettings;
using app::delivering::EpisodeFacts;
using app::delivering::EpisodePageFacts;
using app::delivering::ShowFacts;
using app::delivering::ShowPageFacts;

/// The style of the public pages and of the embeds: one text each, allowed by its hash.
std::string_view page_style();
std::string_view embed_style();
/// The embed's script: speed, keyboard, Media Session, messages to the embedding page.
std::string_view embed_script();
/// The part of it that reports what was heard.
std::string_view report_script();

enum class Framing { nowhere, anywhere };
enum class MediaSources { ours, anywhere };  ///< anywhere: audio given by URL is redirected to its own host

/// The Content-Security-Policy of a page with this style and this script (empty for none).
std::string page_policy(const DeliverySettings& settings, std::string_view style, std::string_view script,
                        Framing framing, MediaSources sources);

/// `2 March 2026`, UTC.
std::string date_text(Instant instant);
/// `1 h 5 min`, `45 min`, `30 s`.
std::string length_text(std::chrono::seconds length);

/// The beginning of every document up to the style, `</head>` still open.
struct HeadFacts {
    std::string language, title, description, canonical_url;
    std::string robots;  ///< empty: may be indexed
};
void begin_document(HtmlWriter& html, const HeadFacts& head);
void end_head(HtmlWriter& html, std::string_view style);

/// `<audio controls preload="none">`, or `<video>`. Nothing is fetched before the listener asks for it.
void player(HtmlWriter& html, const EpisodeFacts& episode, const std::string& media_query, std::int64_t start_seconds);

/// `<img>` with its size, or an empty block in its place.
void artwork(HtmlWriter& html, const std::optional<app::delivering::Picture>& picture, std::string_view alt,
             std::string_view css_class);

// Metadata for other sites (delivery.md, 8.1).
void show_metadata(HtmlWriter& html, const DeliverySettings& settings, const ShowFacts& show);
void episode_metadata(HtmlWriter& html, const DeliverySettings& settings, const ShowFacts& show,
                      const EpisodeFacts& episode);
/// schema.org's JSON, ready for a `<script type="application/ld+json">`.
std::string show_structured_data(const ShowFacts& show);
std::string episode_structured_data(const ShowFacts& show, const EpisodeFacts& episode);

}  // namespace mooring::delivery
