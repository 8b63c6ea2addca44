#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mooring::api::accounts {

/// A body of `application/x-www-form-urlencoded`, or a query. It may hold passwords, codes and secrets: all of it is
/// overwritten when it goes.
class Form {
public:
    static Form parse(std::string body);  ///< `body` is wiped
    static Form of_query(std::string_view query);
    Form(Form&&) = default;
    Form& operator=(Form&&) = delete;
    ~Form();

    /// The first value, or nothing.
    std::optional<std::string_view> find(std::string_view name) const;
    /// The first value, or "".
    std::string_view get(std::string_view name) const { return find(name).value_or(std::string_view{}); }
    /// The first value, taken out: it is for one reader.
    std::string take(std::string_view name);
    /// True when a name comes more than once.
    bool has_repeated_name() const;

private:
    Form() = default;

    std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace mooring::api::accounts
