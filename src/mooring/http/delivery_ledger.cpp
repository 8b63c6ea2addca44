#include "mooring/http/delivery_ledger.hpp"

#include <algorithm>
#include <utility>

namespace mooring::http {
namespace {

constexpr std::size_t most_entries = 16;

}  // namespace

std::int64_t delivered_body_bytes(const SentResponse& sent, std::uint64_t acknowledged) {
    if (acknowledged >= sent.wire_end) {
        return sent.body_bytes;
    }
    if (acknowledged <= sent.wire_begin) {
        return 0;
    }
    const auto wire = static_cast<double>(sent.wire_end - sent.wire_begin);
    const auto reached = static_cast<double>(acknowledged - sent.wire_begin);
    const auto written = static_cast<double>(sent.head_bytes + sent.body_bytes);
    // Plain connections have as many bytes on the wire as were written: then this is exact (under 2^53).
    const auto body = static_cast<std::int64_t>(reached * written / wire) - sent.head_bytes;
    return std::clamp<std::int64_t>(body, 0, sent.body_bytes);
}

void DeliveryLedger::tell(Entry& entry, std::optional<std::uint64_t> acknowledged) {
    if (acknowledged) {
        entry.transfer.body_bytes_delivered = delivered_body_bytes(entry.sent, *acknowledged);
    } else {
        entry.transfer.body_bytes_delivered = entry.transfer.body_bytes_written;
    }
    entry.transfer.is_complete =
        entry.is_written && entry.transfer.body_bytes_delivered == entry.transfer.body_bytes_written;
    entry.on_done(entry.transfer);
}

void DeliveryLedger::add(const SentResponse& sent, Transfer transfer, bool is_written, Callback on_done,
                         std::optional<std::uint64_t> acknowledged) {
    Entry entry{.sent = sent, .transfer = transfer, .is_written = is_written, .on_done = std::move(on_done)};
    const bool is_delivered = sent.body_bytes == 0 || !acknowledged || *acknowledged >= sent.wire_end;
    if (is_written && is_delivered) {
        tell(entry, acknowledged);
        return;
    }
    if (entries_.size() == most_entries) {
        tell(entries_.front(), acknowledged);
        entries_.erase(entries_.begin());
    }
    entries_.push_back(std::move(entry));
}

void DeliveryLedger::settle(std::optional<std::uint64_t> acknowledged) {
    while (!entries_.empty() && entries_.front().is_written &&
           (!acknowledged || *acknowledged >= entries_.front().sent.wire_end)) {
        Entry entry = std::move(entries_.front());
        entries_.erase(entries_.begin());
        tell(entry, acknowledged);
    }
}

void DeliveryLedger::close(std::optional<std::uint64_t> acknowledged) {
    for (Entry& entry : std::exchange(entries_, {})) {
        tell(entry, acknowledged);
    }
}

}  // namespace mooring::http
