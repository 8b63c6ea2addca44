#include "mooring/app/reporting/country_names.hpp"

#include <unicode/locid.h>

#include <array>
#include <map>
#include <span>
#include <utility>

#include "mooring/base/utf8.hpp"

namespace mooring::app::reporting {
namespace {

/// Where the names on the wire differ from CLDR's.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> overrides{{
    {"BA", "Bosnia and Herzegovina"},
    {"CZ", "Czech Republic"},
    {"HK", "Hong Kong"},
    {"MM", "Myanmar"},
    {"MO", "Macao"},
    {"PS", "Palestine"},
    {"TR", "Turkey"},
    {"VN", "Vietnam"},
}};

std::string name_of(std::string_view code) {
    for (const auto& [known, name] : overrides) {
        if (known == code) return std::string{name};
    }
    const icu::Locale locale{"", std::string{code}.c_str()};
    icu::UnicodeString name;
    locale.getDisplayCountry(icu::Locale::getEnglish(), name);
    std::string text;
    name.toUTF8String(text);
    return text.empty() ? std::string{code} : text;
}

const std::map<std::string, std::string, std::less<>>& codes_by_folded_name() {
    static const auto codes = [] {
        std::map<std::string, std::string, std::less<>> made;
        for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
            made.emplace(fold_case(name_of(*code)), *code);
            made.emplace(fold_case(*code), *code);
        }
        return made;
    }();
    return codes;
}

}  // namespace

std::string country_name(std::string_view code) {
    return name_of(code);
}

std::optional<std::string> find_country(std::string_view name) {
    const auto& codes = codes_by_folded_name();
    const auto found = codes.find(fold_case(name));
    return found == codes.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace mooring::app::reporting
