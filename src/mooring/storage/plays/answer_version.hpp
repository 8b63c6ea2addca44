#pragma once

#include <atomic>
#include <cstdint>

namespace mooring::storage {

/// A number that rises with every change of a store's answers. No two stores of a process ever share one. Read it
/// before asking: an answer kept with it is stale as soon as it differs. Safe from any thread.
class AnswerVersion {
public:
    std::uint64_t value() const { return value_.load(std::memory_order_acquire); }
    void rise() { value_.store(next(), std::memory_order_release); }

private:
    static std::uint64_t next() {
        static std::atomic<std::uint64_t> last{0};
        return last.fetch_add(1) + 1;
    }

    std::atomic<std::uint64_t> value_{next()};
};

}  // namespace mooring::storage
