// What a small program does with the client library: ask, and act on the kinds of errors.

#include <mooring_client/mooring_client.hpp>

#include <iostream>

int main(int argc, char** argv) {
    namespace api = mooring_client;
    std::cout << "mooring_client " << api::version << '\n';
    auto anchor = api::AnchorConnector::make({.base_url = argc > 1 ? argv[1] : "http://127.0.0.1:9/v3",
                                              .webstation_id = "2c2ad3a8",
                                              .anchorpw_s = "cookie",
                                              .retry = {.max_attempts = 1}});
    if (!anchor) return 2;
    const auto plays = anchor->total_plays();
    std::cout << (plays ? plays->text : std::string{to_string(plays.error().kind)}) << '\n';
    auto spotify = api::SpotifyConnector::make({.sp_dc = "", .sp_key = ""});
    return spotify ? 1 : 0;
}
