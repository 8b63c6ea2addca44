#include "mooring/app/engagement/ports.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::engagement {

Result<std::string> checked_text(std::string_view text, std::size_t longest, const char* field) {
    if (!is_valid_utf8(text)) return invalid(field, std::string{field} + " is not UTF-8");
    const std::string_view trimmed = trim(text);
    const std::size_t length = code_point_count(trimmed);
    if (length < 1 || length > longest) {
        return invalid(field, std::string{field} + " must have 1 to " + std::to_string(longest) + " characters");
    }
    if (has_control_character(trimmed, "\n\t")) return invalid(field, std::string{field} + " has control characters");
    return std::string{trimmed};
}

}  // namespace mooring::app::engagement
