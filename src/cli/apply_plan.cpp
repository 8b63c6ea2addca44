#include "cli/apply_plan.hpp"

#include <algorithm>
#include <set>

namespace mooring::cli {
namespace {

using mooring_client::PublishedEpisode;

std::vector<std::string> show_changes(const FolderShow& wanted, const PresentShow& present) {
    std::vector<std::string> fields;
    if (wanted.title != present.title) fields.emplace_back("title");
    if (wanted.description && *wanted.description != present.description) fields.emplace_back("description");
    if (wanted.presenter && *wanted.presenter != present.presenter) fields.emplace_back("presenter");
    if (wanted.is_published && *wanted.is_published != present.is_published) fields.emplace_back("published");
    return fields;
}

std::vector<std::string> episode_changes(const FolderEpisode& wanted, const PublishedEpisode& present) {
    std::vector<std::string> fields;
    if (wanted.title != present.title) fields.emplace_back("title");
    if (wanted.notes != present.description) fields.emplace_back("description");
    if (wanted.date && *wanted.date != present.datetime) fields.emplace_back("datetime");
    return fields;
}

const PublishedEpisode* find_present(const FolderEpisode& wanted, const std::vector<PublishedEpisode>& present,
                                     const KnownIds& known) {
    const auto id = known.find(wanted.name);
    const auto by_id =
        id == known.end() ? present.end() : std::ranges::find(present, id->second, &PublishedEpisode::id);
    const auto found =
        by_id != present.end() ? by_id : std::ranges::find(present, wanted.title, &PublishedEpisode::title);
    return found == present.end() ? nullptr : &*found;
}

}  // namespace

std::string_view to_string(Action::Kind kind) {
    switch (kind) {
        case Action::Kind::create_show: return "create show";
        case Action::Kind::update_show: return "change show";
        case Action::Kind::upload: return "upload";
        case Action::Kind::update: return "change";
        case Action::Kind::archive: return "archive";
        case Action::Kind::cannot: return "cannot";
    }
    return "cannot";
}

ApplyPlan make_plan(const FolderShow& wanted, const std::optional<PresentShow>& present_show,
                    const std::vector<PublishedEpisode>& present, const KnownIds& known, bool prunes) {
    using Kind = Action::Kind;
    ApplyPlan plan;
    if (!present_show) {
        plan.actions.push_back({.kind = Kind::create_show, .what = wanted.title});
    } else if (auto fields = show_changes(wanted, *present_show); !fields.empty()) {
        plan.actions.push_back({.kind = Kind::update_show, .what = wanted.title, .fields = std::move(fields)});
    }
    std::set<std::int64_t> kept;
    for (const FolderEpisode& episode : wanted.episodes) {
        const PublishedEpisode* const there = find_present(episode, present, known);
        if (there == nullptr || !kept.insert(there->id).second) {
            plan.actions.push_back({.kind = Kind::upload, .what = episode.title, .episode = &episode});
            continue;
        }
        plan.ids[episode.name] = there->id;
        if (auto fields = episode_changes(episode, *there); !fields.empty()) {
            plan.actions.push_back({.kind = Kind::update,
                                    .what = episode.title,
                                    .fields = std::move(fields),
                                    .episode = &episode,
                                    .id = there->id});
        }
        if (there->audio_length != episode.audio_bytes) {
            plan.actions.push_back({.kind = Kind::cannot,
                                    .what = episode.title,
                                    .fields = {"the sound differs, and the publishing API does not replace it"},
                                    .episode = &episode});
        }
    }
    if (prunes) {
        for (const PublishedEpisode& there : present) {
            if (kept.contains(there.id)) continue;
            plan.actions.push_back({.kind = Kind::archive, .what = there.title, .id = there.id});
        }
    }
    return plan;
}

}  // namespace mooring::cli
