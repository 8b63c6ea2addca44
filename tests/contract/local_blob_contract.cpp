#include "blob_contract.hpp"
#include "mooring/storage/blobs/local/local_blobs.hpp"
#include "mooring/storage/files/temporary_directory.hpp"

namespace mooring::storage {
namespace {

class LocalPlace final : public BlobPlace {
public:
    std::unique_ptr<BlobStore> open(const Clock& clock) override {
        // Few open files, so that the suite also meets a cache that is full; no reserve, since test machines vary.
        return local::open_local_blobs(
                   {.root = directory_.path() + "/media", .reserve_bytes = 0, .open_files = 2, .clock = &clock})
            .value();
    }

private:
    files::TemporaryDirectory directory_;
};

INSTANTIATE_TEST_SUITE_P(Local, BlobContract,
                         testing::Values(BlobEngine{.name = "local",
                                                    .make_place = [] { return std::make_unique<LocalPlace>(); },
                                                    .has_descriptors = true,
                                                    .can_refuse_for_space = true}),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace mooring::storage
