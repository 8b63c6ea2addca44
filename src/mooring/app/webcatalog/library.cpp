#include "mooring/app/webcatalog/library.hpp"

#include "mooring/domain/visibility.hpp"

namespace mooring::app::webcatalog {
namespace {

using domain::AccountId;
using storage::CatalogTransaction;
using Kind = LibraryItem::Kind;

/// A show, or an episode, that strangers can see in some country.
Result<std::optional<domain::Show>> find_show(CatalogSnapshot& at, const std::string& id) {
    MOORING_TRY(auto show, at.shows().find_by_opaque_id(id));
    if (show && !domain::is_public(*show)) show.reset();
    return show;
}

Result<bool> is_listed(CatalogSnapshot& at, const domain::Episode& episode, Instant now) {
    if (!domain::is_listed(episode, now)) return false;
    MOORING_TRY(const auto show, at.shows().find(episode.show));
    return show && domain::is_public(*show);
}

Result<std::optional<domain::Episode>> find_episode(CatalogSnapshot& at, const std::string& id, Instant now) {
    MOORING_TRY(auto episode, at.episodes().find_by_opaque_id(id));
    if (!episode) return episode;
    MOORING_TRY(const bool listed, is_listed(at, *episode, now));
    if (!listed) episode.reset();
    return episode;
}

Error no_such_thing() {
    return Error{Errc::not_found, "non existing id"};
}

/// `on_show(id)` or `on_episode(id)` of every item. Errors: not_found, and theirs.
template <class OnShow, class OnEpisode>
Result<void> for_each(CatalogSnapshot& at, std::span<const LibraryItem> items, Instant now, OnShow&& on_show,
                      OnEpisode&& on_episode) {
    for (const LibraryItem& item : items) {
        if (item.kind == Kind::show) {
            MOORING_TRY(const auto show, find_show(at, item.id));
            if (!show) return no_such_thing();
            MOORING_CHECK(on_show(show->id));
        } else {
            MOORING_TRY(const auto episode, find_episode(at, item.id, now));
            if (!episode) return no_such_thing();
            MOORING_CHECK(on_episode(episode->id));
        }
    }
    return ok();
}

}  // namespace

Result<void> Library::save(AccountId account, std::span<const LibraryItem> items) {
    const Instant now = clock_.now();
    return catalog_.write([&](CatalogTransaction& tx) {
        auto& writer = tx.library_writer();
        return for_each(
            tx, items, now, [&](domain::ShowId show) { return writer.save_show(account, show, now); },
            [&](domain::EpisodeId episode) { return writer.save_episode(account, episode, now); });
    });
}

Result<void> Library::remove(AccountId account, std::span<const LibraryItem> items) {
    return catalog_.write([&](CatalogTransaction& tx) {
        auto& writer = tx.library_writer();
        return for_each(
            tx, items, clock_.now(), [&](domain::ShowId show) { return writer.remove_show(account, show); },
            [&](domain::EpisodeId episode) { return writer.remove_episode(account, episode); });
    });
}

Result<std::vector<bool>> Library::contains(AccountId account, std::span<const LibraryItem> items) {
    return catalog_.read([&](CatalogSnapshot& at) -> Result<std::vector<bool>> {
        std::vector<bool> answers;
        for (const LibraryItem& item : items) {
            bool is_saved = false;
            if (item.kind == Kind::show) {
                MOORING_TRY(const auto show, find_show(at, item.id));
                if (show) {
                    MOORING_TRY(is_saved, at.library().has_show(account, show->id));
                }
            } else {
                MOORING_TRY(const auto episode, find_episode(at, item.id, clock_.now()));
                if (episode) {
                    MOORING_TRY(is_saved, at.library().has_episode(account, episode->id));
                }
            }
            answers.push_back(is_saved);
        }
        return answers;
    });
}

Result<void> Library::put_resume_point(AccountId account, domain::EpisodeId episode, bool is_fully_played,
                                       std::chrono::milliseconds position) {
    const Instant now = clock_.now();
    return catalog_.write([&](CatalogTransaction& tx) -> Result<void> {
        MOORING_TRY(const auto found, tx.episodes().find(episode));
        if (!found) return no_such_thing();
        MOORING_TRY(const bool listed, is_listed(tx, *found, now));
        if (!listed) return no_such_thing();
        return tx.library_writer().put_resume_point(account, episode, {is_fully_played, position, now});
    });
}

}  // namespace mooring::app::webcatalog
