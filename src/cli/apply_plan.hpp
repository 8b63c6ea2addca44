#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/show_folder.hpp"
#include "mooring_client/publishing.hpp"
#include "mooring_client/typed.hpp"

namespace mooring::cli {

/// A show as the server has it.
struct PresentShow {
    std::int64_t id = 0;
    std::string title, description, presenter;
    bool is_published = false;
};

/// One thing to do, or that cannot be done.
struct Action {
    enum class Kind { create_show, update_show, upload, update, archive, cannot };

    Kind kind = Kind::cannot;
    std::string what;                        ///< the title of what it is about
    std::vector<std::string> fields = {};    ///< that change; of `cannot` the reason
    const FolderEpisode* episode = nullptr;  ///< of `upload`, `update` and `cannot`
    std::int64_t id = 0;                     ///< of `update` and `archive`
};

/// `create show`, `upload`, … for a line of the plan.
std::string_view to_string(Action::Kind kind);

struct ApplyPlan {
    std::vector<Action> actions;  ///< in the order in which they are done
    KnownIds ids;                 ///< of the episodes that are there already
};

/// Compare. `present_show` is empty when there is none yet. An episode is the one whose id is known, else the one of
/// the same title. `prunes`: archive what the folder does not have. Pure.
ApplyPlan make_plan(const FolderShow& wanted, const std::optional<PresentShow>& present_show,
                    const std::vector<mooring_client::PublishedEpisode>& present, const KnownIds& known, bool prunes);

}  // namespace mooring::cli
