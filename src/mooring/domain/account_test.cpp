#include "mooring/domain/account.hpp"

#include <gtest/gtest.h>

namespace mooring::domain {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(Role, GoesThereAndBackAsText) {
    for (const auto role : {Role::analyst, Role::editor, Role::show_admin, Role::owner}) {
        EXPECT_EQ(parse_role(to_string(role)), role);
    }
    EXPECT_FALSE(parse_role("administrator"));
    EXPECT_FALSE(parse_role(""));
    EXPECT_FALSE(parse_role("Owner"));
}

TEST(Role, IncludesThoseBeforeIt) {
    EXPECT_LT(Role::analyst, Role::editor);
    EXPECT_LT(Role::editor, Role::show_admin);
    EXPECT_LT(Role::show_admin, Role::owner);
}

TEST(SessionLife, EndsAtItsExpiryNotAfterIt) {
    Session session;
    session.expires_at = Instant{hours{10}};
    EXPECT_TRUE(is_live(session, Instant{hours{10}} - seconds{1}));
    EXPECT_FALSE(is_live(session, Instant{hours{10}}));
}

TEST(SessionLife, EndsWhenIdleForTooLong) {
    Session session;
    session.last_used_at = Instant{hours{1}};
    session.idle_seconds = 24 * 3600;
    EXPECT_TRUE(is_live(session, Instant{hours{25}} - seconds{1}));
    EXPECT_FALSE(is_live(session, Instant{hours{25}}));
}

TEST(SessionLife, HasNoEndWhenNoneIsSet) {
    EXPECT_TRUE(is_live(Session{}, Instant{hours{1'000'000}}));
}

TEST(OAuthScopes, KnowThePublicNamesOnly) {
    for (const auto* name : {"streaming", "ugc-image-upload", "user-read-email", "user-read-private",
                             "user-read-playback-position", "user-library-read", "user-library-modify"}) {
        EXPECT_TRUE(is_oauth_scope(name)) << name;
    }
    EXPECT_FALSE(is_oauth_scope(""));
    EXPECT_FALSE(is_oauth_scope("Streaming"));
    EXPECT_FALSE(is_oauth_scope("episodes:write"));
}

}  // namespace
}  // namespace mooring::domain
