#include "mooring/app/delivering/default_artwork.hpp"

#include <algorithm>
#include <chrono>

#include "mooring/base/log.hpp"

namespace mooring::app::delivering {
namespace {

constexpr std::chrono::minutes failures_last{1};
constexpr std::size_t most_failures = 4096;

/// A clock that was set back forgets rather than waits.
bool is_recent(Instant failure, Instant now) {
    return failure <= now && now < failure + failures_last;
}

}  // namespace

void DefaultArtwork::ensure(domain::ShowId show) const {
    if (!maker_) return;
    const auto lacks_artwork = catalog_.read([&](storage::CatalogSnapshot& view) -> Result<bool> {
        MOORING_TRY(const auto found, view.shows().find(show));
        return found && !found->deleted_at && found->image_hash.empty();
    });
    if (!lacks_artwork.value_or(false) || has_just_failed(show)) return;
    if (const auto made = maker_->make_default(show); !made) {
        log::warning("default artwork was not made", {{"show", show.value}, {"error", made.error().message}});
        note_failure(show);
    }
}

bool DefaultArtwork::has_just_failed(domain::ShowId show) const {
    const std::lock_guard lock{mutex_};
    const auto failure = failures_.find(show);
    return failure != failures_.end() && is_recent(failure->second, clock_.now());
}

void DefaultArtwork::note_failure(domain::ShowId show) const {
    const Instant now = clock_.now();
    const std::lock_guard lock{mutex_};
    std::erase_if(failures_, [&](const auto& failure) { return !is_recent(failure.second, now); });
    if (failures_.size() >= most_failures) {
        failures_.erase(std::ranges::min_element(failures_, {}, [](const auto& failure) { return failure.second; }));
    }
    failures_[show] = now;
}

}  // namespace mooring::app::delivering
