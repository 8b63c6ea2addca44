#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mooring/analytics/counting/download_ledger.hpp"

namespace mooring::analytics {

/// All that is kept of a group between two runs of the program.
struct GroupRecord {
    DownloadGroup group;
    domain::ShowId show;
    HitKey ip_key{};
    bool is_safe = false;
    std::vector<std::pair<PlayName, HitId>> published;
    bool operator==(const GroupRecord&) const = default;
};

std::string encode_group_key(const GroupKey& key);
/// Errors: corrupt.
Result<GroupKey> decode_group_key(std::string_view bytes);

std::string encode_group(const GroupRecord& record);
/// Errors: corrupt.
Result<GroupRecord> decode_group(std::string_view bytes);

}  // namespace mooring::analytics
