#pragma once

#include "mooring/app/creators/names.hpp"
#include "mooring/base/random.hpp"
#include "mooring/domain/engagement.hpp"

namespace mooring::app::engagement {

// The words of what listeners say and what creators do with it (creators-graphql.md, sections 9 and 10). Characters
// are Unicode code points everywhere.

using creators::CatalogSnapshot;
using creators::CatalogTransaction;
using creators::Episode;
using creators::EpisodeId;
using creators::Show;
using creators::ShowId;
using domain::BlockedListener;
using domain::Comment;
using domain::CommentSettings;
using domain::CommentState;
using domain::ModerationPolicy;
using domain::Poll;
using domain::PollType;
using domain::PollVotes;

/// `text` without white space at its ends, if it is well-formed text of 1 to `longest` characters without control
/// characters. Errors: invalid_argument (names `field`).
Result<std::string> checked_text(std::string_view text, std::size_t longest, const char* field);

}  // namespace mooring::app::engagement
