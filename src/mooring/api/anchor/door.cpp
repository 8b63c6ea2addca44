#include "mooring/api/anchor/door.hpp"

namespace mooring::api::anchor {
namespace {

/// What a wrong credential is told, which counts against guessing.
Refusal counted(const Door& door, const http::Request& request, Refusal refusal) {
    if (refusal.status != 401 || refusal.message == "session expired") return refusal;
    const auto wait = door.people.limits.note_wrong_credential(request.client);
    if (!wait) return refusal_of(wait.error());
    return *wait ? Refusal{429, "rate_limited", "too many wrong credentials", {}, (*wait)->count()} : refusal;
}

}  // namespace

Checked<PrincipalPtr> admit(const Door& door, const http::Request& request, bool needs_person) {
    auto principal = find_credential(door.people, request, door.cookies);
    if (!principal && needs_person) return counted(door, request, principal.error());
    if (!principal || !*principal) {
        if (needs_person) return Refusal{401, "unauthorized", "not signed in"};
        return PrincipalPtr{};
    }
    if (const auto wait = door.limiter.take((*principal)->account->id)) {
        return Refusal{429, "rate_limited", "too many requests", {}, wait->count()};
    }
    return principal;
}

}  // namespace mooring::api::anchor
