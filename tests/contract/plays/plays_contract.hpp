#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "mooring/storage/plays/play_store.hpp"

namespace mooring::storage {

/// A place for plays that outlives the stores opened on it.
class PlaysPlace {
public:
    virtual ~PlaysPlace() = default;
    /// Open the store, as a new process would; one at a time.
    virtual std::unique_ptr<PlayStore> open() = 0;
    /// A folder for what a store writes out; empty for an engine that does not.
    virtual std::string export_folder() { return {}; }
    /// Open a copy that `back_up` wrote.
    virtual std::unique_ptr<PlayStore> open_copy(const std::string&) { return nullptr; }
};

struct PlaysEngine {
    std::string name;
    bool keeps_over_restarts = true;
    std::function<std::unique_ptr<PlaysPlace>()> make_place;
};

inline std::ostream& operator<<(std::ostream& out, const PlaysEngine& engine) {
    return out << engine.name;
}

/// What every engine of plays promises. One takes part by one INSTANTIATE_TEST_SUITE_P.
class PlaysContract : public testing::TestWithParam<PlaysEngine> {
protected:
    PlaysContract() : place_(GetParam().make_place()), store_(place_->open()) {}

    PlayStore& store() { return *store_; }
    PlaysPlace& place() { return *place_; }
    /// Close and open again, where the engine keeps anything.
    void reopen() {
        if (!GetParam().keeps_over_restarts) return;
        store_.reset();
        store_ = place_->open();
    }
    testing::AssertionResult append(const PlayBatch& batch);
    /// What the tests' week comes to.
    std::int64_t total(analytics::Metric metric);

private:
    std::unique_ptr<PlaysPlace> place_;
    std::unique_ptr<PlayStore> store_;
};

}  // namespace mooring::storage
