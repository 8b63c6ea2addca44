#include "mooring/api/graphql/serving/media_type.hpp"

#include <charconv>
#include <string>

#include "mooring/base/utf8.hpp"

namespace mooring::api::graphql::serving {
namespace {

/// How one entry of `Accept` ranks a type: how closely it names it (0: not at all), and its weight.
struct Match {
    int closeness = 0;
    double weight = 0;
};

double weight_of(std::string_view parameters) {
    while (!parameters.empty()) {
        const std::size_t end = parameters.find(';');
        const std::string_view one = trim_ascii(parameters.substr(0, end));
        parameters = end == std::string_view::npos ? std::string_view{} : parameters.substr(end + 1);
        if (one.size() < 2 || (one.front() != 'q' && one.front() != 'Q') || one[1] != '=') continue;
        double weight = 0;
        const auto [stop, failed] = std::from_chars(one.data() + 2, one.data() + one.size(), weight);
        if (failed == std::errc{} && stop == one.data() + one.size() && weight >= 0 && weight <= 1) return weight;
        return 0;
    }
    return 1;
}

double rank_of(std::string_view accept, std::string_view type) {
    Match best;
    while (!accept.empty()) {
        const std::size_t end = accept.find(',');
        const std::string_view entry = accept.substr(0, end);
        accept = end == std::string_view::npos ? std::string_view{} : accept.substr(end + 1);
        const std::size_t semicolon = entry.find(';');
        const std::string_view range = trim_ascii(entry.substr(0, semicolon));
        int closeness = 0;
        if (range == "*/*") closeness = 1;
        if (equals_ignoring_case(range, "application/*")) closeness = 2;
        if (equals_ignoring_case(range, type)) closeness = 3;
        if (closeness <= best.closeness) continue;
        best = {closeness, semicolon == std::string_view::npos ? 1 : weight_of(entry.substr(semicolon + 1))};
    }
    return best.weight;
}

}  // namespace

AnswerType answer_type(std::string_view accept) {
    const bool is_newer_wanted =
        rank_of(accept, "application/graphql-response+json") > rank_of(accept, "application/json");
    return is_newer_wanted ? AnswerType::graphql_response : AnswerType::json;
}

bool is_form(std::string_view content_type) {
    const std::string type = to_lower_ascii(trim_ascii(content_type.substr(0, content_type.find(';'))));
    return type == "application/x-www-form-urlencoded" || type.starts_with("multipart/");
}

}  // namespace mooring::api::graphql::serving
