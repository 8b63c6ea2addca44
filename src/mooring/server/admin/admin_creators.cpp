#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "mooring/app/publishing/show_settings.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/admin/find.hpp"

// What only the creators API tells: a show's money, which moves elsewhere, and how far a person is verified.

namespace mooring::server::admin {
namespace {

namespace json = boost::json;

constexpr std::array verification_names{"unverified", "verified", "email_change_requested"};
constexpr std::array directory_names{"off", "pending", "on"};

json::array texts(const std::vector<std::string>& values) {
    return json::array(values.begin(), values.end());
}

json::value describe(const domain::Show& show) {
    const domain::Monetisation& money = show.money;
    return json::object{{"show", show.id.value},
                        {"partner_program", money.partner_program},
                        {"pending_requirements", texts(money.pending_requirements)},
                        {"paywall", money.paywall},
                        {"paywall_eligible", money.is_paywall_eligible},
                        {"paywall_enabled", money.is_paywall_enabled},
                        {"paywall_set_up", money.is_paywall_set_up},
                        {"subscribers", money.subscribers},
                        {"wallet_obstacles", texts(money.wallet_obstacles)},
                        {"currency", money.currency},
                        {"balance_cents", money.balance},
                        {"pending_balance_cents", money.pending_balance},
                        {"lifetime_earnings_cents", money.lifetime_earnings},
                        {"spotify_distribution", directory_names[static_cast<std::size_t>(show.distribution.spotify)]}};
}

/// What the command line gave; unset members stay.
struct Money {
    std::string show;
    std::optional<std::string> partner_program, paywall, currency, spotify;
    std::optional<std::vector<std::string>> pending, obstacles;
    std::optional<bool> is_eligible, is_enabled, is_set_up;
    std::optional<std::int64_t> subscribers, balance, pending_balance, lifetime;
    bool has_wallet = false;

    bool is_empty() const {
        return !partner_program && !paywall && !currency && !spotify && !pending && !obstacles && !is_eligible &&
               !is_enabled && !is_set_up && !subscribers && !balance && !pending_balance && !lifetime && !has_wallet;
    }
};

template <class Value>
void take(const std::optional<Value>& wanted, Value& kept) {
    if (wanted) kept = *wanted;
}

domain::Monetisation changed(domain::Monetisation money, const Money& wanted) {
    take(wanted.partner_program, money.partner_program);
    take(wanted.pending, money.pending_requirements);
    take(wanted.paywall, money.paywall);
    take(wanted.is_eligible, money.is_paywall_eligible);
    take(wanted.is_enabled, money.is_paywall_enabled);
    take(wanted.is_set_up, money.is_paywall_set_up);
    take(wanted.subscribers, money.subscribers);
    take(wanted.obstacles, money.wallet_obstacles);
    if (wanted.has_wallet) money.wallet_obstacles.clear();
    take(wanted.currency, money.currency);
    take(wanted.balance, money.balance);
    take(wanted.pending_balance, money.pending_balance);
    take(wanted.lifetime, money.lifetime_earnings);
    return money;
}

Result<json::value> set_money(Storage& storage, const Config& config, const Money& wanted) {
    MOORING_TRY(domain::Show show, find_show(storage, wanted.show));
    if (wanted.is_empty()) return describe(show);
    app::publishing::ShowSettings settings;
    settings.money = changed(show.money, wanted);
    if (wanted.spotify) {
        settings.distribution = show.distribution;
        const auto name = std::ranges::find(directory_names, *wanted.spotify);
        settings.distribution->spotify = static_cast<domain::DirectoryStatus>(name - directory_names.begin());
    }
    MOORING_TRY(show, storage.catalog->write([&](storage::CatalogTransaction& tx) {
        return app::publishing::change_show_settings(tx, configured_urls(storage, config), storage.clock->now(),
                                                     show.id, settings);
    }));
    return describe(show);
}

void add_money(Program& program, CLI::App& admin) {
    auto wanted = std::make_shared<Money>();
    CLI::App* command = add_command(
        program, admin, "money", "Print what the creators API tells of a show's money; with options, set it first.",
        [wanted](Storage& storage, const Config& config) { return set_money(storage, config, *wanted); });
    command->add_option("--show", wanted->show, "Id, slug or title of the show.")->required();
    command->add_option("--partner-program", wanted->partner_program, "State of the partner program, such as ACTIVE.");
    command->add_option("--pending-requirement", wanted->pending, "What is missing for it; may be repeated.");
    command->add_option("--paywall", wanted->paywall, "State of the paywall, such as ENROLLED.");
    command->add_option("--paywall-eligible", wanted->is_eligible, "true or false.");
    command->add_option("--paywall-enabled", wanted->is_enabled, "true or false.");
    command->add_option("--paywall-set-up", wanted->is_set_up, "true or false.");
    command->add_option("--subscribers", wanted->subscribers, "Paying subscribers.")->check(CLI::NonNegativeNumber);
    command->add_flag("--wallet", wanted->has_wallet, "There is a wallet.");
    command->add_option("--wallet-obstacle", wanted->obstacles, "Why there is none; may be repeated.");
    command->add_option("--currency", wanted->currency, "Of the amounts, such as EUR.");
    command->add_option("--balance", wanted->balance, "Cents.");
    command->add_option("--pending-balance", wanted->pending_balance, "Cents.");
    command->add_option("--lifetime-earnings", wanted->lifetime, "Cents.");
    command->add_option("--spotify", wanted->spotify, "Whether Spotify carries the show: off, pending or on.")
        ->check(CLI::IsMember({"off", "pending", "on"}));
}

struct Standing {
    std::string email;
    std::optional<std::string> verification, optimizely, mparticle;
    std::optional<bool> has_birthdate;
};

Result<json::value> set_standing(Storage& storage, const Standing& wanted) {
    return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::value> {
        MOORING_TRY(std::optional<domain::Account> account, tx.accounts().find_by_email(wanted.email));
        if (!account) return Error{Errc::not_found, "nobody has that e-mail"};
        domain::CreatorStanding& standing = account->standing;
        if (wanted.verification) {
            const auto name = std::ranges::find(verification_names, *wanted.verification);
            standing.verification = static_cast<domain::Verification>(name - verification_names.begin());
        }
        take(wanted.has_birthdate, standing.has_valid_birthdate);
        take(wanted.optimizely, standing.optimizely_id);
        take(wanted.mparticle, standing.mparticle_id);
        MOORING_CHECK(tx.account_writer().update(*account));
        return json::value(
            json::object{{"email", account->email},
                         {"verification", verification_names[static_cast<std::size_t>(standing.verification)]},
                         {"valid_birthdate", standing.has_valid_birthdate},
                         {"optimizely", standing.optimizely_id},
                         {"mparticle", standing.mparticle_id}});
    });
}

void add_standing(Program& program, CLI::App& admin) {
    auto wanted = std::make_shared<Standing>();
    CLI::App* command = add_command(
        program, admin, "standing", "Print what the creators API tells of a person; with options, set it first.",
        [wanted](Storage& storage, const Config&) { return set_standing(storage, *wanted); });
    command->add_option("--email", wanted->email, "Whose.")->required();
    command->add_option("--verification", wanted->verification, "unverified, verified or email_change_requested.")
        ->check(CLI::IsMember({"unverified", "verified", "email_change_requested"}));
    command->add_option("--valid-birthdate", wanted->has_birthdate, "true or false.");
    command->add_option("--optimizely", wanted->optimizely, "Id at this partner.");
    command->add_option("--mparticle", wanted->mparticle, "Id at this partner.");
}

}  // namespace

void add_creators_commands(Program& program, CLI::App& admin) {
    CLI::App* group = admin.add_subcommand("creators", "What only the creators API tells of shows and people.");
    group->require_subcommand(1);
    add_money(program, *group);
    add_standing(program, *group);
}

}  // namespace mooring::server::admin
