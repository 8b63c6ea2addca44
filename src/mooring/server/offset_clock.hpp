#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"

namespace mooring::server {

/// The machine's clock plus a number of microseconds read from a shared file, so that tests of a running
/// program move its time instead of waiting (`testing.clock_offset_file`).
class OffsetClock final : public Clock {
public:
    /// Map `path` (8 bytes, native order); it is made, holding 0, when absent. Errors: unavailable.
    static Result<std::unique_ptr<OffsetClock>> open(const std::string& path);
    ~OffsetClock() override;
    OffsetClock(const OffsetClock&) = delete;
    OffsetClock& operator=(const OffsetClock&) = delete;

    Instant now() const override;

private:
    explicit OffsetClock(std::int64_t* offset_micros) : offset_micros_(offset_micros) {}

    std::int64_t* offset_micros_;
    SystemClock system_;
};

}  // namespace mooring::server
