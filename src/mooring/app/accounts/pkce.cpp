#include "mooring/app/accounts/pkce.hpp"

#include <algorithm>
#include <cstddef>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::app::accounts {
namespace {

constexpr std::size_t challenge_length = 43;  // 256 bits in base64url
constexpr std::size_t shortest_verifier = 43;
constexpr std::size_t longest_verifier = 128;

bool is_base64url_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_unreserved(char c) {
    return is_base64url_digit(c) || c == '.' || c == '~';
}

}  // namespace

bool is_challenge(std::string_view text) {
    return text.size() == challenge_length && std::ranges::all_of(text, is_base64url_digit);
}

bool is_verifier(std::string_view text) {
    return text.size() >= shortest_verifier && text.size() <= longest_verifier &&
           std::ranges::all_of(text, is_unreserved);
}

bool verifier_matches(std::string_view verifier, std::string_view challenge) {
    return is_verifier(verifier) && equal_in_constant_time(to_base64url(as_text(sha256(verifier))), challenge);
}

}  // namespace mooring::app::accounts
