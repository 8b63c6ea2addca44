#pragma once

#include <optional>
#include <string>

#include "mooring/api/publishing/fields.hpp"
#include "mooring/app/public_urls.hpp"
#include "mooring/app/publishing/idempotent_creates.hpp"
#include "mooring/app/publishing/ports.hpp"

namespace mooring::api::publishing {

/// What both ways of creating an episode take.
struct EpisodeFields {
    std::string title;
    std::int64_t show_id = 0;
    std::optional<std::string> description;
    std::optional<std::int64_t> datetime;
};

// The members' rules of publishing-v1.md, 9.3 to 9.5.
Result<std::optional<std::string>> read_title(const Fields& fields);
Result<std::string> read_required_title(const Fields& fields);
Result<std::optional<std::string>> read_description(const Fields& fields);

/// The episode that the members ask for, without media.
domain::Episode episode_of(const EpisodeFields& fields, domain::WorkspaceId workspace);

/// 201 with the episode object and its address.
app::publishing::RememberedAnswer created_answer(const app::publishing::EpisodeInShow& created,
                                                 const app::PublicUrls& urls);

}  // namespace mooring::api::publishing
