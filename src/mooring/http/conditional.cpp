#include "mooring/http/conditional.hpp"

#include <charconv>
#include <chrono>

#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::http {
namespace {

struct EntityTag {
    bool is_weak = false;
    std::string_view opaque;  ///< with its quotes
};

std::optional<EntityTag> read_entity_tag(std::string_view text) {
    EntityTag tag;
    if (text.starts_with("W/")) {
        tag.is_weak = true;
        text.remove_prefix(2);
    }
    if (text.size() < 2 || text.front() != '"' || text.back() != '"' ||
        text.substr(1, text.size() - 2).find('"') != std::string_view::npos) {
        return std::nullopt;
    }
    tag.opaque = text;
    return tag;
}

/// The next list element; a comma inside quotes is no separator. Moves `list` behind it.
std::string_view next_element(std::string_view& list) {
    bool in_quotes = false;
    std::size_t end = 0;
    while (end < list.size() && (in_quotes || list[end] != ',')) {
        if (list[end] == '"') {
            in_quotes = !in_quotes;
        }
        ++end;
    }
    const std::string_view element = trim_ascii(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    return element;
}

enum class Comparison { strong, weak };

/// Does any field of `name` hold `*` or a tag equal to `own`? (RFC 9110, 8.8.3.2)
bool names_tag(const Headers& headers, std::string_view name, std::string_view own, Comparison comparison) {
    const auto own_tag = read_entity_tag(own);
    for (const Header& field : headers.all()) {
        if (!equals_ignoring_case(field.name, name)) {
            continue;
        }
        std::string_view list = field.value;
        if (trim_ascii(list) == "*") {
            return true;
        }
        while (!list.empty()) {
            const auto tag = read_entity_tag(next_element(list));
            if (!tag || !own_tag || tag->opaque != own_tag->opaque) {
                continue;
            }
            if (comparison == Comparison::weak || (!tag->is_weak && !own_tag->is_weak)) {
                return true;
            }
        }
    }
    return false;
}

Instant whole_seconds(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant);
}

/// A weight in thousandths: `1`, `0.5`, `1.000`; nothing when malformed (RFC 9110, 12.4.2).
std::optional<int> read_weight(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.')) {
        return std::nullopt;
    }
    int thousandths = 0;
    int unit = 100;
    for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (digit < '0' || digit > '9') {
            return std::nullopt;
        }
        thousandths += (digit - '0') * unit;
        unit /= 10;
    }
    if (text[0] == '1') {
        return thousandths == 0 ? std::optional{1000} : std::nullopt;
    }
    return thousandths;
}

struct Weights {
    std::optional<int> br;
    std::optional<int> gzip;
    std::optional<int> identity;
    std::optional<int> any;
};

Weights read_accept_encoding(std::string_view list) {
    Weights weights;
    while (!list.empty()) {
        const std::string_view element = next_element(list);
        const std::size_t semicolon = element.find(';');
        const std::string_view coding = trim_ascii(element.substr(0, semicolon));
        std::optional<int> weight = 1000;
        if (semicolon != std::string_view::npos) {
            const std::string_view parameter = trim_ascii(element.substr(semicolon + 1));
            const bool is_weight = parameter.starts_with("q=") || parameter.starts_with("Q=");
            weight = is_weight ? read_weight(parameter.substr(2)) : std::nullopt;
        }
        if (!weight) {
            continue;  // malformed: as if it did not stand there
        }
        if (equals_ignoring_case(coding, "br")) {
            weights.br = weight;
        } else if (equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip")) {
            weights.gzip = weight;
        } else if (equals_ignoring_case(coding, "identity")) {
            weights.identity = weight;
        } else if (coding == "*") {
            weights.any = weight;
        }
    }
    return weights;
}

}  // namespace

Precondition evaluate_preconditions(const Headers& headers, const Validators& validators) {
    const auto& modified = validators.last_modified;
    if (headers.find("If-Match")) {
        if (!names_tag(headers, "If-Match", validators.etag, Comparison::strong)) {
            return Precondition::failed;
        }
    } else if (const auto text = headers.find("If-Unmodified-Since"); text && modified) {
        const auto date = parse_http_date(trim_ascii(*text));
        if (date && whole_seconds(*modified) > *date) {
            return Precondition::failed;
        }
    }
    if (headers.find("If-None-Match")) {
        return names_tag(headers, "If-None-Match", validators.etag, Comparison::weak) ? Precondition::not_modified
                                                                                      : Precondition::proceed;
    }
    if (const auto text = headers.find("If-Modified-Since"); text && modified) {
        const auto date = parse_http_date(trim_ascii(*text));
        if (date && whole_seconds(*modified) <= *date) {
            return Precondition::not_modified;
        }
    }
    return Precondition::proceed;
}

bool if_range_holds(const Headers& headers, const Validators& validators) {
    const auto text = headers.find("If-Range");
    if (!text) {
        return true;
    }
    const std::string_view value = trim_ascii(*text);
    if (const auto tag = read_entity_tag(value)) {
        const auto own = read_entity_tag(validators.etag);
        return own && !tag->is_weak && !own->is_weak && tag->opaque == own->opaque;
    }
    const auto date = parse_http_date(value);
    return date && validators.last_modified && whole_seconds(*validators.last_modified) == *date;
}

std::optional<std::string_view> choose_encoding(std::string_view accept_encoding, bool has_br, bool has_gzip) {
    const Weights weights = read_accept_encoding(accept_encoding);
    const int any = weights.any.value_or(0);
    const int br = has_br ? weights.br.value_or(any) : 0;
    const int gzip = has_gzip ? weights.gzip.value_or(any) : 0;
    // Identity is acceptable unless it is refused by name or by `*` (RFC 9110, 12.5.3, rule 2), but the last choice
    // when it is not named.
    const int identity = weights.identity.value_or(0);
    const bool is_identity_refused = weights.identity ? *weights.identity == 0 : weights.any && *weights.any == 0;
    if (br > 0 && br >= gzip && br >= identity) {
        return "br";
    }
    if (gzip > 0 && gzip >= identity) {
        return "gzip";
    }
    if (is_identity_refused) {
        return std::nullopt;
    }
    return "";
}

}  // namespace mooring::http
