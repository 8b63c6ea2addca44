#include "mooring/api/people/invitation_links.hpp"

#include "mooring/http/family_router.hpp"

namespace mooring::api::people {

std::string invitation_link(const Services& services, std::string_view token) {
    std::string link = services.urls.base;
    link += http::family_prefix(http::Family::accounts);
    link += "/invite/";
    return link += token;
}

}  // namespace mooring::api::people
