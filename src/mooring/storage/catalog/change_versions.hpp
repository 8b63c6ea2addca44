#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include "mooring/domain/ids.hpp"

namespace mooring::storage {

/// What a committed write touched.
struct ChangeSet {
    std::vector<domain::WorkspaceId> workspaces;
    std::vector<domain::ShowId> shows;
    bool accounts = false;    ///< a person, role, session, app or token, so that what is remembered may be wrong
    bool everything = false;  ///< not known in detail: treat all as changed
    bool pictures = false;    ///< a picture was removed
};

/// A version number per show and per workspace that rises with every committed change, whoever made it:
/// this process at once (before the write is acknowledged), other processes within a second.
///
/// Caches keep the number they read *before* they read the catalog, and are stale when it differs. Numbers
/// are shared between ids that fall on one slot, so a cache may be dropped needlessly, never kept wrongly.
/// Safe from any thread, without locks.
class ChangeVersions {
public:
    std::uint64_t of(domain::ShowId show) const { return shows_[slot(show.value)].load(std::memory_order_acquire); }
    std::uint64_t of(domain::WorkspaceId workspace) const {
        return workspaces_[slot(workspace.value)].load(std::memory_order_acquire);
    }
    /// Of all people, roles, sessions, apps and tokens together; new sessions and tokens do not raise it.
    std::uint64_t of_accounts() const { return accounts_.load(std::memory_order_acquire); }
    /// Of all pictures together: rises when one is removed. New ones and new forms do not raise it.
    std::uint64_t of_pictures() const { return pictures_.load(std::memory_order_acquire); }
    /// Rises with every change of anything.
    std::uint64_t of_everything() const { return everything_.load(std::memory_order_acquire); }

    void apply(const ChangeSet& changes) {
        if (changes.everything) {
            for (auto& version : shows_) version.fetch_add(1, std::memory_order_acq_rel);
            for (auto& version : workspaces_) version.fetch_add(1, std::memory_order_acq_rel);
        }
        for (const auto show : changes.shows) shows_[slot(show.value)].fetch_add(1, std::memory_order_acq_rel);
        for (const auto workspace : changes.workspaces) {
            workspaces_[slot(workspace.value)].fetch_add(1, std::memory_order_acq_rel);
        }
        if (changes.accounts || changes.everything) accounts_.fetch_add(1, std::memory_order_acq_rel);
        if (changes.pictures || changes.everything) pictures_.fetch_add(1, std::memory_order_acq_rel);
        everything_.fetch_add(1, std::memory_order_acq_rel);
    }

private:
    static constexpr std::size_t slots = 4096;
    static std::size_t slot(std::int64_t id) { return static_cast<std::size_t>(id) % slots; }

    std::array<std::atomic<std::uint64_t>, slots> shows_{};
    std::array<std::atomic<std::uint64_t>, slots> workspaces_{};
    std::atomic<std::uint64_t> accounts_{0};
    std::atomic<std::uint64_t> pictures_{0};
    std::atomic<std::uint64_t> everything_{0};
};

}  // namespace mooring::storage
