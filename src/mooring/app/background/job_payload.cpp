#include "mooring/app/background/job_payload.hpp"

#include <boost/json.hpp>

namespace mooring::app::background {
namespace {

std::optional<boost::json::value> member(std::string_view payload, std::string_view name) {
    boost::system::error_code failure;
    const boost::json::value value = boost::json::parse({payload.data(), payload.size()}, failure);
    if (failure || !value.is_object()) return std::nullopt;
    const auto* found = value.get_object().if_contains({name.data(), name.size()});
    return found == nullptr ? std::nullopt : std::optional{*found};
}

}  // namespace

std::optional<std::int64_t> payload_number(std::string_view payload, std::string_view name) {
    const auto value = member(payload, name);
    return value && value->is_int64() ? std::optional{value->get_int64()} : std::nullopt;
}

std::optional<std::string> payload_text(std::string_view payload, std::string_view name) {
    const auto value = member(payload, name);
    if (!value || !value->is_string()) return std::nullopt;
    return std::string(value->get_string().c_str(), value->get_string().size());
}

}  // namespace mooring::app::background
