#include "mooring/storage/files/temporary_directory.hpp"
#include "mooring/storage/plays/duckdb/duckdb_plays.hpp"
#include "mooring/storage/plays/memory/memory_plays.hpp"
#include "plays_contract.hpp"

namespace mooring::storage {
namespace {

class MemoryPlace final : public PlaysPlace {
public:
    std::unique_ptr<PlayStore> open() override { return std::make_unique<memory::MemoryPlays>(); }
};

class DuckdbPlace final : public PlaysPlace {
public:
    std::unique_ptr<PlayStore> open() override { return open_copy(directory_.path() + "/plays.duckdb"); }
    std::string export_folder() override { return directory_.path(); }
    std::unique_ptr<PlayStore> open_copy(const std::string& path) override {
        auto store = duckdb::open_duckdb_plays({.path = path, .memory_bytes = 128LL << 20U});
        EXPECT_TRUE(store) << store.error().message;
        return store ? std::move(*store) : nullptr;
    }

private:
    files::TemporaryDirectory directory_;
};

INSTANTIATE_TEST_SUITE_P(Engines, PlaysContract,
                         testing::Values(PlaysEngine{.name = "memory",
                                                     .keeps_over_restarts = false,
                                                     .make_place = [] { return std::make_unique<MemoryPlace>(); }},
                                         PlaysEngine{.name = "duckdb",
                                                     .make_place = [] { return std::make_unique<DuckdbPlace>(); }}),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace mooring::storage
