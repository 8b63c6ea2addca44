#include "mooring/http/request_head.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <cstring>

#include "mooring/base/utf8.hpp"
#include "mooring/http/family_router.hpp"

namespace mooring::http {
namespace {

namespace beast_http = boost::beast::http;

constexpr std::size_t most_fields = 256;
constexpr std::size_t most_empty_lines = 4;  // before a request line: some old clients send one
constexpr std::size_t longest_method = 32;
constexpr std::size_t request_line_extra = 64;  // method, version and spaces around a target

bool is_token_character(char c) {
    const bool is_alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_alphanumeric || std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

/// Can these bytes begin a request line? Lets TLS or noise on a plain port be refused at once.
bool may_be_request_line(std::string_view text) {
    const std::size_t length = std::min(text.size(), longest_method + 1);
    for (std::size_t index = 0; index < length; ++index) {
        if (text[index] == ' ') {
            return index > 0;
        }
        if (!is_token_character(text[index])) {
            return index > 0 && text[index] == '\r' && index + 1 == text.size();
        }
    }
    return length <= longest_method;
}

Method method_of(beast_http::verb verb) {
    switch (verb) {
        case beast_http::verb::get: return Method::get;
        case beast_http::verb::head: return Method::head;
        case beast_http::verb::post: return Method::post;
        case beast_http::verb::put: return Method::put;
        case beast_http::verb::delete_: return Method::delete_;
        case beast_http::verb::patch: return Method::patch;
        case beast_http::verb::options: return Method::options;
        default: return Method::other;
    }
}

/// Beast's parser, writing straight into our request.
class HeadParser final : public beast_http::basic_parser<true> {
public:
    HeadParser(Request& request, Framing& framing) : request_(request), framing_(framing) {}

    std::size_t host_count = 0;
    std::size_t length_count = 0;
    std::size_t transfer_encoding_count = 0;
    std::size_t field_count = 0;
    bool is_only_chunked = true;
    bool has_length_list = false;

protected:
    using Code = boost::beast::error_code;
    using Text = boost::beast::string_view;

    void on_request_impl(beast_http::verb verb, Text method, Text target, int version, Code&) override {
        request_.method = method_of(verb);
        request_.method_text.assign(method.data(), method.size());
        request_.target.assign(target.data(), target.size());
        request_.http_minor = version % 10;
    }

    void on_field_impl(beast_http::field field, Text name_text, Text value_text, Code&) override {
        const std::string_view name{name_text.data(), name_text.size()};
        const std::string_view value{value_text.data(), value_text.size()};
        ++field_count;
        switch (field) {
            case beast_http::field::host: ++host_count; break;
            case beast_http::field::content_length:
                ++length_count;
                has_length_list = has_length_list || value.find(',') != std::string_view::npos;
                break;
            case beast_http::field::transfer_encoding:
                ++transfer_encoding_count;
                is_only_chunked = is_only_chunked && equals_ignoring_case(value, "chunked");
                break;
            case beast_http::field::expect:
                if (equals_ignoring_case(value, "100-continue")) {
                    framing_.expects_continue = true;
                } else {
                    framing_.has_unknown_expectation = true;
                }
                break;
            default: break;
        }
        request_.headers.append(name, value);
    }

    void on_response_impl(int, Text, int, Code&) override {}
    void on_header_impl(Code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, Code&) override {}
    std::size_t on_body_impl(Text body, Code&) override { return body.size(); }
    void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text body, Code&) override { return body.size(); }
    void on_finish_impl(Code&) override {}

private:
    Request& request_;
    Framing& framing_;
};

/// Split the target (RFC 9112, 3.2): origin form, absolute form, or `*` for OPTIONS. `authority` is the host that an
/// absolute form names.
bool split_target(Request& request, std::string_view& authority) {
    std::string_view target = request.target;
    if (target == "*") {
        request.raw_path = "*";
        return request.method == Method::options;
    }
    if (!target.empty() && target.front() != '/') {
        const std::size_t scheme = target.find("://");
        if (scheme == std::string_view::npos || !(equals_ignoring_case(target.substr(0, scheme), "http") ||
                                                  equals_ignoring_case(target.substr(0, scheme), "https"))) {
            return false;
        }
        target.remove_prefix(scheme + 3);
        const std::size_t end = std::min(target.find_first_of("/?"), target.size());
        authority = target.substr(0, end);
        target.remove_prefix(end);
        if (authority.empty()) {
            return false;
        }
    }
    target = target.substr(0, target.find('#'));
    const std::size_t question = target.find('?');
    request.raw_path.assign(target.substr(0, question));
    if (request.raw_path.empty()) {
        request.raw_path = "/";
    }
    if (question != std::string_view::npos) {
        request.query.assign(target.substr(question + 1));
    }
    return true;
}

std::optional<HeadFault> check_framing(const HeadParser& parser, const Request& request) {
    if (parser.transfer_encoding_count > 0) {
        if (parser.length_count > 0) {
            return HeadFault{400, "both content-length and transfer-encoding"};
        }
        if (request.http_minor == 0) {
            return HeadFault{400, "transfer-encoding in an http/1.0 request"};
        }
        if (parser.transfer_encoding_count > 1 || !parser.is_only_chunked) {
            return HeadFault{501, "transfer-encoding other than chunked"};
        }
    }
    if (parser.length_count > 1 || parser.has_length_list) {
        return HeadFault{400, "more than one content-length"};
    }
    return std::nullopt;
}

}  // namespace

HeadScanner::State HeadScanner::scan(std::string_view buffered) {
    while (true) {
        const void* found = searched_ < buffered.size()
                                ? std::memchr(buffered.data() + searched_, '\n', buffered.size() - searched_)
                                : nullptr;
        if (found == nullptr) {
            searched_ = buffered.size();
            if (!has_request_line_ && buffered.size() > begin_ && !may_be_request_line(buffered.substr(begin_))) {
                const bool is_empty_line = buffered.substr(begin_) == "\r";
                return is_empty_line ? State::more : State::malformed;
            }
            if (!has_request_line_ && buffered.size() - begin_ > target_limit_ + request_line_extra) {
                return State::target_too_long;
            }
            return buffered.size() - begin_ > header_limit_ ? State::too_large : State::more;
        }
        const auto feed = static_cast<std::size_t>(static_cast<const char*>(found) - buffered.data());
        if (feed == line_ || buffered[feed - 1] != '\r') {
            return State::malformed;
        }
        const bool is_empty = feed == line_ + 1;
        const bool is_folded = has_request_line_ && (buffered[line_] == ' ' || buffered[line_] == '\t');
        if (is_folded) {
            return State::malformed;
        }
        searched_ = feed + 1;
        line_ = feed + 1;
        if (!is_empty) {
            has_request_line_ = true;
        } else if (has_request_line_) {
            end_ = feed + 1;
            return end_ - begin_ > header_limit_ ? State::too_large : State::complete;
        } else {
            begin_ = line_;
            if (begin_ > 2 * most_empty_lines) {
                return State::malformed;
            }
        }
    }
}

void HeadScanner::reset() {
    begin_ = 0;
    line_ = 0;
    searched_ = 0;
    end_ = 0;
    has_request_line_ = false;
}

std::optional<HeadFault> parse_head(std::string_view head, std::size_t target_limit, Request& request,
                                    Framing& framing) {
    HeadParser parser{request, framing};
    parser.header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(head.size() + 1, UINT32_MAX)));
    parser.body_limit(boost::none);
    boost::beast::error_code code;
    parser.put(boost::asio::const_buffer{head.data(), head.size()}, code);

    std::string_view authority;
    const bool has_target = !request.target.empty() && split_target(request, authority);
    const std::string_view host_text = authority.empty() ? request.headers.get("Host") : authority;
    const auto host = normalise_host(host_text);
    request.host.assign(host ? std::string_view{*host} : std::string_view{});
    if (request.target.size() > target_limit) {
        return HeadFault{414, "request target too long"};
    }
    if (const auto fault = check_framing(parser, request)) {
        return fault;  // before Beast's own verdict: it has one code for several of these
    }
    if (code || !parser.is_header_done() || !has_target) {
        return HeadFault{400, "malformed request"};
    }
    if (parser.field_count > most_fields) {
        return HeadFault{431, "too many header fields"};
    }
    if (parser.host_count > 1) {
        return HeadFault{400, "more than one host"};
    }
    if (parser.host_count == 0 && request.http_minor > 0) {
        return HeadFault{400, "no host"};
    }
    if (!host) {
        return HeadFault{400, "malformed host"};
    }
    framing.is_chunked = parser.transfer_encoding_count > 0;
    framing.keep_alive = parser.keep_alive();
    if (request.http_minor == 0) {  // RFC 9110, 10.1.1: an expectation in HTTP/1.0 is ignored
        framing.expects_continue = false;
        framing.has_unknown_expectation = false;
    }
    if (const auto length = parser.content_length(); length && parser.length_count > 0) {
        request.content_length = *length;
    }
    request.has_body = framing.is_chunked || request.content_length.value_or(0) > 0;
    return std::nullopt;
}

}  // namespace mooring::http
