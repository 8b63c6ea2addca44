#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mooring::api {

/// Writes one JSON text, member by member, without blanks. Commas come by themselves. Text has to be UTF-8.
class JsonWriter {
public:
    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }
    /// The name of the member whose value comes next; plain ASCII.
    JsonWriter& name(std::string_view member);
    JsonWriter& text(std::string_view value);
    JsonWriter& number(std::int64_t value);
    /// Rounded to `places` behind the point; null for what is no number.
    JsonWriter& decimal(double value, int places);
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    /// A value that is JSON already.
    JsonWriter& raw(std::string_view json);

    JsonWriter& member(std::string_view member_name, std::string_view value) { return name(member_name).text(value); }
    JsonWriter& member(std::string_view member_name, std::int64_t value) { return name(member_name).number(value); }
    JsonWriter& flag(std::string_view member_name, bool value) { return name(member_name).boolean(value); }

    /// The text so far; the writer is spent afterwards.
    std::string take() { return std::move(out_); }

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();
    void quote(std::string_view value);

    std::string out_;
    bool needs_comma_ = false;
};

}  // namespace mooring::api
