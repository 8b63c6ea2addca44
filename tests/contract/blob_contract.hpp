#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "mooring/base/clock.hpp"
#include "mooring/storage/blobs/blob_store.hpp"

namespace mooring::storage {

/// A place for blobs that outlives the stores opened on it.
class BlobPlace {
public:
    virtual ~BlobPlace() = default;
    /// Open a store on the place, as a new process would. One at a time.
    virtual std::unique_ptr<BlobStore> open(const Clock& clock) = 0;
};

/// An engine under test, with the differences that are known.
struct BlobEngine {
    std::string name;
    std::function<std::unique_ptr<BlobPlace>()> make_place;
    bool has_descriptors = false;       ///< `OpenBlob::descriptor` is one, for `sendfile`
    bool can_refuse_for_space = false;  ///< `begin` knows how much is free
};

inline std::ostream& operator<<(std::ostream& out, const BlobEngine& engine) {
    return out << engine.name;
}

/// What every blob store promises. An engine takes part by one INSTANTIATE_TEST_SUITE_P.
class BlobContract : public testing::TestWithParam<BlobEngine> {
protected:
    BlobContract() : place_(GetParam().make_place()), store_(place_->open(clock_)) {}

    BlobStore& store() { return *store_; }
    void reopen();
    /// Store `bytes`, given in pieces of `piece_bytes`.
    Blob put(std::string_view bytes, std::size_t piece_bytes = 1 << 20);
    /// All bytes of a stored blob.
    std::string bytes_of(const std::string& sha256);

    ManualClock clock_{from_unix_seconds(1'900'000'000)};

private:
    std::unique_ptr<BlobPlace> place_;
    std::unique_ptr<BlobStore> store_;
};

}  // namespace mooring::storage
