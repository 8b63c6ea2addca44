#pragma once

#include <span>
#include <string>
#include <vector>

#include "mooring/app/webcatalog/web_catalog.hpp"

namespace mooring::app::webcatalog {

/// What a library may hold, by its opaque id.
struct LibraryItem {
    enum class Kind { show, episode };
    Kind kind = Kind::show;
    std::string id;
};

/// What a person keeps (webapi-v1.md, 7.5 to 7.7). Each call changes all of its items or none.
/// Errors of those that change: not_found (one of the items is not in the catalogue), unavailable.
class Library {
public:
    Library(Catalog& catalog, const Clock& clock) : catalog_(catalog), clock_(clock) {}

    /// Saving again keeps the first time.
    Result<void> save(domain::AccountId account, std::span<const LibraryItem> items);
    /// Removing what is not saved is fine.
    Result<void> remove(domain::AccountId account, std::span<const LibraryItem> items);
    /// In the order asked; false for what does not exist too. Errors: unavailable.
    Result<std::vector<bool>> contains(domain::AccountId account, std::span<const LibraryItem> items);

    /// How far the person has come in an episode. Errors: not_found (not in the catalogue), unavailable.
    Result<void> put_resume_point(domain::AccountId account, domain::EpisodeId episode, bool is_fully_played,
                                  std::chrono::milliseconds position);

private:
    Catalog& catalog_;
    const Clock& clock_;
};

}  // namespace mooring::app::webcatalog
