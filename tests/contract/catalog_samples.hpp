#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/domain/workspace.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::contract {

/// The instant that the suites call now: whole seconds, so that a microsecond either way is another second.
inline const Instant sample_now = from_unix_seconds(1'900'000'000);

/// Makes model values whose unique names never repeat within a process.
class Samples {
public:
    domain::Workspace workspace();
    /// Published, nothing optional set.
    domain::Show show(domain::WorkspaceId workspace);
    /// Every field set to something that is not its default.
    domain::Show full_show(domain::WorkspaceId workspace);
    /// Published at `sample_now` with stored media, nothing optional set.
    domain::Episode episode(const domain::Show& show);
    /// Every field set to something that is not its default.
    domain::Episode full_episode(const domain::Show& show);
    domain::ApiKey api_key(domain::WorkspaceId workspace);
    domain::Subscriber subscriber(domain::ShowId show);

    /// A text of `length` letters and digits that was not given before.
    std::string unique(std::size_t length);
    /// A number that was not given before.
    std::int64_t number();
};

domain::SharedTags full_shared_tags();

}  // namespace mooring::contract
