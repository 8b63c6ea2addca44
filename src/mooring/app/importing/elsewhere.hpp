#pragma once

#include <string>
#include <vector>

#include "mooring/app/importing/import_show.hpp"

namespace mooring::app::importing {

/// How a show that lives elsewhere looks after its feed was read.
struct ListedElsewhere {
    domain::Show show;
    int new_episodes = 0, changed_episodes = 0;
};

/// List a show that is hosted elsewhere in a workspace: its feed is read at once. A feed that is listed there is read
/// anew. Errors: invalid_argument (`url`), not_found (workspace), conflict (the show is hosted here); those of
/// fetching and reading the feed.
Result<ListedElsewhere> list_elsewhere(const ImportPorts& ports, domain::WorkspaceId workspace, const std::string& url);

/// Read the feed of a listed show anew: what it says of the show and its episodes is what is known from now on. An
/// item that left the feed stays, since feeds drop old ones. Errors: not_found (no such show, or not elsewhere); those
/// of fetching and reading the feed.
Result<ListedElsewhere> read_elsewhere_again(const ImportPorts& ports, domain::ShowId show);

/// Take a listed show off the list, with its episodes. Errors: not_found (no such show, or not elsewhere).
Result<void> unlist_elsewhere(storage::Catalog& catalog, Instant now, domain::ShowId show);

/// The listed shows, by id; of one workspace or of all. Errors: unavailable.
Result<std::vector<domain::Show>> shows_elsewhere(storage::CatalogSnapshot& catalog,
                                                  std::optional<domain::WorkspaceId> workspace);

/// The step of the job kind `read_elsewhere`.
class ReadElsewhere {
public:
    explicit ReadElsewhere(ImportPorts ports) : ports_(ports) {}

    background::StepOutcome run(const storage::Job& job) const;
    /// Have every listed show read anew. Once an hour.
    Result<void> queue_all() const;

private:
    ImportPorts ports_;
};

}  // namespace mooring::app::importing
