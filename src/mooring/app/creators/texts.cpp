#include "mooring/app/creators/texts.hpp"

#include "mooring/app/creators/change_episode.hpp"
#include "mooring/feed/categories.hpp"
#include "mooring/feed/html_filter.hpp"
#include "mooring/feed/language.hpp"

namespace mooring::app::creators {

std::string shown_description(const Episode& episode) {
    return feed::filter_html(episode.description);
}

std::string shown_description(const Show& show) {
    return feed::filter_html(show.description);
}

std::string plain_description(const Episode& episode) {
    return feed::plain_text(episode.description);
}

bool is_description_short_enough(std::string_view html) {
    return html.size() <= longest_raw_description && feed::visible_length(html) <= longest_description;
}

std::string category_text(const Show& show) {
    return show.categories.empty() ? std::string{} : feed::category_text(show.categories.front());
}

bool is_category(std::string_view text) {
    return feed::parse_category(text).has_value();
}

bool is_language(std::string_view text) {
    return feed::parse_language(text).has_value();
}

std::vector<CategoryChoice> category_choices() {
    std::vector<CategoryChoice> choices;
    for (const feed::CategoryGroup& group : feed::apple_categories())
        choices.push_back({group.name, group.subcategories});
    return choices;
}

}  // namespace mooring::app::creators
