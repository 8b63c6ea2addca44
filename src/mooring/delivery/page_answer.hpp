#pragma once

#include <functional>
#include <string>

#include "mooring/app/delivering/page_facts.hpp"
#include "mooring/delivery/page_html.hpp"
#include "mooring/delivery/route_table.hpp"

namespace mooring::delivery {

/// What a render gives: a text and how long it may be shown, or where it has moved.
struct FreshText {
    std::string text;
    std::string policy;    ///< Content-Security-Policy; empty for none
    std::string moved_to;  ///< not empty: 301 instead of the text
    domain::ShowId show;   ///< whose changes count; 0: everything's
    app::delivering::Freshness freshness;
};

/// How a text is named in the cache of pages, and sent.
struct TextRules {
    std::string name;
    std::string content_type;  ///< with its charset
    std::vector<http::Header> headers;
};

/// Answer with a text that is rendered once per change, at most 60 s old at clients (delivery.md, 8.1). While the
/// catalog is away the last known text is served.
Response answer_text(Delivering& delivering, const Request& request, const TextRules& rules,
                     const std::function<Result<FreshText>()>& render);

/// Answer a preview: rendered for this request, kept by nobody.
Response answer_preview(const Request& request, Page page);

/// The headers of every page; embeds may be framed, which their policy says.
std::vector<http::Header> page_headers();

inline constexpr std::string_view html_type = "text/html; charset=utf-8";

}  // namespace mooring::delivery
