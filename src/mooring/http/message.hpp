#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/base/ip_address.hpp"
#include "mooring/base/result.hpp"

namespace mooring::http {

enum class Method { get, head, post, put, delete_, patch, options, other };

std::string_view to_string(Method method);

struct Header {
    std::string name;
    std::string value;
    bool operator==(const Header&) const = default;
};

/// Header fields in the order they came. Names are compared without regard to case.
class Headers {
public:
    void add(std::string name, std::string value) { fields_.push_back({std::move(name), std::move(value)}); }
    void set(std::string_view name, std::string value);  ///< replaces all of that name
    /// The first value, or nothing.
    std::optional<std::string_view> find(std::string_view name) const;
    /// The first value, or "".
    std::string_view get(std::string_view name) const { return find(name).value_or(std::string_view{}); }
    std::size_t count(std::string_view name) const;
    const std::vector<Header>& all() const { return fields_; }
    /// Empty, keeping the memory of names and values for the next `append`: what a connection does between requests.
    void clear();
    /// The same as `add`, in memory that `clear` kept.
    void append(std::string_view name, std::string_view value);

private:
    std::vector<Header> fields_;
    std::vector<Header> spare_;
};

/// Decoded `name=value` pairs of a query or form, in order.
class QueryParameters {
public:
    /// Broken escapes are kept as they stand; invalid UTF-8 is kept (callers validate texts).
    static QueryParameters parse(std::string_view text);
    std::optional<std::string_view> find(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& all() const { return pairs_; }
    /// All of them, given away.
    std::vector<std::pair<std::string, std::string>> release() && { return std::move(pairs_); }

private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

/// A request's head, and its body where the route reads one whole.
struct Request {
    Method method = Method::get;
    std::string method_text;  ///< as sent, for `other`
    std::string target;       ///< as sent: path and query
    std::string path;         ///< the family's path: normalised and decoded once, prefix removed
    std::string raw_path;     ///< the path as sent, before decoding
    std::string query;        ///< without `?`, not decoded
    std::string host;         ///< lower case, without port and trailing dot; empty when absent
    Headers headers;
    IpAddress peer;            ///< the other end of the connection
    IpAddress client;          ///< the listener: the peer, or what a trusted proxy says
    bool bad_forward = false;  ///< a malformed forwarding header came from a trusted peer
    bool is_secure = false;    ///< https, here or at a trusted proxy
    int http_minor = 1;
    Instant received_at;                          ///< when the head was complete
    std::optional<std::uint64_t> content_length;  ///< declared; unset for chunked or none
    bool has_body = false;                        ///< a body follows (length over 0, or chunked)
    std::string body;                             ///< filled for buffered routes
    std::string family_prefix;  ///< how the family was reached: `/autopod`, or "" by host alias or own port
    bool by_alias = false;      ///< reached through a host alias
    int listener = 0;           ///< index of the listener it came by

    QueryParameters parameters() const { return QueryParameters::parse(query); }
};

/// Bytes that several responses may share.
using SharedBytes = std::shared_ptr<const std::string>;

/// A file that can be sent with `sendfile`; kept open as long as it is referred to.
class SendableFile {
public:
    virtual ~SendableFile() = default;
    virtual int descriptor() const = 0;
};

/// Part of a body: text of its own, shared bytes, or a stretch of a file.
struct BodyPiece {
    std::variant<std::string, SharedBytes, std::shared_ptr<const SendableFile>> source;
    std::int64_t offset = 0;
    std::int64_t length = 0;
};

/// What became of a response, told once when its last byte was delivered or the client went.
struct Transfer {
    std::int64_t body_bytes_written = 0;    ///< handed to the kernel
    std::int64_t body_bytes_delivered = 0;  ///< acknowledged by the peer (measurement.md, 3.2)
    bool is_complete = false;
    std::int64_t duration_ms = 0;  ///< since the request's head was complete
};

struct Response {
    int status = 200;
    std::vector<Header> headers;  ///< without Date, Content-Length, Connection: the server writes these
    std::vector<BodyPiece> body;
    std::optional<std::int64_t> declared_length;  ///< Content-Length of a HEAD answer that builds no body
    bool no_content_length = false;               ///< leave Content-Length out of a HEAD answer (size unknown)
    bool close = false;                           ///< end the connection after this response
    /// Called on the connection's thread when the response is over; must not block.
    std::function<void(const Transfer&)> on_done;
    /// Called every 30 s while a response is still under way, with what was delivered so far.
    std::function<void(const Transfer&)> on_progress;

    Response& header(std::string name, std::string value) {
        headers.push_back({std::move(name), std::move(value)});
        return *this;
    }
    std::int64_t body_length() const;

    static Response empty(int status);
    static Response text(int status, std::string content_type, std::string body);
    static Response shared(int status, std::string content_type, SharedBytes body);
    static Response redirect(int status, std::string location);
};

/// The reason phrase of RFC 9110 for `status`.
std::string_view reason_phrase(int status);

}  // namespace mooring::http
