#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/show.hpp"

namespace mooring::storage {

using domain::Show;
using domain::ShowId;
using domain::WorkspaceId;

class ShowReader {
public:
    virtual ~ShowReader() = default;
    /// Deleted shows are found too, by every name: their tombstone answers 410.
    virtual Result<std::optional<Show>> find(ShowId id) = 0;
    virtual Result<std::optional<Show>> find_by_key(std::string_view key) = 0;
    virtual Result<std::optional<Show>> find_by_opaque_id(std::string_view opaque_id) = 0;
    /// By the present slug, or by one the show had before.
    virtual Result<std::optional<Show>> find_by_slug(std::string_view slug) = 0;
    virtual Result<std::optional<Show>> find_by_custom_domain(std::string_view host) = 0;
    /// Every own domain the show has or had, in the order of their names.
    virtual Result<std::vector<std::string>> list_domains(ShowId id) = 0;
    /// Shows of a workspace (of all when unset), not deleted, by id.
    virtual Result<std::vector<Show>> list(std::optional<WorkspaceId> workspace) = 0;
    /// True when no show has or had this slug.
    virtual Result<bool> is_slug_free(std::string_view slug) = 0;
};

class ShowWriter {
public:
    virtual ~ShowWriter() = default;
    /// Store a new show; `id` is ignored and the assigned one is returned.
    /// Errors: conflict (opaque id, key or slug taken; `field` names which).
    virtual Result<ShowId> insert(const Show& show) = 0;
    /// Replace all fields; an old slug stays reserved and resolvable, an old domain on record.
    /// Errors: not_found, conflict.
    virtual Result<void> update(const Show& show) = 0;
};

}  // namespace mooring::storage
