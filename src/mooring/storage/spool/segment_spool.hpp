#pragma once

#include <memory>

#include "mooring/storage/spool/event_spool.hpp"
#include "mooring/storage/spool/hit_spool.hpp"
#include "mooring/storage/spool/segment_log.hpp"

namespace mooring::storage::spool {

using SegmentSpoolOptions = SegmentLogOptions;

/// Raw hits in segment files. Safe from several threads.
class SegmentSpool final : public HitSpool {
public:
    explicit SegmentSpool(std::unique_ptr<SegmentLog> log) : log_(std::move(log)) {}

    bool append(analytics::RawHit hit) override;
    Result<void> settle() override { return log_->settle(); }
    Result<SpoolPosition> read(SpoolPosition from, const std::function<bool(const analytics::RawHit&)>& visit) override;
    std::uint64_t shed() const override { return log_->shed(); }

    /// As `SegmentLog`.
    Result<void> release(SpoolPosition before) { return log_->release(before); }
    std::uint64_t recorded() const { return log_->recorded(); }
    std::size_t queued() const { return log_->queued(); }
    std::uint64_t stored_bytes() const { return log_->stored_bytes(); }

private:
    std::unique_ptr<SegmentLog> log_;
};

/// Errors: no_space, unavailable.
Result<std::unique_ptr<SegmentSpool>> open_segment_spool(SegmentSpoolOptions options);

/// Reports of players in segment files. Safe from several threads.
class SegmentEventSpool final : public EventSpool {
public:
    explicit SegmentEventSpool(std::unique_ptr<SegmentLog> log) : log_(std::move(log)) {}

    bool append(const analytics::ListenerEvent& event) override;
    Result<void> settle() override { return log_->settle(); }
    Result<SpoolPosition> read(SpoolPosition from,
                               const std::function<bool(const analytics::ListenerEvent&)>& visit) override;

    /// As `SegmentLog`.
    Result<void> release(SpoolPosition before) { return log_->release(before); }
    std::uint64_t recorded() const { return log_->recorded(); }
    std::uint64_t stored_bytes() const { return log_->stored_bytes(); }

private:
    std::unique_ptr<SegmentLog> log_;
};

/// Errors: no_space, unavailable.
Result<std::unique_ptr<SegmentEventSpool>> open_segment_event_spool(SegmentSpoolOptions options);

}  // namespace mooring::storage::spool
