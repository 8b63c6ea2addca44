// A request on its way through a connection: its head, its handler, its body.

#include <algorithm>
#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

#include "mooring/base/log.hpp"
#include "mooring/http/connection.hpp"
#include "mooring/http/forwarded.hpp"

namespace mooring::http {
namespace {

constexpr std::size_t longest_piece = 64 * 1024;
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view all_methods = "GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS";

/// Call `step`; what it throws is a bug of a handler. False then.
template <class Step>
bool guarded(std::string_view family, Step step) {
    try {
        step();
        return true;
    } catch (const std::exception& exception) {
        log::error("bug: a handler threw", {{"family", family}, {"what", exception.what()}});
    } catch (...) {
        log::error("bug: a handler threw", {{"family", family}});
    }
    return false;
}

}  // namespace

void Connection::begin_request() {
    clear_deadline();
    has_expired_ = false;
    phase_ = Phase::working;
    started_at_ = SteadyClock::now();
    framing_ = {};
    response_.reset();
    is_shed_ = false;
    closes_after_ = false;
    needs_continue_ = false;
    continue_sent_ = 0;
    body_is_complete_ = true;
    body_was_given_ = false;
    piece_ = {};
    piece_input_ = 0;
    body_remaining_ = 0;

    request_.target.clear();
    request_.raw_path.clear();
    request_.query.clear();
    request_.headers.clear();
    request_.content_length.reset();
    request_.has_body = false;
    request_.bad_forward = false;
    request_.is_secure = transport_.is_tls();
    request_.listener = listener_;
    request_.received_at = thread_.shared().clock.now();
    request_.method = Method::other;
    request_.method_text.clear();
    request_.http_minor = 1;
    read_head(head_state_);
}

void Connection::read_head(HeadScanner::State state) {
    const std::string_view unread = input_.unread();
    const bool is_complete = state == HeadScanner::State::complete;
    const std::string_view head = is_complete ? scanner_.head(unread) : unread;
    auto fault = parse_head(head, limits_.target_bytes, request_, framing_);
    if (state == HeadScanner::State::target_too_long) {
        fault = HeadFault{414, "request target too long"};
    } else if (state == HeadScanner::State::too_large && !(fault && fault->status == 414)) {
        fault = HeadFault{431, "request header fields too large"};
    } else if (state == HeadScanner::State::malformed) {
        fault = HeadFault{400, "malformed request"};
    } else if (state == HeadScanner::State::more) {
        fault = HeadFault{408, "the request's head did not come in time"};
    }
    head_bytes_ = head.size();
    if (is_complete) {
        input_.consume(scanner_.size());
    }
    scanner_.reset();
    find_client();
    const FamilyRouter::Target target = thread_.shared().router->target_of(request_);
    handler_ = &target.handler;
    family_ = target.family;
    if (fault) {
        request_.has_body = false;
        closes_after_ = true;
        fail(fault->status, fault->message);
        return;
    }
    if (request_.has_body) {
        body_is_complete_ = false;
        body_remaining_ = request_.content_length.value_or(0);
        decoder_ = ChunkedDecoder{};
        needs_continue_ = framing_.expects_continue && input_.is_empty();
    }
    answer_at_once();
}

/// Who asks, over which scheme and for which host, by the peer or by what a trusted proxy says.
void Connection::find_client() {
    const auto& trusted = thread_.shared().options.trusted_proxies;
    request_.peer = peer_;
    request_.client = proxied_.value_or(peer_);
    if (trusted.empty() || !is_trusted(request_.client, trusted)) {
        return;
    }
    Forwarded forwarded = read_forwarded(request_.headers, request_.client, trusted);
    request_.client = forwarded.client;
    request_.bad_forward = forwarded.is_malformed;
    request_.is_secure = forwarded.is_secure.value_or(request_.is_secure);
    if (forwarded.host) {
        request_.host = std::move(*forwarded.host);
    }
}

/// Answer what needs no worker.
void Connection::answer_at_once() {
    if (framing_.has_unknown_expectation) {
        closes_after_ = request_.has_body;
        fail(417, "unknown expectation");
        return;
    }
    if (request_.raw_path == "*") {
        response_ = Response::empty(204);
        response_->header("Allow", std::string{all_methods});
        return;
    }
    const bool is_fine = guarded(handler_->family(), [this] { response_ = handler_->answer_from_memory(request_); });
    if (!is_fine) {
        fail(500, "internal error");
    }
}

/// Hand the request to a worker, together with its body when all of that has come already.
Wait Connection::decide_step() {
    if (response_ || sink_ != nullptr) {
        if (body_was_given_) {
            input_.consume(piece_input_);
        }
        piece_input_ = 0;  // offered, but not taken: the body is still to be read
        piece_ = {};
        return Wait::none;
    }
    if (is_shed_) {
        thread_.shared().metrics.requests_shed.add();
        fail(503, "overloaded");
        response_->header("Retry-After", "1");
        piece_input_ = 0;
        piece_ = {};
        return Wait::none;
    }
    if (request_.content_length && !body_is_complete_ && input_.unread().size() >= body_remaining_ &&
        body_remaining_ <= longest_piece) {
        piece_input_ = static_cast<std::size_t>(body_remaining_);
        piece_ = input_.unread().substr(0, piece_input_);
    }
    work_ = Work::decide;
    return Wait::worker;
}

void Connection::run_work() {
    bool is_over = true;
    const bool is_fine = guarded(handler_->family(), [this, &is_over] {
        is_over = work_ == Work::decide ? work_on_decision() : work_on_body();
    });
    if (!is_fine) {
        fail(500, "internal error");
        guarded(handler_->family(), [this] { sink_.reset(); });
    }
    if (is_over) resume_after_work();  // else `this` may be gone by now
}

void Connection::resume_after_work() {
    NetworkThread& thread = thread_;
    boost::asio::post(thread.executor(), [handle = suspended_] { handle.resume(); });
    thread.leave_worker();  // `this` may be gone by now
}

bool Connection::work_on_decision() {
    Decision decision = handler_->decide(request_);
    if (auto* response = std::get_if<Response>(&decision)) {
        response_ = std::move(*response);
        return true;
    }
    sink_ = std::move(std::get<std::unique_ptr<BodySink>>(decision));
    if (sink_ == nullptr) {
        log::error("bug: a handler decided for no sink", {{"family", handler_->family()}});
        fail(500, "internal error");
        return true;
    }
    if (body_is_complete_) return finish_sink();
    if (piece_.empty()) return true;
    body_was_given_ = true;
    body_is_complete_ = true;
    body_remaining_ = 0;
    return work_on_body();
}

bool Connection::work_on_body() {
    if (!piece_.empty()) {
        if (auto early = sink_->take(piece_)) {
            response_ = std::move(early);
            sink_.reset();
            return true;
        }
    }
    return body_is_complete_ ? finish_sink() : true;
}

bool Connection::finish_sink() {
    finish_awaits_.store(2);
    sink_->finish_later([this](Response response) {
        response_ = std::move(response);
        if (is_last_of_finish()) resume_after_work();
    });
    return is_last_of_finish();
}

bool Connection::is_last_of_finish() {
    if (finish_awaits_.fetch_sub(1) != 1) return false;
    guarded(handler_->family(), [this] { sink_.reset(); });
    return true;
}

Wait Connection::body_step() {
    if (piece_input_ > 0) {
        input_.consume(piece_input_);
        piece_input_ = 0;
    }
    decoded_.clear();
    piece_ = {};
    if (response_) {
        closes_after_ = closes_after_ || (phase_ == Phase::body && !body_is_complete_);
        return Wait::none;
    }
    if (phase_ != Phase::body) {
        phase_ = Phase::body;
        body_deadline_ = SteadyClock::now() + limits_.upload_timeout;
    }
    return read_body();
}

/// Read until there is a piece for the sink, or nothing more to read now.
Wait Connection::read_body() {
    while (true) {
        if (is_aborted_) {
            break_off();
            return Wait::none;
        }
        if (has_expired_) {
            discard_sink();
            closes_after_ = true;
            fail(408, "the request's body did not come in time");
            return Wait::none;
        }
        if (needs_continue_) {
            const std::string_view line = continue_line.substr(continue_sent_);
            const iovec piece{const_cast<char*>(line.data()), line.size()};  // only read
            const IoResult result = transport_.write({&piece, 1}, false);
            if (result.status == IoResult::Status::blocked) {
                set_deadline(limits_.write_idle_timeout);
                return result.wait;
            }
            if (result.status != IoResult::Status::done) {
                break_off();
                return Wait::none;
            }
            continue_sent_ += result.bytes;
            needs_continue_ = continue_sent_ < continue_line.size();
            continue;
        }
        if (!next_piece()) {
            discard_sink();
            closes_after_ = true;
            fail(400, "malformed chunked body");
            return Wait::none;
        }
        if (!piece_.empty() || body_is_complete_) {
            clear_deadline();
            work_ = Work::body;
            return Wait::worker;
        }
        has_expired_ = SteadyClock::now() >= body_deadline_;
        if (has_expired_) {
            continue;
        }
        const bool is_small = request_.content_length && body_remaining_ <= BlockPool::block_bytes;
        const IoResult result = transport_.read(input_.room(is_small ? BlockPool::block_bytes : longest_piece));
        if (result.status == IoResult::Status::blocked) {
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(body_deadline_ - SteadyClock::now());
            set_deadline(std::min(limits_.body_idle_timeout, left));
            return result.wait;
        }
        if (result.status != IoResult::Status::done) {
            break_off();
            return Wait::none;
        }
        input_.added(result.bytes);
        thread_.shared().metrics.bytes_received.add(result.bytes);
    }
}

/// Cut the next piece of the body out of what was read. False when a chunked body is malformed.
bool Connection::next_piece() {
    const std::string_view unread = input_.unread();
    if (request_.content_length) {
        piece_input_ =
            static_cast<std::size_t>(std::min<std::uint64_t>(body_remaining_, std::min(unread.size(), longest_piece)));
        piece_ = unread.substr(0, piece_input_);
        body_remaining_ -= piece_input_;
        body_is_complete_ = body_remaining_ == 0;
        return true;
    }
    std::size_t consumed = 0;
    const auto state = decoder_.decode(unread, consumed, decoded_, longest_piece);
    input_.consume(consumed);
    piece_ = decoded_;
    body_is_complete_ = state == ChunkedDecoder::State::complete;
    return state != ChunkedDecoder::State::malformed;
}

Response Connection::failure_of_handler(int status, std::string_view message) {
    std::optional<Response> response;
    const bool is_fine =
        guarded(handler_->family(), [&] { response = handler_->failure(status, message); }) && response.has_value();
    return is_fine ? std::move(*response)
                   : Response::text(status, "text/plain; charset=utf-8", std::string{message} + '\n');
}

void Connection::fail(int status, std::string_view message) {
    response_ = failure_of_handler(status, message);
}

/// Destroy the sink on a worker: it may have a file to remove.
void Connection::discard_sink() {
    if (sink_ != nullptr) {
        const std::shared_ptr<BodySink> sink{std::move(sink_)};
        thread_.shared().workers->post([sink]() mutable { static_cast<void>(sink); });
    }
}

}  // namespace mooring::http
