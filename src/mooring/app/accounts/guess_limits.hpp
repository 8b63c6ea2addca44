#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/accounts/ports.hpp"
#include "mooring/app/server_secret.hpp"
#include "mooring/base/ip_address.hpp"

namespace mooring::app::accounts {

/// How long to wait before the next try; nothing when there is none to wait for.
using Wait = std::optional<std::chrono::seconds>;

/// The limits on wrong guesses (accounts-oauth.md, 8.3). They are counted in the catalog, so that a restart forgives
/// nothing, by keyed hashes of e-mail and address. Nothing here locks an account: only further tries wait. Blocking;
/// safe from several threads.
class GuessLimits {
public:
    /// Over `failures` within `within` the next try waits: for the window, or, where `then_every` is set, so long.
    struct Limit {
        int failures = 0;
        std::chrono::seconds within{};
        std::optional<std::chrono::seconds> then_every = {};
    };
    struct Options {
        Limit account_from_range{5, std::chrono::minutes{15}};
        Limit account{20, std::chrono::hours{1}, std::chrono::seconds{30}};
        Limit address{50, std::chrono::hours{1}};
        Limit client_secret{30, std::chrono::minutes{10}};
        Limit credential{30, std::chrono::minutes{1}};
    };
    /// For tests that are about other things.
    static Options unlimited() { return {{}, {}, {}, {}, {}}; }

    GuessLimits(Catalog& catalog, const ServerSecret& secret, const Clock& clock, Options options)
        : catalog_(catalog), secret_(secret), clock_(clock), options_(options) {}

    /// A try at a password, counted as wrong until it is taken back: tries that are under way together count together.
    struct PasswordTry {
        Wait wait;                          ///< set: none is allowed now, and nothing was counted
        std::vector<std::int64_t> counted;  ///< what `take_back` removes
    };
    /// Ask before a password is looked at, right or wrong. Errors: unavailable, no_space.
    Result<PasswordTry> begin_password(std::string_view email, const IpAddress& address);
    /// The password was right, or not looked at.
    Result<void> take_back(const PasswordTry& one);

    Result<Wait> before_client_secret(std::string_view client_id, const IpAddress& address);
    Result<void> note_wrong_client_secret(std::string_view client_id, const IpAddress& address);

    /// A code, token, key or cookie that nobody was given. Right ones are never held up by others' wrong ones, so this
    /// is asked after the look-up: it counts the guess, or says how long none of that address is heard.
    Result<Wait> note_wrong_credential(const IpAddress& address);

    /// Forget what no limit counts any more.
    Result<void> forget_old();

private:
    /// One counter that a try at a password goes into.
    struct Counter {
        storage::GuessKind kind;
        std::string key;
        Limit limit;
    };
    std::vector<Counter> password_counters(std::string_view email, const IpAddress& address) const;
    Result<Wait> wait_of(CatalogSnapshot& catalog, const std::vector<Counter>& counters);
    std::string key_of(std::string_view text) const;
    Result<Wait> wait_of(CatalogSnapshot& catalog, storage::GuessKind kind, std::string_view key, const Limit& limit);

    Catalog& catalog_;
    const ServerSecret& secret_;
    const Clock& clock_;
    Options options_;
};

}  // namespace mooring::app::accounts
