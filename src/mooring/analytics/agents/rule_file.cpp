#include "mooring/analytics/agents/rule_file.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace mooring::analytics {

namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(name);
    const json::string* text = member == nullptr ? nullptr : member->if_string();
    return text == nullptr ? std::string{} : std::string{*text};
}

std::vector<std::string> texts_of(const json::object& object, std::string_view name) {
    std::vector<std::string> texts;
    const json::value* member = object.if_contains(name);
    if (const json::array* items = member == nullptr ? nullptr : member->if_array()) {
        for (const json::value& item : *items) {
            if (const json::string* text = item.if_string()) texts.emplace_back(*text);
        }
    }
    return texts;
}

}  // namespace

Result<RuleFile> parse_rule_file(std::string_view text) {
    boost::system::error_code failed;
    const json::value parsed = json::parse(text, failed);
    if (failed) return invalid("rules", "a rule file is not JSON: " + failed.message());
    const json::object* root = parsed.if_object();
    const json::value* list = root == nullptr ? nullptr : root->if_contains("entries");
    const json::array* entries = list == nullptr ? nullptr : list->if_array();
    if (entries == nullptr) return invalid("entries", "a rule file has no list of entries");

    RuleFile file{.version = text_of(*root, "version")};
    for (const json::value& item : *entries) {
        const json::object* entry = item.if_object();
        std::string pattern = entry == nullptr ? std::string{} : text_of(*entry, "pattern");
        if (pattern.empty()) {
            return invalid("entries",
                           "entry " + std::to_string(file.entries.size()) + " of a rule file has no pattern");
        }
        std::string name = text_of(*entry, "name");
        if (name.empty()) name = pattern;
        file.entries.push_back({.name = std::move(name),
                                .pattern = std::move(pattern),
                                .category = text_of(*entry, "category"),
                                .examples = texts_of(*entry, "examples")});
    }
    return file;
}

}  // namespace mooring::analytics
