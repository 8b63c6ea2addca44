#pragma once

#include "mooring/storage/catalog/sponsorship_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteSponsorshipReader final : public SponsorshipReader {
public:
    explicit SqliteSponsorshipReader(Connection& db) : db_(db) {}
    Result<std::vector<domain::Sponsorship>> of_shows(const std::vector<domain::ShowId>& shows) override;

private:
    Connection& db_;
};

class SqliteSponsorshipWriter final : public SponsorshipWriter {
public:
    explicit SqliteSponsorshipWriter(WriteAccess access) : access_(access) {}
    Result<void> insert(const domain::Sponsorship& sponsorship) override;
    Result<void> remove(std::string_view id) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
