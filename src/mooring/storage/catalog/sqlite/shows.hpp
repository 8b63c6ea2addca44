#pragma once

#include "mooring/storage/catalog/show_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteShowReader final : public ShowReader {
public:
    explicit SqliteShowReader(Connection& db) : db_(db) {}
    Result<std::optional<Show>> find(ShowId id) override;
    Result<std::optional<Show>> find_by_key(std::string_view key) override;
    Result<std::optional<Show>> find_by_opaque_id(std::string_view opaque_id) override;
    Result<std::optional<Show>> find_by_slug(std::string_view slug) override;
    Result<std::optional<Show>> find_by_custom_domain(std::string_view host) override;
    Result<std::vector<std::string>> list_domains(ShowId id) override;
    Result<std::vector<Show>> list(std::optional<WorkspaceId> workspace) override;
    Result<bool> is_slug_free(std::string_view slug) override;

private:
    Connection& db_;
};

/// A change of whether the show is public, or of its workspace, is carried to its episodes by the schema's trigger.
class SqliteShowWriter final : public ShowWriter {
public:
    explicit SqliteShowWriter(WriteAccess access) : access_(access) {}
    Result<ShowId> insert(const Show& show) override;
    Result<void> update(const Show& show) override;

private:
    /// Errors: conflict (another show has or had the slug).
    Result<void> check_slug(const Show& show);
    Result<void> keep_slug(ShowId id, std::string_view slug);
    Result<void> keep_domain(ShowId id, std::string_view host);
    Result<void> keep_picture(ShowId id, std::string_view hash);

    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
