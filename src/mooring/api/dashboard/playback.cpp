#include <chrono>

#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/app/webcatalog/library.hpp"

// How far the person has come in an episode: what the Web API gives as `resume_point`.

namespace mooring::api::dashboard {

Answer put_playback(const Call& call, const Body& body) {
    MOORING_TRY(const auto episode, call.path_id<domain::EpisodeId>(0));
    MOORING_TRY(const auto position, body.integer("position_ms"));
    MOORING_TRY(const auto is_fully_played, body.flag("fully_played"));
    if (!position || *position < 0 || *position > domain::max_wire_id) {
        return invalid("position_ms", "position_ms must be a number of milliseconds, 0 or more");
    }
    app::webcatalog::Library library{call.services.catalog, call.mint().clock};
    MOORING_CHECK(library.put_resume_point(call.asker.principal.account->id, episode, is_fully_played.value_or(false),
                                           std::chrono::milliseconds{*position}));
    return no_content();
}

}  // namespace mooring::api::dashboard
