#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "mooring/http/message.hpp"

namespace mooring::http {

/// One response's place in the bytes of its connection.
struct SentResponse {
    std::uint64_t wire_begin = 0;  ///< bytes on the wire before its head
    std::uint64_t wire_end = 0;    ///< after its last byte so far
    std::int64_t head_bytes = 0;   ///< of the head that were written
    std::int64_t body_bytes = 0;   ///< of the body that were written
};

/// How much of a response's body the peer has, when it has acknowledged `acknowledged` bytes of the connection: those
/// of other responses and of the head are taken off, and TLS's share by proportion (measurement.md, 3.2).
std::int64_t delivered_body_bytes(const SentResponse& sent, std::uint64_t acknowledged);

/// Responses of one connection that are written but not yet acknowledged; tells each once what became of it.
class DeliveryLedger {
public:
    using Callback = std::function<void(const Transfer&)>;

    /// Keep `on_done` until the peer has everything. At most 16 wait; the oldest gives way with what is known then.
    void add(const SentResponse& sent, Transfer transfer, bool is_written, Callback on_done,
             std::optional<std::uint64_t> acknowledged);
    /// Tell those that are delivered.
    void settle(std::optional<std::uint64_t> acknowledged);
    /// The connection is over: tell all the others what reached the peer.
    void close(std::optional<std::uint64_t> acknowledged);
    bool is_empty() const { return entries_.empty(); }

private:
    struct Entry {
        SentResponse sent;
        Transfer transfer;
        bool is_written;  ///< the whole response was handed to the kernel
        Callback on_done;
    };
    static void tell(Entry& entry, std::optional<std::uint64_t> acknowledged);

    std::vector<Entry> entries_;
};

}  // namespace mooring::http
