#include "mooring/app/accounts/guess_limits.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "mooring/base/utf8.hpp"

namespace mooring::app::accounts {
namespace {

using storage::GuessKind;

/// The unit that limits count addresses by, as text.
std::string range_of(const IpAddress& address) {
    return address.limit_prefix().to_string();
}

std::string account_from_range_key(std::string_view email, const IpAddress& address) {
    return to_lower_ascii(email) + '\n' + range_of(address);
}

std::string client_key(std::string_view client_id, const IpAddress& address) {
    return std::string{client_id} + '\n' + range_of(address);
}

}  // namespace

std::string GuessLimits::key_of(std::string_view text) const {
    return secret_.hash_token("guess\n" + std::string{text});
}

Result<Wait> GuessLimits::wait_of(CatalogSnapshot& catalog, GuessKind kind, std::string_view key, const Limit& limit) {
    if (limit.failures <= 0) return Wait{};
    MOORING_TRY(const std::vector<Instant> latest, catalog.guesses().latest(kind, key, limit.failures));
    if (static_cast<int>(latest.size()) < limit.failures) return Wait{};
    const Instant now = clock_.now();
    const Instant window_ends = latest.back() + limit.within;
    const Instant next = limit.then_every ? std::min(window_ends, latest.front() + *limit.then_every) : window_ends;
    if (next <= now) return Wait{};
    return Wait{std::chrono::ceil<std::chrono::seconds>(next - now)};
}

std::vector<GuessLimits::Counter> GuessLimits::password_counters(std::string_view email,
                                                                 const IpAddress& address) const {
    std::vector<Counter> counters{
        {GuessKind::account_from_range, key_of(account_from_range_key(email, address)), options_.account_from_range},
        {GuessKind::account, key_of(to_lower_ascii(email)), options_.account},
        {GuessKind::address, key_of(range_of(address)), options_.address}};
    std::erase_if(counters, [](const Counter& counter) { return counter.limit.failures <= 0; });
    return counters;
}

Result<Wait> GuessLimits::wait_of(CatalogSnapshot& catalog, const std::vector<Counter>& counters) {
    Wait longest;
    for (const Counter& counter : counters) {
        MOORING_TRY(const Wait wait, wait_of(catalog, counter.kind, counter.key, counter.limit));
        longest = std::max(longest, wait);
    }
    return longest;
}

Result<GuessLimits::PasswordTry> GuessLimits::begin_password(std::string_view email, const IpAddress& address) {
    const std::vector<Counter> counters = password_counters(email, address);
    if (counters.empty()) return PasswordTry{};
    // Whoever is held up already costs no write.
    MOORING_TRY(const Wait wait, catalog_.read([&](CatalogSnapshot& catalog) { return wait_of(catalog, counters); }));
    if (wait) return PasswordTry{wait, {}};
    return catalog_.write([&](CatalogTransaction& tx) -> Result<PasswordTry> {
        PasswordTry one;
        MOORING_TRY(one.wait, wait_of(tx, counters));
        if (one.wait) return one;
        for (const Counter& counter : counters) {
            MOORING_TRY(const std::int64_t id, tx.guess_writer().insert(counter.kind, counter.key, clock_.now()));
            one.counted.push_back(id);
        }
        return one;
    });
}

Result<void> GuessLimits::take_back(const PasswordTry& one) {
    if (one.counted.empty()) return ok();
    return catalog_.write([&](CatalogTransaction& tx) -> Result<void> {
        for (const std::int64_t id : one.counted) MOORING_CHECK(tx.guess_writer().remove(id));
        return ok();
    });
}

Result<Wait> GuessLimits::before_client_secret(std::string_view client_id, const IpAddress& address) {
    return catalog_.read([&](CatalogSnapshot& catalog) {
        return wait_of(catalog, GuessKind::client_secret, key_of(client_key(client_id, address)),
                       options_.client_secret);
    });
}

Result<void> GuessLimits::note_wrong_client_secret(std::string_view client_id, const IpAddress& address) {
    MOORING_CHECK(catalog_.write([&](CatalogTransaction& tx) {
        return tx.guess_writer().insert(GuessKind::client_secret, key_of(client_key(client_id, address)), clock_.now());
    }));
    return ok();
}

Result<Wait> GuessLimits::note_wrong_credential(const IpAddress& address) {
    const std::string key = key_of(range_of(address));
    MOORING_TRY(const Wait wait, catalog_.read([&](CatalogSnapshot& catalog) {
        return wait_of(catalog, GuessKind::credential, key, options_.credential);
    }));
    if (wait) return wait;
    MOORING_CHECK(catalog_.write(
        [&](CatalogTransaction& tx) { return tx.guess_writer().insert(GuessKind::credential, key, clock_.now()); }));
    return Wait{};
}

Result<void> GuessLimits::forget_old() {
    const auto longest = std::max({options_.account_from_range.within, options_.account.within, options_.address.within,
                                   options_.client_secret.within, options_.credential.within});
    return catalog_.write(
        [&](CatalogTransaction& tx) { return tx.guess_writer().remove_before(clock_.now() - longest); });
}

}  // namespace mooring::app::accounts
