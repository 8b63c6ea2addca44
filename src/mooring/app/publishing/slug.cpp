#include "mooring/app/publishing/slug.hpp"

#include <algorithm>
#include <array>

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <functional>
#include <memory>
#include <mutex>

#include "mooring/base/utf8.hpp"

namespace mooring::app::publishing {
namespace {

constexpr std::size_t longest_slug = 80;
constexpr int numbered_tries = 20;

/// `text` in ASCII letters as far as ICU can write it so; unchanged when it cannot.
std::string transliterated(std::string_view text) {
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    static const std::unique_ptr<icu::Transliterator> to_ascii = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> made{
            icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower()", UTRANS_FORWARD, status)};
        return U_SUCCESS(status) ? std::move(made) : nullptr;
    }();
    if (!to_ascii) return std::string{text};
    icu::UnicodeString unicode =
        icu::UnicodeString::fromUTF8(icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
    to_ascii->transliterate(unicode);
    std::string ascii;
    unicode.toUTF8String(ascii);
    return ascii;
}

bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

Result<std::string> free_slug(Random& random, const std::string& wanted,
                              const std::function<Result<bool>(std::string_view)>& is_free) {
    std::string candidate = wanted;
    for (int number = 2; number < numbered_tries; ++number) {
        MOORING_TRY(const bool free, is_free(candidate));
        if (free) return candidate;
        candidate = wanted + "-" + std::to_string(number);
    }
    return wanted + "-" + to_lower_ascii(random_base62(random, 10));
}

}  // namespace

std::string slug_of(std::string_view title, std::string_view fallback) {
    std::string slug;
    for (const char c : to_lower_ascii(transliterated(title))) {
        if (is_word_character(c)) {
            slug += c;
        } else if (c != '\'' && !slug.empty() && slug.back() != '-') {
            slug += '-';
        }
    }
    if (slug.size() > longest_slug) {
        slug.resize(longest_slug);
        if (const auto last_word = slug.rfind('-'); last_word != std::string::npos && last_word > longest_slug / 2) {
            slug.resize(last_word);
        }
    }
    while (slug.ends_with('-')) slug.pop_back();
    return slug.empty() ? std::string{fallback} : slug;
}

Result<std::string> free_show_slug(CatalogSnapshot& catalog, Random& random, std::string_view title) {
    return free_slug(random, slug_of(title, "show"),
                     [&](std::string_view slug) { return catalog.shows().is_slug_free(slug); });
}

Result<std::string> free_episode_slug(CatalogSnapshot& catalog, Random& random, ShowId show, std::string_view title) {
    return free_slug(random, slug_of(title, "episode"),
                     [&](std::string_view slug) { return catalog.episodes().is_slug_free(show, slug); });
}

bool is_reserved_slug(std::string_view slug) {
    static constexpr std::array reserved{
        "accounts", "admin",         "anchor",  "api",    "assets",   "authorize", "autopod", "creators", "dashboard",
        "embed",    "feeds",         "generic", "graph",  "graphiql", "healthz",   "img",     "login",    "media",
        "metrics",  "multigetcolor", "oembed",  "opml",   "pod",      "readyz",    "robots",  "setup",    "show",
        "shows",    "sitemap",       "spotify", "static", "station",  "storage",   "user",    "users",    "well-known"};
    return std::ranges::find(reserved, slug) != reserved.end();
}

}  // namespace mooring::app::publishing
