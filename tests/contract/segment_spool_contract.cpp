#include "mooring/storage/files/temporary_directory.hpp"
#include "mooring/storage/spool/segment_spool.hpp"
#include "spool_contract.hpp"

namespace mooring::storage {
namespace {

class SegmentPlace final : public SpoolPlace {
public:
    std::unique_ptr<HitSpool> open(std::size_t queue_limit) override {
        return spool::open_segment_spool({.directory = directory_.path() + "/spool",
                                          .segment_bytes = 2048,  // a few records each
                                          .queue_limit = queue_limit})
            .value();
    }

private:
    files::TemporaryDirectory directory_;
};

INSTANTIATE_TEST_SUITE_P(Segments, SpoolContract,
                         testing::Values(SpoolEngine{.name = "segments",
                                                     .make_place = [] { return std::make_unique<SegmentPlace>(); }}),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace mooring::storage
