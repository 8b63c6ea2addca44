#include "mooring/api/webapi/call.hpp"

namespace mooring::api::webapi {
namespace {

std::string_view country_of(const app::accounts::Principal& principal) {
    return principal.account ? std::string_view{principal.account->country} : std::string_view{};
}

}  // namespace

Result<Market> Call::market() const {
    return choose_market({parameters.find("market"), country_of(*principal), services.default_market});
}

Market Call::home_market() const {
    const std::string_view country = country_of(*principal);
    return Market{std::string{country.empty() ? std::string_view{services.default_market} : country}};
}

app::webcatalog::ListingScope Call::scope(const Market& market) const {
    return {market.country, services.clock.now()};
}

app::webcatalog::Onlooker Call::onlooker() const {
    app::webcatalog::Onlooker onlooker;
    if (principal->account && principal->scopes.contains("user-read-playback-position")) {
        onlooker.resumes = principal->account->id;
    }
    return onlooker;
}

}  // namespace mooring::api::webapi
