#include "mooring/server/admin/doctor.hpp"

#include <sys/statvfs.h>

#include <optional>

#include "mooring/confine/layers.hpp"
#include "mooring/server/measuring.hpp"

namespace mooring::server::admin {
namespace {

namespace json = boost::json;

constexpr std::int64_t page_size = 1000;

class Findings {
public:
    void add(std::string what, std::string advice) {
        rows_.push_back(json::object{{"what", std::move(what)}, {"advice", std::move(advice)}});
    }
    json::value take() { return json::value(std::move(rows_)); }

private:
    json::array rows_;
};

Result<std::vector<domain::Episode>> episodes_of(Storage& storage, domain::ShowId show, std::int64_t offset) {
    return storage.catalog->read(
        [&](storage::CatalogSnapshot& catalog) { return catalog.episodes().list_all(show, offset, page_size); });
}

Result<void> check_media(Storage& storage, const domain::Show& show, Findings& findings) {
    for (std::int64_t offset = 0;; offset += page_size) {
        MOORING_TRY(const auto episodes, episodes_of(storage, show.id, offset));
        for (const domain::Episode& episode : episodes) {
            const auto* stored = std::get_if<domain::StoredMedia>(&episode.media);
            if (stored == nullptr) continue;
            const auto blob = storage.blobs->open(stored->sha256);
            const std::string name = "episode " + std::to_string(episode.id.value);
            if (!blob) {
                findings.add(name + " has no file: " + blob.error().message,
                             "bring the media folder back from a backup");
            } else if ((*blob)->size_bytes() != stored->size_bytes) {
                findings.add(name + " has a file of another size", "bring the media folder back from a backup");
            }
        }
        if (episodes.size() < static_cast<std::size_t>(page_size)) return ok();
    }
}

void check_space(const Config& config, Findings& findings) {
    struct statvfs facts {};
    if (::statvfs(config.data_dir.c_str(), &facts) != 0) return;
    const auto free_bytes = static_cast<std::int64_t>(facts.f_bavail) * static_cast<std::int64_t>(facts.f_frsize);
    if (free_bytes < config.disk_reserve_bytes) {
        findings.add("only " + std::to_string(free_bytes / 1'000'000) + " MB are free: uploads are refused",
                     "free some space, or lower storage.disk_reserve_bytes");
    }
}

/// Whether the list of safe networks can be read and was looked at lately (measurement.md, 6.5).
void check_safe_networks(const Config& config, Instant now, Findings& findings) {
    const auto networks = load_safe_networks(config);
    if (!networks) {
        findings.add("the list of safe networks is refused: " + networks.error().message,
                     "mend rules/safe-networks.json in the data folder");
        return;
    }
    for (const auto& entry : networks->entries()) {
        if (now - entry.reviewed <= analytics::SafeNetworks::review_due) continue;
        findings.add("the safe network '" + entry.name + "' was not reviewed for over 90 days",
                     "see whether many listeners still share it, then change `reviewed` in rules/safe-networks.json");
    }
}

/// Whether something stands between the programs that read strangers' media and everything else.
void check_walls(Findings& findings) {
    const auto layers = confine::survey();
    if (!layers) {
        findings.add("uploaded media cannot be processed: " + layers.error().message,
                     "run it where seccomp and Landlock or user namespaces are allowed");
        return;
    }
    confine::Layers standing;
    for (const confine::LayerState& layer : *layers) {
        if (layer.holds) standing.add(layer.layer);
    }
    if (standing.keep_files_out()) return;
    for (const confine::LayerState& layer : *layers) {
        if (!layer.holds) findings.add("uploaded media cannot be processed: " + layer.words, "see the service unit");
    }
}

}  // namespace

Result<json::value> examine(Storage& storage, const Config& config) {
    Findings findings;
    check_space(config, findings);
    check_walls(findings);
    check_safe_networks(config, storage.clock->now(), findings);
    MOORING_TRY(const auto shows, storage.catalog->read([](storage::CatalogSnapshot& catalog) {
        return catalog.shows().list(std::nullopt);
    }));
    for (const domain::Show& show : shows) MOORING_CHECK(check_media(storage, show, findings));
    MOORING_TRY(const auto jobs,
                storage.catalog->read([](storage::CatalogSnapshot& catalog) { return catalog.jobs().counts(); }));
    for (const storage::JobCounts& kind : jobs) {
        if (kind.failed > 0) {
            findings.add(std::to_string(kind.failed) + " jobs of kind " + kind.kind + " failed for good",
                         "the server's log says why");
        }
    }
    return findings.take();
}

}  // namespace mooring::server::admin
