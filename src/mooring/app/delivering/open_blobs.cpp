#include "mooring/app/delivering/open_blobs.hpp"

#include <utility>

namespace mooring::app::delivering {

OpenBlobPointer OpenBlobs::find(std::string_view sha256) {
    const std::lock_guard lock{mutex_};
    const auto found = places_.find(sha256);
    if (found == places_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->blob;
}

Result<OpenBlobPointer> OpenBlobs::open(std::string_view sha256) {
    if (auto blob = find(sha256)) return blob;
    MOORING_TRY(OpenBlobPointer blob, store_.open(sha256));
    OpenBlobPointer dropped;  // closed outside the lock
    const std::lock_guard lock{mutex_};
    if (places_.contains(sha256)) return blob;
    entries_.push_front({std::string{sha256}, blob});
    places_.emplace(entries_.front().sha256, entries_.begin());
    if (entries_.size() > limit_) {
        dropped = std::move(entries_.back().blob);
        places_.erase(entries_.back().sha256);
        entries_.pop_back();
    }
    return blob;
}

void OpenBlobs::forget(std::string_view sha256) {
    OpenBlobPointer dropped;
    const std::lock_guard lock{mutex_};
    const auto found = places_.find(sha256);
    if (found == places_.end()) return;
    const auto place = found->second;
    dropped = std::move(place->blob);
    places_.erase(found);
    entries_.erase(place);
}

}  // namespace mooring::app::delivering
