#pragma once

#include "mooring/storage/catalog/smartlink_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteSmartlinkReader final : public SmartlinkReader {
public:
    explicit SqliteSmartlinkReader(Connection& db) : db_(db) {}
    Result<std::optional<domain::Smartlink>> find(std::string_view code) override;
    Result<std::vector<domain::Smartlink>> of_episodes(const std::vector<domain::EpisodeId>& episodes) override;
    Result<std::vector<std::pair<domain::Smartlink, std::int64_t>>> clicks_of(domain::ShowId show,
                                                                              std::chrono::sys_days begin,
                                                                              std::chrono::sys_days end) override;

private:
    Connection& db_;
};

class SqliteSmartlinkWriter final : public SmartlinkWriter {
public:
    explicit SqliteSmartlinkWriter(WriteAccess access) : access_(access) {}
    Result<void> insert(const domain::Smartlink& link) override;
    Result<void> add_clicks(const std::vector<SmartlinkClicks>& clicks) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
