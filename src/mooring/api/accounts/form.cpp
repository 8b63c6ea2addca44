#include "mooring/api/accounts/form.hpp"

#include <algorithm>
#include <set>

#include "mooring/app/accounts/passwords.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::accounts {

Form Form::parse(std::string body) {
    Form form = of_query(body);
    app::accounts::wipe(body);
    return form;
}

Form Form::of_query(std::string_view query) {
    Form form;
    form.fields_ = http::QueryParameters::parse(query).release();
    return form;
}

Form::~Form() {
    for (auto& [name, value] : fields_) app::accounts::wipe(value);
}

std::optional<std::string_view> Form::find(std::string_view name) const {
    const auto field = std::ranges::find(fields_, name, [](const auto& one) { return std::string_view{one.first}; });
    if (field == fields_.end()) return std::nullopt;
    return field->second;
}

std::string Form::take(std::string_view name) {
    const auto field = std::ranges::find(fields_, name, [](const auto& one) { return std::string_view{one.first}; });
    return field == fields_.end() ? std::string{} : std::move(field->second);
}

bool Form::has_repeated_name() const {
    std::set<std::string_view> names;
    return std::ranges::any_of(fields_, [&](const auto& field) { return !names.insert(field.first).second; });
}

}  // namespace mooring::api::accounts
