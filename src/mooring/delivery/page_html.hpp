#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "mooring/app/delivering/delivery_settings.hpp"
#include "mooring/app/delivering/page_facts.hpp"

namespace mooring::delivery {

/// A page, and the Content-Security-Policy that lets exactly its own styles and scripts run (delivery.md, 8.1).
struct Page {
    std::string html;
    std::string policy;
};

/// What an embed's query may choose (delivery.md, 8.2).
struct EmbedOptions {
    enum class Theme { automatic, light, dark };
    Theme theme = Theme::automatic;
    std::int64_t start_seconds = 0;
    std::string color;  ///< six hexadecimal digits; empty for our own
    bool is_compact = false;
    bool has_list = false;
    std::string query() const;  ///< such as `?theme=dark&list=1`; the same options give the same text
};

Page show_page_html(const app::delivering::DeliverySettings& settings, const app::delivering::ShowPageFacts& facts);
/// `media_query` is put behind the media address, such as `?preview=…`; a page with one says that it is a preview.
Page episode_page_html(const app::delivering::DeliverySettings& settings,
                       const app::delivering::EpisodePageFacts& facts, const std::string& media_query = {});
Page landing_page_html(const app::delivering::DeliverySettings& settings, const app::delivering::PublicShows& list);
Page show_embed_html(const app::delivering::DeliverySettings& settings, const app::delivering::ShowPageFacts& facts,
                     const EmbedOptions& options);
Page episode_embed_html(const app::delivering::DeliverySettings& settings,
                        const app::delivering::EpisodePageFacts& facts, const EmbedOptions& options,
                        const std::string& media_query = {});

}  // namespace mooring::delivery
