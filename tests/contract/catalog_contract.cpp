#include "catalog_contract.hpp"

#include <thread>
#include <utility>

namespace mooring::contract {

using storage::CatalogSnapshot;
using storage::CatalogTransaction;

void CatalogContract::SetUp() {
    harness_ = GetParam().make();
    reopen();
}

void CatalogContract::reopen() {
    catalog_.reset();
    auto opened = harness_->open();
    ASSERT_TRUE(opened) << opened.error().message;
    catalog_ = std::move(*opened);
}

domain::Workspace CatalogContract::add(domain::Workspace workspace) {
    workspace.id = change([&](CatalogTransaction& tx) { return tx.workspace_writer().insert(workspace); });
    return workspace;
}

domain::Show CatalogContract::add(domain::Show show) {
    show.id = change([&](CatalogTransaction& tx) { return tx.show_writer().insert(show); });
    return show;
}

domain::Episode CatalogContract::add(domain::Episode episode) {
    episode.id = change([&](CatalogTransaction& tx) { return tx.episode_writer().insert(episode); });
    return episode;
}

void CatalogContract::update(const domain::Show& show) {
    change([&](CatalogTransaction& tx) { return tx.show_writer().update(show); });
}

void CatalogContract::update(const domain::Episode& episode) {
    change([&](CatalogTransaction& tx) { return tx.episode_writer().update(episode); });
}

domain::Show CatalogContract::add_show() {
    return add(samples.show(add(samples.workspace()).id));
}

std::vector<storage::ListedEpisode> CatalogContract::list(const storage::VisibleEpisodesQuery& query) {
    return ask([&](CatalogSnapshot& at) { return at.episodes().list_visible(query); });
}

std::int64_t CatalogContract::count(const storage::VisibleEpisodesQuery& query) {
    return ask([&](CatalogSnapshot& at) { return at.episodes().count_visible(query); });
}

std::vector<std::int64_t> ids_of(const std::vector<storage::ListedEpisode>& page) {
    std::vector<std::int64_t> ids;
    for (const auto& listed : page) ids.push_back(listed.episode.id.value);
    return ids;
}

storage::EpisodePosition position_of(const domain::Episode& episode) {
    return {episode.publish_at ? unix_seconds(*episode.publish_at) : 0, episode.id};
}

bool becomes_true(std::chrono::milliseconds within, const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + within;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

}  // namespace mooring::contract
