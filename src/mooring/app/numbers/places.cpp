#include "mooring/app/numbers/places.hpp"

#include <unicode/locid.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <map>

#include "mooring/base/utf8.hpp"

namespace mooring::app::numbers {

namespace {

struct OtherName {
    std::string_view alpha2, name;
};

/// Where CLDR has a longer or another name than people use.
constexpr std::array other_names{OtherName{"BA", "Bosnia and Herzegovina"},
                                 OtherName{"CZ", "Czech Republic"},
                                 OtherName{"HK", "Hong Kong"},
                                 OtherName{"MM", "Myanmar"},
                                 OtherName{"MO", "Macao"},
                                 OtherName{"PS", "Palestine"},
                                 OtherName{"TR", "Turkey"}};

std::string name_in_cldr(const std::string& alpha2) {
    icu::UnicodeString name;
    icu::Locale{"", alpha2.c_str()}.getDisplayCountry(icu::Locale::getEnglish(), name);
    std::string text;
    name.toUTF8String(text);
    return text == alpha2 ? std::string{} : text;
}

struct Countries {
    std::map<std::string, std::string, std::less<>> names;    // by code
    std::map<std::string, std::string, std::less<>> by_name;  // folded
};

const Countries& countries() {
    static const Countries all = [] {
        Countries made;
        for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
            const std::string alpha2{*code};
            const auto other = std::ranges::find(other_names, alpha2, &OtherName::alpha2);
            const std::string name = other == other_names.end() ? name_in_cldr(alpha2) : std::string{other->name};
            if (name.empty()) continue;
            made.by_name.emplace(fold_case(name), alpha2);
            made.names.emplace(alpha2, name);
        }
        // Not of the standard, but in files of places.
        made.names.emplace("XK", "Kosovo");
        made.by_name.emplace(fold_case("Kosovo"), "XK");
        return made;
    }();
    return all;
}

}  // namespace

std::string country_name(std::string_view alpha2) {
    const auto found = countries().names.find(alpha2);
    return found == countries().names.end() ? std::string{} : found->second;
}

std::optional<std::string> country_of(std::string_view name) {
    const auto found = countries().by_name.find(fold_case(name));
    return found == countries().by_name.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace mooring::app::numbers
