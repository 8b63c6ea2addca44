#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "mooring/http/net.hpp"
#include "mooring/http/tls_context.hpp"

namespace mooring::http {

/// What a step on a connection waits for before it can go on.
enum class Wait {
    none,
    readable,
    writable,
    worker,  ///< a task on the worker pool
    turn,    ///< the other connections of the thread first
    tick     ///< the next look at the deadlines
};

/// The outcome of one attempt that never blocks.
struct IoResult {
    enum class Status { done, blocked, closed, failed };
    Status status = Status::done;
    std::size_t bytes = 0;
    Wait wait = Wait::none;  ///< when blocked
};

/// A connection's bytes, plain or through TLS. Every call returns at once.
class Transport {
public:
    explicit Transport(Socket socket) : socket_(std::move(socket)) {}

    Socket& socket() { return socket_; }
    bool is_tls() const { return session_ != nullptr; }

    /// From here on speak TLS; `handshake` comes next. False when out of memory.
    bool begin_tls(const TlsContext& context);
    IoResult handshake();

    IoResult read(std::span<char> into);
    /// Look at bytes without taking them; plain connections only.
    IoResult peek(std::span<char> into);
    /// Write some of `pieces`. `more` says that bytes follow at once, so a short packet can wait for them.
    IoResult write(std::span<const iovec> pieces, bool more);
    /// Send part of a file without copying; plain connections only. `done` with 0 bytes: the file ends before `offset`.
    IoResult send_file(int descriptor, std::int64_t offset, std::size_t length);
    /// Read over what the peer still sends, below TLS.
    IoResult discard();
    /// Tell the peer that nothing more comes.
    void end_sending();

    /// Keep at most 128 KiB unsent in the kernel from now on (delivery.md, 5.4).
    void limit_unsent();

    /// Bytes put on the wire by `write`, `send_file` and TLS itself.
    std::uint64_t wire_written() const;
    /// Of these, how many the peer has acknowledged. Nothing when the kernel does not tell.
    std::optional<std::uint64_t> wire_acknowledged() const;

private:
    IoResult tls_outcome(int returned);
    IoResult socket_outcome(ssize_t returned, Wait wait);

    Socket socket_;
    TlsSession session_;
    std::uint64_t plain_written_ = 0;
    bool unsent_is_limited_ = false;
};

}  // namespace mooring::http
