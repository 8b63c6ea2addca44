#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"

namespace mooring::storage {

/// A stored file, named by its content.
struct Blob {
    std::string sha256;  ///< 64 lower-case hexadecimal digits
    std::int64_t size_bytes = 0;
    bool operator==(const Blob&) const = default;
};

/// A file on its way in. It becomes a blob by `commit`; dropped without it, nothing is left. One thread at a time.
class IncomingBlob {
public:
    virtual ~IncomingBlob() = default;
    /// Append bytes; hashes on the way. Errors: no_space, unavailable.
    virtual Result<void> append(std::string_view bytes) = 0;
    virtual std::int64_t size_bytes() const = 0;
    /// Where the bytes lie until `commit`, for probing; complete up to the last `append`.
    virtual std::string path() const = 0;
    /// Flush to disk and move into the store under its hash. Durable when it returns; storing bytes that are
    /// there already succeeds. Spent afterwards. Errors: no_space, unavailable.
    virtual Result<Blob> commit() = 0;
};

/// An open blob: goes on being readable after its blob was removed. Safe from several threads.
class OpenBlob {
public:
    virtual ~OpenBlob() = default;
    virtual std::int64_t size_bytes() const = 0;
    /// A descriptor for `sendfile`, or -1 where the store has none.
    virtual int descriptor() const = 0;
    /// Read at most `length` bytes at `offset`; shorter only at the end.
    virtual Result<std::string> read(std::int64_t offset, std::size_t length) const = 0;
};

/// Files by content. Blocking; safe from several threads. Memory per upload is constant.
class BlobStore {
public:
    virtual ~BlobStore() = default;
    /// Begin a file. Errors: no_space (less free than `expected_bytes` twice over, or than the reserve), unavailable.
    virtual Result<std::unique_ptr<IncomingBlob>> begin(std::int64_t expected_bytes) = 0;
    /// Errors: not_found, unavailable.
    virtual Result<std::shared_ptr<const OpenBlob>> open(std::string_view sha256) = 0;
    virtual Result<bool> contains(std::string_view sha256) = 0;
    /// Remove; absent ones are fine. Transfers under way finish.
    virtual Result<void> remove(std::string_view sha256) = 0;
    /// Visit every blob with the time it was stored. For checks and clean-up.
    virtual Result<void> for_each(const std::function<void(const Blob&, Instant stored_at)>& visit) = 0;
};

}  // namespace mooring::storage
