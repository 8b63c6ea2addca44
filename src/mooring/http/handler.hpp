#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mooring/http/message.hpp"

namespace mooring::http {

/// Takes a request's body piece by piece, on worker threads, never on two at once.
/// Destroyed without `finish` when the client goes away: then nothing may be left of it.
class BodySink {
public:
    virtual ~BodySink() = default;
    /// Take the next bytes (at most 64 KiB). An answer given here ends the request: the rest of the body
    /// is not read and the connection is closed.
    virtual std::optional<Response> take(std::string_view bytes) = 0;
    /// The body is complete. Blocking work is fine.
    virtual Response finish() = 0;
    /// The same, for an answer that others work on: returns at once, and `done` is called once, on any thread, now or
    /// later, without holding a worker in between. The sink lives until both have happened. The default calls `finish`.
    virtual void finish_later(std::function<void(Response)> done) { done(finish()); }
};

/// What a handler decides from the head: an answer, or a sink for the body. A sink makes the server send
/// `100 Continue` to a client that waits for it; an answer does not.
using Decision = std::variant<Response, std::unique_ptr<BodySink>>;

/// Answers the requests of one family. Shared by all threads.
class Handler {
public:
    virtual ~Handler() = default;
    /// Answer at once from memory, on the network thread: no lock that waits, no disk, no database, under
    /// 50 µs. Nothing: `decide` is asked instead, on a worker.
    virtual std::optional<Response> answer_from_memory(const Request& request) {
        static_cast<void>(request);
        return std::nullopt;
    }
    /// Decide from the head. On a worker thread; may block on stores.
    virtual Decision decide(const Request& request) = 0;
    /// The family's own form of an error that the server itself meets: 400 malformed, 408, 413, 431, 500,
    /// 503 overloaded and the like. `message` is a phrase for a person.
    virtual Response failure(int status, std::string_view message) = 0;
    /// The label of the family in metrics.
    virtual std::string_view family() const = 0;
};

/// A sink that gathers a body of at most `limit` bytes and then calls `answer` with it.
std::unique_ptr<BodySink> buffer_body(std::size_t limit, std::function<Response(std::string body)> answer,
                                      std::function<Response()> too_large);

/// The same, for an answer that comes later: see `BodySink::finish_later`.
using AnswerLater = std::function<void(std::string body, std::function<void(Response)> done)>;
std::unique_ptr<BodySink> buffer_body_for_later(std::size_t limit, AnswerLater answer,
                                                std::function<Response()> too_large);

}  // namespace mooring::http
