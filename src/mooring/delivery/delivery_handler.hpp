#pragma once

#include <memory>

#include "mooring/app/delivering/delivering.hpp"
#include "mooring/http/handler.hpp"

namespace mooring::delivery {

struct DeliveryDependencies {
    std::shared_ptr<app::delivering::Delivering> delivering;
};

/// The handler of the pages family: feeds, media, pictures, pages, embeds, lists (delivery.md). Its one route table is
/// in routes.cpp. Hot feeds, media and pictures are answered from memory on the network thread.
std::shared_ptr<http::Handler> make_delivery_handler(DeliveryDependencies dependencies);

}  // namespace mooring::delivery
