#include "mooring/api/webapi/cors.hpp"

namespace mooring::api::webapi {

void allow_any_origin(http::Response& response) {
    response.header("Access-Control-Allow-Origin", "*").header("Access-Control-Expose-Headers", "ETag, Retry-After");
}

http::Response preflight_answer() {
    http::Response response = http::Response::empty(204);
    response.header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, PATCH, OPTIONS")
        .header("Access-Control-Allow-Headers",
                "Accept, Accept-Language, App-Platform, Authorization, Content-Type, If-None-Match, Origin, "
                "Retry-After, client-token")
        .header("Access-Control-Max-Age", "604800");
    allow_any_origin(response);
    return response;
}

}  // namespace mooring::api::webapi
