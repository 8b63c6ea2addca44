#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "mooring/storage/spool/hit_spool.hpp"

namespace mooring::storage {

/// A place for a spool that outlives the spools opened on it.
class SpoolPlace {
public:
    virtual ~SpoolPlace() = default;
    /// Open the spool, as a new process would; one at a time. At most `queue_limit` records may wait.
    virtual std::unique_ptr<HitSpool> open(std::size_t queue_limit) = 0;
};

struct SpoolEngine {
    std::string name;
    std::function<std::unique_ptr<SpoolPlace>()> make_place;
};

inline std::ostream& operator<<(std::ostream& out, const SpoolEngine& engine) {
    return out << engine.name;
}

/// What every spool promises. An engine takes part by one INSTANTIATE_TEST_SUITE_P.
class SpoolContract : public testing::TestWithParam<SpoolEngine> {
protected:
    SpoolContract() : place_(GetParam().make_place()) { reopen(); }

    HitSpool& spool() { return *spool_; }
    void reopen(std::size_t queue_limit = 65536);

private:
    std::unique_ptr<SpoolPlace> place_;
    std::unique_ptr<HitSpool> spool_;
};

}  // namespace mooring::storage
