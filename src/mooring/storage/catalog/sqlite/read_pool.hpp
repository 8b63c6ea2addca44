#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "mooring/storage/catalog/catalog.hpp"
#include "mooring/storage/catalog/sqlite/connection.hpp"

namespace mooring::storage::sqlite {

/// Connections for reading; each question has one to itself, and with it one snapshot. Safe from several threads.
class ReadPool {
public:
    /// `patience` is how long a question waits for a connection.
    ReadPool(std::vector<std::unique_ptr<Connection>> connections, std::chrono::milliseconds patience);
    ~ReadPool();

    /// Run `question` as `Catalog::run_read` says.
    Result<void> run(const std::function<Result<void>(CatalogSnapshot&)>& question);

private:
    struct Reader;
    Result<Reader*> take();
    void give_back(Reader* reader);

    std::chrono::milliseconds patience_;
    std::mutex mutex_;
    std::condition_variable one_is_idle_;
    std::vector<std::unique_ptr<Reader>> readers_;
    std::vector<Reader*> idle_;
};

}  // namespace mooring::storage::sqlite
