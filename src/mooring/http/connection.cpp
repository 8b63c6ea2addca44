#include "mooring/http/connection.hpp"

#include <array>
#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

#include "mooring/base/log.hpp"
#include "mooring/http/forwarded.hpp"
#include "mooring/http/proxy_protocol.hpp"

namespace mooring::http {
namespace {

using boost::system::error_code;

constexpr int most_steps_without_pause = 32;  // pipelined requests before other connections have their turn
constexpr std::size_t longest_preamble = 8 * 1024;
constexpr std::size_t kept_head_bytes = 4 * 1024;  // a longer request's memory does not stay with an idle connection

}  // namespace

void Connection::Coroutine::promise_type::unhandled_exception() const noexcept {
    // Handlers are called behind catches of their own; what comes here is a bug of ours or the end of memory.
    log::error("bug: a connection threw");
    std::terminate();
}

Connection::Connection(NetworkThread& thread, Socket socket, const IpAddress& peer, int listener)
    : thread_(thread),
      limits_(thread.shared().options.limits),
      transport_(std::move(socket)),
      input_(thread.blocks()),
      peer_(peer),
      listener_(listener),
      scanner_(limits_.header_bytes, limits_.target_bytes) {
    const Listener& settings = thread.shared().options.listeners[static_cast<std::size_t>(listener)];
    if (settings.proxy_protocol) {
        opening_ = Opening::preamble;
    } else if (settings.tls) {
        opening_ = Opening::handshake;
    }
}

Connection::~Connection() = default;

Connection::Coroutine Connection::run() {
    Wait wait = Wait::none;
    set_deadline(limits_.header_timeout);
    while ((wait = opening_step()) != Wait::none) {
        co_await Pause{*this, wait};
    }
    while (is_open_) {
        while ((wait = head_step()) != Wait::none) {
            co_await Pause{*this, wait};
        }
        if (!is_open_) {
            break;
        }
        begin_request();
        while ((wait = decide_step()) != Wait::none) {
            co_await Pause{*this, wait};
        }
        while ((wait = body_step()) != Wait::none) {
            co_await Pause{*this, wait};
        }
        if (!response_) {
            break;
        }
        begin_response();
        while ((wait = write_step()) != Wait::none) {
            co_await Pause{*this, wait};
        }
        end_response();
        while ((wait = skip_body_step()) != Wait::none) {
            co_await Pause{*this, wait};
        }
        if (++steps_without_pause_ > most_steps_without_pause) {
            co_await Pause{*this, Wait::turn};
        }
    }
    while ((wait = linger_step()) != Wait::none) {
        co_await Pause{*this, wait};
    }
    discard_sink();
    ledger_.close(transport_.wire_acknowledged());
    thread_.remove(*this);  // destroys this object; the coroutine's own frame goes right after
}

bool Connection::suspend(Wait wait, std::coroutine_handle<> handle) {
    steps_without_pause_ = 0;
    switch (wait) {
        case Wait::none: return false;
        case Wait::readable:
            transport_.socket().async_wait(Socket::wait_read, [handle](const error_code&) { handle.resume(); });
            return true;
        case Wait::writable:
            transport_.socket().async_wait(Socket::wait_write, [handle](const error_code&) { handle.resume(); });
            return true;
        case Wait::turn: boost::asio::post(thread_.executor(), [handle] { handle.resume(); }); return true;
        case Wait::tick:
            suspended_ = handle;
            waits_for_tick_ = true;
            return true;
        case Wait::worker: break;
    }
    suspended_ = handle;
    thread_.enter_worker();
    WorkerPool& workers = *thread_.shared().workers;
    if (work_ == Work::body) {
        workers.post([this] { run_work(); });
        return true;
    }
    if (workers.try_post([this] { run_work(); })) {
        return true;
    }
    thread_.leave_worker();
    is_shed_ = true;
    return false;
}

void Connection::set_deadline(std::chrono::milliseconds from_now) {
    has_expired_ = false;
    deadline_ = SteadyClock::now() + from_now;
}

void Connection::break_off() {
    is_open_ = false;
    is_broken_ = true;
}

Wait Connection::opening_step() {
    while (opening_ != Opening::done) {
        if (is_aborted_ || has_expired_ || thread_.is_draining()) {
            break_off();
            return Wait::none;
        }
        const Listener& settings = thread_.shared().options.listeners[static_cast<std::size_t>(listener_)];
        if (opening_ == Opening::preamble) {
            if (const Wait wait = preamble_step(); wait != Wait::none || !is_open_) {
                return wait;
            }
            opening_ = settings.tls ? Opening::handshake : Opening::done;
            continue;
        }
        if (!transport_.is_tls()) {
            const auto tls = thread_.shared().tls();
            if (tls == nullptr || !transport_.begin_tls(*tls)) {
                break_off();
                return Wait::none;
            }
        }
        const IoResult result = transport_.handshake();
        if (result.status == IoResult::Status::blocked) {
            return result.wait;
        }
        if (result.status != IoResult::Status::done) {
            break_off();
            return Wait::none;
        }
        opening_ = Opening::done;
    }
    return Wait::none;
}

/// Take the PROXY preamble and no byte more: TLS reads what follows from the socket itself.
Wait Connection::preamble_step() {
    if (!is_trusted(peer_, thread_.shared().options.trusted_proxies)) {
        break_off();
        return Wait::none;
    }
    while (true) {
        std::array<char, 1024> bytes{};
        const IoResult seen = transport_.peek(bytes);
        if (seen.status == IoResult::Status::blocked) {
            return seen.wait;
        }
        const std::size_t known = preamble_.size();
        preamble_.append(bytes.data(), seen.bytes);
        const ProxyPreamble preamble = read_proxy_preamble(preamble_);
        if (seen.status != IoResult::Status::done || preamble.state == ProxyPreamble::State::malformed ||
            preamble_.size() > longest_preamble) {
            break_off();
            return Wait::none;
        }
        const bool is_complete = preamble.state == ProxyPreamble::State::complete;
        const std::size_t taken = is_complete ? preamble.size - known : seen.bytes;
        if (transport_.read(std::span{bytes}.first(taken)).bytes != taken) {
            break_off();
            return Wait::none;
        }
        if (is_complete) {
            proxied_ = preamble.source;
            preamble_ = {};
            return Wait::none;
        }
    }
}

Wait Connection::head_step() {
    while (true) {
        if (!input_.is_empty()) {
            head_state_ = scanner_.scan(input_.unread());
            if (head_state_ != HeadScanner::State::more) {
                return Wait::none;
            }
        }
        if (!is_open_ || is_aborted_) {
            break_off();
            return Wait::none;
        }
        if (has_expired_ || (thread_.is_draining() && input_.is_empty())) {
            if (input_.is_empty()) {
                is_open_ = false;
                is_broken_ = ledger_.is_empty();  // idle: nothing to wait for but what was sent
            }
            return Wait::none;  // half a head: answered with 408
        }
        if (expects_silence_) {
            expects_silence_ = false;
            return wait_for_head(Wait::readable);
        }
        std::span<char> room = input_.room(BlockPool::block_bytes);
        if (room.empty()) {
            room = input_.room(2 * input_.capacity());
        }
        const IoResult result = transport_.read(room);
        if (result.status == IoResult::Status::blocked) {
            return wait_for_head(result.wait);
        }
        if (result.status != IoResult::Status::done) {
            is_open_ = false;
            is_broken_ = result.status == IoResult::Status::failed;
            return Wait::none;
        }
        input_.added(result.bytes);
        thread_.shared().metrics.bytes_received.add(result.bytes);
    }
}

Wait Connection::wait_for_head(Wait wait) {
    if (input_.is_empty()) {
        input_.release();
        if (head_bytes_ > kept_head_bytes) {
            head_bytes_ = 0;
            request_ = Request{};
        }
        if (phase_ != Phase::idle) {
            phase_ = Phase::idle;
            set_deadline(limits_.idle_timeout);
        }
    } else if (phase_ != Phase::head) {
        phase_ = Phase::head;
        set_deadline(limits_.header_timeout);
    }
    return wait;
}

Wait Connection::linger_step() {
    if (phase_ != Phase::lingering) {
        if (is_broken_ || is_aborted_) {
            return Wait::none;
        }
        phase_ = Phase::lingering;
        transport_.end_sending();
        set_deadline(limits_.linger_timeout);
    }
    while (!is_aborted_ && !has_expired_) {
        const IoResult result = transport_.discard();
        if (result.status == IoResult::Status::done) {
            return Wait::turn;
        }
        if (result.status == IoResult::Status::blocked) {
            return result.wait;
        }
        if (result.status == IoResult::Status::failed) {
            return Wait::none;
        }
        ledger_.settle(transport_.wire_acknowledged());
        return ledger_.is_empty() ? Wait::none : Wait::tick;  // the peer may still read what was sent
    }
    return Wait::none;
}

void Connection::sweep(SteadyClock::time_point now) {
    if (!ledger_.is_empty()) {
        ledger_.settle(transport_.wire_acknowledged());
    }
    if (phase_ == Phase::writing) {
        watch_writing(now);
    }
    if (phase_ == Phase::lingering) {
        const std::uint64_t acknowledged = transport_.wire_acknowledged().value_or(0);
        if (acknowledged > lingering_acknowledged_) {
            lingering_acknowledged_ = acknowledged;
            set_deadline(limits_.linger_timeout);
        }
    }
    if (now >= deadline_) {
        clear_deadline();
        has_expired_ = true;
        error_code ignored;
        transport_.socket().cancel(ignored);
    }
    if (waits_for_tick_) {
        waits_for_tick_ = false;
        boost::asio::post(thread_.executor(), [handle = suspended_] { handle.resume(); });
    }
}

void Connection::drain() {
    if (phase_ == Phase::idle || phase_ == Phase::opening) {
        error_code ignored;
        transport_.socket().cancel(ignored);
    }
}

void Connection::abort() {
    is_aborted_ = true;
    error_code ignored;
    transport_.socket().cancel(ignored);
    if (waits_for_tick_) {
        waits_for_tick_ = false;
        boost::asio::post(thread_.executor(), [handle = suspended_] { handle.resume(); });
    }
}

}  // namespace mooring::http
