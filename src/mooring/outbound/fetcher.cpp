#include "mooring/outbound/fetcher.hpp"

namespace mooring::outbound {

std::optional<std::string_view> FetchResponse::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers) {
        if (name == lower_case_name) return value;
    }
    return std::nullopt;
}

}  // namespace mooring::outbound
