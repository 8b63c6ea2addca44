#include "mooring/app/reporting/country_names.hpp"

#include "mooring/app/numbers/places.hpp"

namespace mooring::app::reporting {

std::string country_name(std::string_view code) {
    std::string name = numbers::country_name(code);
    return name.empty() ? std::string{code} : name;
}

std::optional<std::string> find_country(std::string_view name) {
    if (auto code = numbers::country_of(name)) return code;
    std::string code{name};
    for (char& letter : code) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return numbers::country_name(code).empty() ? std::nullopt : std::optional{std::move(code)};
}

}  // namespace mooring::app::reporting
