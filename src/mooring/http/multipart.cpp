#include "mooring/http/multipart.hpp"

#include <utility>
#include <vector>

#include "mooring/base/utf8.hpp"

namespace mooring::http {
namespace {

constexpr std::size_t longest_boundary = 70;  // RFC 2046, 5.1.1
constexpr std::size_t longest_padding = 64;   // white space after a boundary: a bound of ours
constexpr std::size_t longest_step = 64 * 1024;
constexpr std::string_view blank_line = "\r\n\r\n";

Error malformed() {
    return Error{Errc::invalid_argument, "Malformed multipart body"};
}

struct Parameter {
    std::string name;  ///< lower case
    std::string value;
};

/// The parameters behind a header value's first `;`. Nothing when they are malformed.
/// A backslash escapes only a quote or a backslash: browsers send `C:\audio.mp3` as it is.
std::optional<std::vector<Parameter>> read_parameters(std::string_view text) {
    std::vector<Parameter> parameters;
    std::size_t at = 0;
    const auto skip_space = [&] {
        while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) {
            ++at;
        }
    };
    while (true) {
        skip_space();
        if (at == text.size()) {
            return parameters;
        }
        if (text[at] != ';') {
            return std::nullopt;
        }
        ++at;
        skip_space();
        if (at == text.size()) {
            return parameters;  // a final `;` is common and harmless
        }
        const std::size_t equals = text.find('=', at);
        if (equals == std::string_view::npos) {
            return std::nullopt;
        }
        Parameter parameter{.name = to_lower_ascii(trim_ascii(text.substr(at, equals - at))), .value = {}};
        at = equals + 1;
        skip_space();
        if (at < text.size() && text[at] == '"') {
            ++at;
            while (at < text.size() && text[at] != '"') {
                if (text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\')) {
                    ++at;
                }
                parameter.value.push_back(text[at++]);
            }
            if (at == text.size()) {
                return std::nullopt;
            }
            ++at;
        } else {
            const std::size_t end = std::min(text.find(';', at), text.size());
            parameter.value = trim_ascii(text.substr(at, end - at));
            at = end;
        }
        if (parameter.name.empty()) {
            return std::nullopt;
        }
        parameters.push_back(std::move(parameter));
    }
}

bool is_boundary_character(char c) {
    const bool is_alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_alphanumeric || std::string_view{"'()+_,-./:=? "}.find(c) != std::string_view::npos;
}

/// Fill `part` from one header line of it.
bool read_part_header(std::string_view line, MultipartPart& part, bool& has_name) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || line.find_first_of(" \t") < colon) {
        return false;
    }
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trim_ascii(line.substr(colon + 1));
    if (equals_ignoring_case(name, "Content-Type")) {
        part.content_type = value;
        return true;
    }
    if (!equals_ignoring_case(name, "Content-Disposition")) {
        return true;
    }
    const std::size_t semicolon = std::min(value.find(';'), value.size());
    if (has_name || !equals_ignoring_case(trim_ascii(value.substr(0, semicolon)), "form-data")) {
        return false;
    }
    auto parameters = read_parameters(value.substr(semicolon));
    if (!parameters) {
        return false;
    }
    for (Parameter& parameter : *parameters) {
        if (parameter.name == "name" && !has_name) {
            has_name = true;
            part.name = std::move(parameter.value);
        } else if (parameter.name == "filename") {
            part.is_file = true;
            part.file_name = std::move(parameter.value);
        } else if (parameter.name == "filename*") {
            part.is_file = true;  // RFC 7578, 4.2 forbids it; it is a file none the less
        }
    }
    return has_name;
}

std::optional<MultipartPart> read_part_head(std::string_view block) {
    MultipartPart part;
    bool has_name = false;
    while (!block.empty()) {
        const std::size_t end = block.find("\r\n");
        const std::string_view line = block.substr(0, end);
        block.remove_prefix(end == std::string_view::npos ? block.size() : end + 2);
        if (line.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos ||
            !read_part_header(line, part, has_name)) {
            return std::nullopt;
        }
    }
    return has_name ? std::optional{std::move(part)} : std::nullopt;
}

}  // namespace

struct MultipartReader::State {
    enum class Place { preamble, after_delimiter, head, data, epilogue, failed };
    /// What a step did: go on at once, wait for more bytes, or fail.
    enum class Step { again, more };

    std::string delimiter;  ///< CRLF, two hyphens, the boundary
    Events events;
    MultipartLimits limits;
    std::string held = "\r\n";  ///< not yet consumed; the CRLF lets the first boundary match like all others
    Place place = Place::preamble;
    std::size_t parts = 0;
    bool follows_head = false;  ///< `held` begins with the CRLF of the blank line after a part's head

    /// What stands before the next delimiter, or all that cannot be part of one.
    Result<Step> read_up_to_delimiter() {
        const std::size_t found = held.find(delimiter);
        const bool is_found = found != std::string::npos;
        const std::size_t kept = delimiter.size() - 1;
        const std::size_t ready = is_found ? found : (held.size() > kept ? held.size() - kept : 0);
        if (place == Place::data && ready > 0) {
            MOORING_CHECK(events.data(std::string_view{held}.substr(0, ready)));
        }
        held.erase(0, is_found ? found + delimiter.size() : ready);
        if (!is_found) {
            return Step::more;
        }
        if (place == Place::data) {
            MOORING_CHECK(events.end());
        }
        place = Place::after_delimiter;
        return Step::again;
    }

    Result<Step> read_delimiter_end() {
        if (held.size() < 2) {
            return Step::more;
        }
        if (held.starts_with("--")) {
            place = Place::epilogue;
            held.clear();
            return Step::more;
        }
        const std::size_t end = held.find_first_not_of(" \t");
        if (end == std::string::npos || held.size() - end < 2) {
            return held.size() > longest_padding + 2 ? Result<Step>{malformed()} : Result<Step>{Step::more};
        }
        if (end > longest_padding || held.compare(end, 2, "\r\n") != 0) {
            return malformed();
        }
        held.erase(0, end);  // the CRLF stays, so that an empty head is a blank line at once
        place = Place::head;
        return Step::again;
    }

    Result<Step> read_head() {
        const std::size_t end = held.find(blank_line);
        const std::size_t length = end == std::string::npos ? held.size() : end;
        if (length > limits.header_bytes + blank_line.size()) {
            return malformed();
        }
        if (end == std::string::npos) {
            return Step::more;
        }
        if (end < 2 || end - 2 > limits.header_bytes || ++parts > limits.parts) {
            return malformed();
        }
        const auto part = read_part_head(std::string_view{held}.substr(2, end - 2));
        if (!part) {
            return malformed();
        }
        MOORING_CHECK(events.begin(*part));
        held.erase(0, end + 2);  // the blank line's CRLF stays: a part without a body ends right there
        follows_head = true;
        place = Place::data;
        return Step::again;
    }

    Result<Step> read_data() {
        if (follows_head) {
            if (held.size() < delimiter.size() && delimiter.starts_with(held)) {
                return Step::more;
            }
            if (!held.starts_with(delimiter)) {
                held.erase(0, 2);
            }
            follows_head = false;
        }
        return read_up_to_delimiter();
    }

    Result<Step> step() {
        switch (place) {
            case Place::preamble: return read_up_to_delimiter();
            case Place::after_delimiter: return read_delimiter_end();
            case Place::head: return read_head();
            case Place::data: return read_data();
            case Place::epilogue: held.clear(); return Step::more;
            case Place::failed: return malformed();
        }
        return malformed();
    }

    Result<void> feed(std::string_view bytes) {
        if (place == Place::failed) {
            return malformed();
        }
        held.append(bytes);
        while (true) {
            auto outcome = step();
            if (!outcome) {
                place = Place::failed;
                held.clear();
                return std::move(outcome).error();
            }
            if (*outcome == Step::more) {
                return ok();
            }
        }
    }
};

MultipartReader::MultipartReader(std::string boundary, Events events, MultipartLimits limits)
    : state_(std::make_unique<State>()) {
    state_->delimiter = "\r\n--" + std::move(boundary);
    state_->events = std::move(events);
    state_->limits = limits;
}

MultipartReader::~MultipartReader() = default;
MultipartReader::MultipartReader(MultipartReader&&) noexcept = default;

Result<void> MultipartReader::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, longest_step);
        bytes.remove_prefix(piece.size());
        MOORING_CHECK(state_->feed(piece));
    }
    return ok();
}

Result<void> MultipartReader::finish() {
    if (state_->place != State::Place::epilogue) {
        return malformed();
    }
    return ok();
}

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    const std::size_t semicolon = std::min(content_type.find(';'), content_type.size());
    if (!equals_ignoring_case(trim_ascii(content_type.substr(0, semicolon)), "multipart/form-data")) {
        return std::nullopt;
    }
    auto parameters = read_parameters(content_type.substr(semicolon));
    if (!parameters) {
        return std::nullopt;
    }
    for (Parameter& parameter : *parameters) {
        if (parameter.name != "boundary") {
            continue;
        }
        const std::string& value = parameter.value;
        if (value.empty() || value.size() > longest_boundary || value.back() == ' ') {
            return std::nullopt;
        }
        for (const char c : value) {
            if (!is_boundary_character(c)) {
                return std::nullopt;
            }
        }
        return std::move(parameter.value);
    }
    return std::nullopt;
}

}  // namespace mooring::http
