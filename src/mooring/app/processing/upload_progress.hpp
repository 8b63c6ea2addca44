#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mooring::app::processing {

/// How far the processing of uploads is, in this process; not on record, since whoever takes over begins again. Safe
/// from any thread.
class UploadProgress {
public:
    void set(const std::string& upload, double share) {
        const std::lock_guard lock(mutex_);
        shares_[upload] = share;
    }
    void forget(const std::string& upload) {
        const std::lock_guard lock(mutex_);
        shares_.erase(upload);
    }
    /// 0 to 1; nothing when this process does not work on it.
    std::optional<double> of(const std::string& upload) const {
        const std::lock_guard lock(mutex_);
        const auto found = shares_.find(upload);
        return found == shares_.end() ? std::nullopt : std::optional{found->second};
    }

private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, double> shares_;
};

}  // namespace mooring::app::processing
