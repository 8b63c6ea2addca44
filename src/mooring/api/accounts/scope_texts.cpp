#include <algorithm>
#include <array>
#include <utility>

#include "mooring/api/accounts/pages.hpp"

namespace mooring::api::accounts {

std::string_view describe_scope(std::string_view scope) {
    using Row = std::pair<std::string_view, std::string_view>;
    static constexpr std::array texts{
        Row{"streaming", "Play episodes"},
        Row{"ugc-image-upload", "Upload pictures for you"},
        Row{"user-read-email", "See your e-mail address"},
        Row{"user-read-private", "See your name and country"},
        Row{"user-read-playback-position", "See where you stopped in episodes"},
        Row{"user-library-read", "See the shows and episodes you saved"},
        Row{"user-library-modify", "Save and remove shows and episodes for you"},
    };
    const auto* row = std::ranges::find(texts, scope, &Row::first);
    return row == texts.end() ? "Something that means nothing on this server" : row->second;
}

}  // namespace mooring::api::accounts
