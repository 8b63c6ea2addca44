#pragma once

#include <atomic>
#include <coroutine>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/http/chunked.hpp"
#include "mooring/http/delivery_ledger.hpp"
#include "mooring/http/handler.hpp"
#include "mooring/http/input_buffer.hpp"
#include "mooring/http/network_thread.hpp"
#include "mooring/http/request_head.hpp"
#include "mooring/http/response_writer.hpp"
#include "mooring/http/transport.hpp"

namespace mooring::http {

/// One client's connection. A single coroutine, `run`, goes through opening, requests and lingering; each of its steps
/// is a plain function that does what it can without waiting and says what to wait for.
class Connection {
public:
    Connection(NetworkThread& thread, Socket socket, const IpAddress& peer, int listener);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Begin to serve. The connection removes itself from its thread when it is over, perhaps at once.
    void start() { run(); }
    /// Look at deadlines, rates and deliveries.
    void sweep(SteadyClock::time_point now);
    /// Finish the request under way, if any, and close.
    void drain();
    /// Close as soon as no worker is busy for it.
    void abort();

    std::size_t index() const { return index_; }
    void set_index(std::size_t index) { index_ = index; }

private:
    /// A coroutine that starts at once and frees itself at its end. Asio's own would cost a frame for each wait.
    struct Coroutine {
        struct promise_type {
            Coroutine get_return_object() noexcept { return {}; }
            std::suspend_never initial_suspend() const noexcept { return {}; }
            std::suspend_never final_suspend() const noexcept { return {}; }
            void return_void() const noexcept {}
            [[noreturn]] void unhandled_exception() const noexcept;
        };
    };
    struct Pause {
        Connection& connection;
        Wait wait;
        bool await_ready() const noexcept { return wait == Wait::none; }
        bool await_suspend(std::coroutine_handle<> handle) { return connection.suspend(wait, handle); }
        void await_resume() const noexcept {}
    };
    enum class Phase { opening, idle, head, working, body, writing, lingering };
    enum class Opening { preamble, handshake, done };
    enum class Work { decide, body };

    Coroutine run();
    bool suspend(Wait wait, std::coroutine_handle<> handle);
    void set_deadline(std::chrono::milliseconds from_now);
    void clear_deadline() { deadline_ = SteadyClock::time_point::max(); }
    /// Close without a word: the peer is gone, or breaks the rules of the transport.
    void break_off();

    // Opening (connection.cpp)
    Wait opening_step();
    Wait preamble_step();

    // A request's head (connection.cpp)
    Wait head_step();
    Wait wait_for_head(Wait wait);

    // A request (exchange.cpp)
    void begin_request();
    void read_head(HeadScanner::State state);
    void find_client();
    void answer_at_once();
    Wait decide_step();
    Wait body_step();
    Wait read_body();
    bool next_piece();
    void run_work();
    void resume_after_work();
    // Each true when the work is over; false when an answer comes later.
    bool work_on_decision();
    bool work_on_body();
    bool finish_sink();
    /// Of the two that end a request (the sink's call and its answer), true for the one that comes last.
    bool is_last_of_finish();
    void fail(int status, std::string_view message);
    Response failure_of_handler(int status, std::string_view message);
    void discard_sink();

    // A response (answer.cpp)
    void begin_response();
    bool may_keep_alive();
    Wait write_step();
    void end_response();
    Wait skip_body_step();
    Transfer transfer_at(SteadyClock::time_point now) const;
    SentResponse sent_so_far() const;
    void watch_writing(SteadyClock::time_point now);

    // The end (connection.cpp)
    Wait linger_step();

    NetworkThread& thread_;
    const ServerLimits& limits_;
    std::size_t index_ = 0;
    Transport transport_;
    InputBuffer input_;
    IpAddress peer_;
    std::optional<IpAddress> proxied_;  ///< what a PROXY preamble says
    int listener_;

    Phase phase_ = Phase::opening;
    Opening opening_ = Opening::done;
    bool is_open_ = true;       ///< more requests may come
    bool is_broken_ = false;    ///< nothing more can be sent
    bool is_aborted_ = false;   ///< asked to close at once
    bool has_expired_ = false;  ///< the deadline passed
    bool waits_for_tick_ = false;
    bool expects_silence_ = false;  ///< nothing is to be read yet: spare the attempt
    SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
    std::coroutine_handle<> suspended_;
    int steps_without_pause_ = 0;
    std::string preamble_;

    // The request under way
    HeadScanner scanner_;
    HeadScanner::State head_state_ = HeadScanner::State::more;
    Request request_;
    std::size_t head_bytes_ = 0;  ///< size of the latest head
    Framing framing_;
    Handler* handler_ = nullptr;
    Family family_ = Family::pages;
    SteadyClock::time_point started_at_;
    std::optional<Response> response_;
    std::unique_ptr<BodySink> sink_;
    std::atomic<int> finish_awaits_ = 0;
    Work work_ = Work::decide;
    bool is_shed_ = false;  ///< the worker queue was full
    bool closes_after_ = false;
    bool needs_continue_ = false;  ///< the client waits for `100 Continue`
    std::size_t continue_sent_ = 0;
    bool body_is_complete_ = true;  ///< all of it was read
    bool body_was_given_ = false;   ///< by the worker that decided, from `piece_`
    std::uint64_t body_remaining_ = 0;
    ChunkedDecoder decoder_;
    std::string decoded_;          ///< a piece of a chunked body
    std::string_view piece_;       ///< what the worker gives to the sink
    std::size_t piece_input_ = 0;  ///< bytes of `input_` that `piece_` points into
    SteadyClock::time_point body_deadline_;

    // The response under way
    ResponseWriter writer_;
    bool keeps_alive_ = false;
    bool write_failed_ = false;
    std::uint64_t wire_begin_ = 0;
    std::int64_t watched_bytes_ = 0;  ///< written when a write last made progress
    std::int64_t window_bytes_ = 0;   ///< written when the rate window began
    SteadyClock::time_point window_began_;
    SteadyClock::time_point progress_told_;
    DeliveryLedger ledger_;
    std::uint64_t lingering_acknowledged_ = 0;
};

}  // namespace mooring::http
