#include "mooring/app/accounts/sign_in_target.hpp"

#include <algorithm>
#include <cstddef>

#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::accounts {
namespace {

constexpr std::size_t longest_target = 8192;  // /authorize with a state of 1024 characters, each encoded
constexpr int most_decodings = 4;

bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        const std::string_view segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..") return true;
        path.remove_prefix(segment.size());
    }
    return false;
}

bool is_plain_path(std::string_view path) {
    return path.starts_with('/') && path.find("//") == std::string_view::npos &&
           path.find('\\') == std::string_view::npos && is_valid_utf8(path) && !has_control_character(path) &&
           !has_dot_segment(path);
}

/// True when `path` is plain as it stands and after each decoding, until there is nothing left to decode.
bool stays_plain_path(std::string path) {
    for (int round = 0; round < most_decodings; ++round) {
        if (!is_plain_path(path)) return false;
        auto decoded = percent_decode(path);
        if (!decoded) return false;
        if (*decoded == path) return true;
        path = std::move(*decoded);
    }
    return false;
}

}  // namespace

std::string sign_in_target(std::string_view wanted, std::string_view start_page) {
    const bool is_printable = std::ranges::all_of(wanted, [](char c) { return c > ' ' && c <= '~' && c != '\\'; });
    if (wanted.size() > longest_target || !is_printable ||
        !stays_plain_path(std::string{wanted.substr(0, wanted.find_first_of("?#"))})) {
        return std::string{start_page};
    }
    return std::string{wanted};
}

}  // namespace mooring::app::accounts
