#include "mooring/app/publishing/readiness.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "mooring/feed/episode_number.hpp"
#include "mooring/media/artwork.hpp"

namespace mooring::app::publishing {
namespace {

constexpr std::int64_t page_size = 1000;

Result<std::vector<std::string>> check_artwork(storage::Catalog& catalog, storage::BlobStore& blobs,
                                               const domain::Show& show) {
    const std::vector<std::string> none{"The show has no artwork."};
    if (show.image_hash.empty()) return none;
    MOORING_TRY(const auto image,
                catalog.read([&](storage::CatalogSnapshot& view) { return view.images().find(show.image_hash); }));
    if (!image) return none;
    const auto original = std::ranges::find(image->variants, "orig", &storage::ImageVariant::size);
    if (original == image->variants.end()) return none;
    const auto blob = blobs.open(original->sha256);
    if (!blob && blob.error().code == Errc::not_found) {
        return std::vector<std::string>{"The artwork's file is missing; bring the media folder back from a backup."};
    }
    if (!blob) return blob.error();
    MOORING_TRY(const std::string bytes, (*blob)->read(0, static_cast<std::size_t>((*blob)->size_bytes())));
    MOORING_TRY(const media::ArtworkFacts facts, media::inspect_artwork(bytes));
    return media::artwork_warnings(facts);
}

/// Apps order a serial show by the numbers of its episodes.
Result<std::vector<std::string>> check_numbers(storage::Catalog& catalog, const domain::Show& show) {
    std::vector<std::string> broken;
    if (show.type != domain::ShowType::serial) return broken;
    for (std::int64_t offset = 0;; offset += page_size) {
        MOORING_TRY(const auto episodes, catalog.read([&](storage::CatalogSnapshot& view) {
            return view.episodes().list_all(show.id, offset, page_size);
        }));
        for (const domain::Episode& episode : episodes) {
            if (episode.type != domain::EpisodeType::full || !feed::episode_number(episode).empty()) continue;
            broken.push_back("Episode " + std::to_string(episode.id.value) + " (" + episode.title +
                             ") has no whole number, which each episode of a serial show needs.");
        }
        if (episodes.size() < static_cast<std::size_t>(page_size)) return broken;
    }
}

}  // namespace

Result<std::vector<std::string>> find_broken_directory_rules(storage::Catalog& catalog, storage::BlobStore& blobs,
                                                             const domain::Show& show) {
    MOORING_TRY(std::vector<std::string> broken, check_artwork(catalog, blobs, show));
    MOORING_TRY(std::vector<std::string> numbers, check_numbers(catalog, show));
    std::ranges::move(numbers, std::back_inserter(broken));
    return broken;
}

}  // namespace mooring::app::publishing
