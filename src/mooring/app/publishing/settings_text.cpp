#include "mooring/app/publishing/settings_text.hpp"

#include "mooring/base/utf8.hpp"

namespace mooring::app::publishing {

Result<void> take_text(const std::optional<std::string>& wanted, std::string& kept, const char* field) {
    if (!wanted) return ok();
    if (!is_valid_utf8(*wanted) || has_control_character(*wanted)) {
        return invalid(field, std::string{field} + " must be text without control characters");
    }
    if (code_point_count(trim(*wanted)) > 2000) {
        return invalid(field, std::string{field} + " must be 2000 characters or fewer");
    }
    kept = std::string{trim(*wanted)};
    return ok();
}

Result<void> take_url(const std::optional<std::string>& wanted, std::string& kept, const char* field) {
    MOORING_CHECK(take_text(wanted, kept, field));
    if (wanted && !kept.empty() && !kept.starts_with("https://") && !kept.starts_with("http://")) {
        return invalid(field, std::string{field} + " must be an http or https address");
    }
    return ok();
}

Result<void> take_markets(const std::optional<domain::Markets>& wanted, domain::Markets& kept, const char* field) {
    if (!wanted) return ok();
    if (*wanted) {
        for (const std::string& code : **wanted) {
            if (!domain::is_market(code)) return invalid(field, "'" + code + "' is not a country code such as SE");
        }
    }
    kept = *wanted;
    return ok();
}

}  // namespace mooring::app::publishing
