// A response on its way through a connection: keeping alive or not, writing, what reached the peer.

#include <algorithm>
#include <utility>

#include "mooring/base/log.hpp"
#include "mooring/http/connection.hpp"

namespace mooring::http {
namespace {

constexpr std::uint64_t most_skipped = 64 * 1024;  // of a body nobody wants, for the sake of keeping alive
constexpr std::int64_t large_body = 64 * 1024;

}  // namespace

/// May another request follow on this connection?
bool Connection::may_keep_alive() {
    if (!framing_.keep_alive || response_->close || closes_after_ || thread_.is_draining()) {
        return false;
    }
    if (body_is_complete_) {
        return true;
    }
    if (needs_continue_) {
        return false;  // whether the body comes is the client's choice: it cannot be told from a next request
    }
    if (request_.content_length) {
        return body_remaining_ <= most_skipped;
    }
    std::size_t consumed = 0;
    std::string skipped;
    const auto state = decoder_.decode(input_.unread(), consumed, skipped, most_skipped);
    input_.consume(consumed);
    body_is_complete_ = state == ChunkedDecoder::State::complete;
    return body_is_complete_;
}

void Connection::begin_response() {
    keeps_alive_ = may_keep_alive();
    ResponseHeadOptions options{.request_method = request_.method,
                                .http_minor = request_.http_minor,
                                .keep_alive = keeps_alive_,
                                .date = thread_.date(request_.received_at)};
    if (!format_response_head(*response_, options, writer_.head())) {
        log::error("bug: a response header holds what it must not", {{"family", handler_->family()}});
        if (response_->on_done) {
            response_->on_done(Transfer{});
        }
        fail(500, "internal error");
        if (!format_response_head(*response_, options, writer_.head())) {
            response_ = Response::empty(500);
            static_cast<void>(format_response_head(*response_, options, writer_.head()));
        }
    }
    wire_begin_ = transport_.wire_written();
    const bool with_body = carries_body(request_.method, response_->status);
    writer_.begin(std::move(*response_), with_body);
    response_.reset();
    if (writer_.body_length() > large_body) {
        transport_.limit_unsent();
    }
    write_failed_ = false;
    watched_bytes_ = 0;
    window_bytes_ = 0;
    has_expired_ = false;
}

Wait Connection::write_step() {
    if (is_aborted_ || has_expired_) {
        write_failed_ = true;
        return Wait::none;
    }
    Wait wait = Wait::turn;
    switch (writer_.step(transport_, wait)) {
        case ResponseWriter::Step::done: return Wait::none;
        case ResponseWriter::Step::failed: write_failed_ = true; return Wait::none;
        case ResponseWriter::Step::turn:
        case ResponseWriter::Step::blocked: break;
    }
    const std::int64_t written = writer_.head_written() + writer_.body_written();
    if (phase_ != Phase::writing) {
        phase_ = Phase::writing;
        window_began_ = SteadyClock::now();
        progress_told_ = started_at_;
        set_deadline(limits_.write_idle_timeout);
    } else if (written > watched_bytes_) {
        set_deadline(limits_.write_idle_timeout);
    }
    watched_bytes_ = written;
    return wait;
}

SentResponse Connection::sent_so_far() const {
    return {.wire_begin = wire_begin_,
            .wire_end = transport_.wire_written(),
            .head_bytes = writer_.head_written(),
            .body_bytes = writer_.body_written()};
}

Transfer Connection::transfer_at(SteadyClock::time_point now) const {
    Transfer transfer;
    transfer.body_bytes_written = writer_.body_written();
    transfer.duration_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now - started_at_).count();
    return transfer;
}

/// The least rate, and news of a long transfer.
void Connection::watch_writing(SteadyClock::time_point now) {
    const std::int64_t written = writer_.head_written() + writer_.body_written();
    if (now - window_began_ >= limits_.write_rate_window) {
        const double seconds = std::chrono::duration<double>(now - window_began_).count();
        if (static_cast<double>(written - window_bytes_) <
            static_cast<double>(limits_.write_rate_bytes_per_second) * seconds) {
            deadline_ = now;
        }
        window_bytes_ = written;
        window_began_ = now;
    }
    const Response& response = writer_.response();
    if (response.on_progress && now - progress_told_ >= limits_.progress_interval) {
        progress_told_ = now;
        Transfer transfer = transfer_at(now);
        const auto acknowledged = transport_.wire_acknowledged();
        transfer.body_bytes_delivered =
            acknowledged ? delivered_body_bytes(sent_so_far(), *acknowledged) : transfer.body_bytes_written;
        response.on_progress(transfer);
    }
}

void Connection::end_response() {
    clear_deadline();
    phase_ = Phase::working;
    ServerMetrics& metrics = thread_.shared().metrics;
    const auto now = SteadyClock::now();
    const double seconds = std::chrono::duration<double>(now - started_at_).count();
    metrics.count_request(family_, request_.method, writer_.response().status, seconds);
    metrics.bytes_sent.add(static_cast<std::uint64_t>(writer_.head_written() + writer_.body_written()));
    if (writer_.response().on_done) {
        // Without a body nothing is to be delivered, and the kernel need not be asked.
        const auto acknowledged =
            writer_.body_written() > 0 ? transport_.wire_acknowledged() : std::optional<std::uint64_t>{};
        ledger_.add(sent_so_far(), transfer_at(now), !write_failed_ && writer_.is_complete(),
                    std::move(writer_.response().on_done), acknowledged);
    }
    writer_.clear();
    if (write_failed_) {
        break_off();
    } else if (!keeps_alive_) {
        is_open_ = false;
    }
    expects_silence_ = !transport_.is_tls() && input_.is_empty() && body_is_complete_;
}

/// Read over what is left of a body that the answer did not wait for.
Wait Connection::skip_body_step() {
    while (is_open_ && !body_is_complete_) {
        if (is_aborted_ || has_expired_) {
            break_off();
            return Wait::none;
        }
        const auto skipped = std::min<std::uint64_t>(body_remaining_, input_.unread().size());
        input_.consume(static_cast<std::size_t>(skipped));
        body_remaining_ -= skipped;
        body_is_complete_ = body_remaining_ == 0;
        if (body_is_complete_) {
            break;
        }
        const IoResult result = transport_.read(input_.room(BlockPool::block_bytes));
        if (result.status == IoResult::Status::blocked) {
            set_deadline(limits_.body_idle_timeout);
            return result.wait;
        }
        if (result.status != IoResult::Status::done) {
            break_off();
            return Wait::none;
        }
        input_.added(result.bytes);
    }
    return Wait::none;
}

}  // namespace mooring::http
