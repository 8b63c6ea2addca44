#include "mooring/storage/catalog/json_codec.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <system_error>

#include "mooring/storage/catalog/json_members.hpp"

namespace mooring::storage {
namespace {

namespace json = boost::json;

/// Writes members into an object, leaving out those that are unset.
class Encoder {
public:
    json::object object;

    Encoder& operator()(std::string_view name, std::string& value) {
        if (!value.empty()) object[name] = value;
        return *this;
    }
    Encoder& operator()(std::string_view name, std::int64_t value) { return put(name, value); }
    Encoder& operator()(std::string_view name, int value) { return put(name, std::int64_t{value}); }
    Encoder& operator()(std::string_view name, bool value) { return put(name, value); }
    Encoder& operator()(std::string_view name, double value) {
        // Boost.JSON writes an exponent and reads an ulp off; a text keeps the exact value.
        char digits[32];
        return put(name, json::string(digits, std::to_chars(digits, digits + sizeof digits, value).ptr));
    }
    Encoder& operator()(std::string_view name, Instant& value) { return put(name, unix_micros(value)); }
    Encoder& operator()(std::string_view name, std::chrono::milliseconds& value) {
        return put(name, std::int64_t{value.count()});
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    Encoder& operator()(std::string_view name, Enum& value) {
        return put(name, static_cast<std::int64_t>(value));
    }
    Encoder& operator()(std::string_view name, std::vector<std::string>& values) {
        return put(name, json::array(values.begin(), values.end()));
    }
    Encoder& operator()(std::string_view name, std::map<std::string, std::string, std::less<>>& values) {
        json::object texts;
        for (const auto& [key, value] : values) texts[key] = value;
        return put(name, std::move(texts));
    }
    template <class T>
    Encoder& operator()(std::string_view name, std::optional<T>& value) {
        if (value) (*this)(name, *value);
        return *this;
    }
    template <class T>
    Encoder& operator()(std::string_view name, std::vector<T>& values) {
        if (!values.empty()) object[name] = array(values);
        return *this;
    }
    template <class T>
    Encoder& operator()(std::string_view name, T& value) {
        object[name] = encoded(value);
        return *this;
    }

    template <class T>
    static json::object encoded(T& value) {
        Encoder inner;
        members(inner, value);
        return std::move(inner.object);
    }
    template <class T>
    static json::array array(std::vector<T>& values) {
        json::array list;
        for (T& value : values) list.push_back(encoded(value));
        return list;
    }

private:
    template <class T>
    Encoder& put(std::string_view name, T value) {
        object[name] = std::move(value);
        return *this;
    }
};

/// Reads members from an object; a member of the wrong type makes the whole unsound.
class Decoder {
public:
    Decoder(const json::object& object, bool& sound) : object_(object), sound_(sound) {}

    Decoder& operator()(std::string_view name, std::string& value) {
        if (const json::value* member = object_.if_contains(name)) {
            const json::string* text = member->if_string();
            text != nullptr ? value.assign(text->data(), text->size()) : fail(value);
        }
        return *this;
    }
    Decoder& operator()(std::string_view name, std::int64_t& value) {
        if (const json::value* member = object_.if_contains(name)) {
            const std::int64_t* number = member->if_int64();
            number != nullptr ? value = *number : fail(value);
        }
        return *this;
    }
    Decoder& operator()(std::string_view name, int& value) {
        std::int64_t wide = value;
        (*this)(name, wide);
        if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max()) fail(wide);
        value = static_cast<int>(wide);
        return *this;
    }
    Decoder& operator()(std::string_view name, bool& value) {
        if (const json::value* member = object_.if_contains(name)) {
            const bool* flag = member->if_bool();
            flag != nullptr ? value = *flag : fail(value);
        }
        return *this;
    }
    Decoder& operator()(std::string_view name, double& value) {
        std::string digits;
        (*this)(name, digits);
        if (digits.empty()) return *this;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc{} || end != digits.data() + digits.size()) fail(value);
        return *this;
    }
    Decoder& operator()(std::string_view name, Instant& value) {
        std::int64_t micros = unix_micros(value);
        (*this)(name, micros);
        value = from_unix_micros(micros);
        return *this;
    }
    Decoder& operator()(std::string_view name, std::chrono::milliseconds& value) {
        std::int64_t count = value.count();
        (*this)(name, count);
        value = std::chrono::milliseconds{count};
        return *this;
    }
    /// `last` is the greatest enumerator that is known.
    template <class Enum>
        requires std::is_enum_v<Enum>
    Decoder& operator()(std::string_view name, Enum& value) {
        auto number = static_cast<std::int64_t>(value);
        (*this)(name, number);
        if (number < 0 || number > static_cast<std::int64_t>(last_of(Enum{}))) {
            fail(number);
        } else {
            value = static_cast<Enum>(number);
        }
        return *this;
    }
    Decoder& operator()(std::string_view name, std::vector<std::string>& values) {
        const json::value* member = object_.if_contains(name);
        if (member == nullptr) return *this;
        if (!member->is_array()) return fail(*this);
        values.clear();
        for (const json::value& one : member->get_array()) {
            one.is_string() ? static_cast<void>(values.emplace_back(one.get_string()))
                            : static_cast<void>(fail(values));
        }
        return *this;
    }
    Decoder& operator()(std::string_view name, std::map<std::string, std::string, std::less<>>& values) {
        const json::value* member = object_.if_contains(name);
        if (member == nullptr) return *this;
        if (!member->is_object()) return fail(*this);
        for (const auto& [key, value] : member->get_object()) {
            value.is_string() ? static_cast<void>(values.emplace(key, value.get_string()))
                              : static_cast<void>(fail(values));
        }
        return *this;
    }
    template <class T>
    Decoder& operator()(std::string_view name, std::optional<T>& value) {
        if (object_.if_contains(name) != nullptr) (*this)(name, value.emplace());
        return *this;
    }
    template <class T>
    Decoder& operator()(std::string_view name, std::vector<T>& values) {
        if (const json::value* member = object_.if_contains(name)) {
            const json::array* list = member->if_array();
            list != nullptr ? read_array(*list, values, sound_) : static_cast<void>(fail(values));
        }
        return *this;
    }
    template <class T>
    Decoder& operator()(std::string_view name, T& value) {
        if (const json::value* member = object_.if_contains(name)) read_object(*member, value, sound_);
        return *this;
    }

    template <class T>
    static void read_object(const json::value& from, T& value, bool& sound) {
        const json::object* object = from.if_object();
        if (object == nullptr) {
            sound = false;
            return;
        }
        Decoder inner{*object, sound};
        members(inner, value);
    }
    template <class T>
    static void read_array(const json::array& list, std::vector<T>& values, bool& sound) {
        values.reserve(list.size());
        for (const json::value& element : list) read_object(element, values.emplace_back(), sound);
    }

private:
    template <class T>
    T& fail(T& value) {
        sound_ = false;
        return value;
    }

    const json::object& object_;
    bool& sound_;
};

template <class Tags>
std::string encode_tags(const Tags& tags) {
    if (tags == Tags{}) return {};
    Tags copy = tags;  // `members` serves reading too, so it wants what it may change
    return json::serialize(Encoder::encoded(copy));
}

template <class T>
std::string encode_list(const std::vector<T>& values) {
    if (values.empty()) return {};
    std::vector<T> copy = values;
    return json::serialize(Encoder::array(copy));
}

Error broken() {
    return Error{Errc::corrupt, "catalog: a JSON column does not hold what was written"};
}

/// `nullopt` when it is not JSON.
std::optional<json::value> parse(std::string_view text) {
    json::parse_options options;
    options.allow_invalid_utf8 = true;  // what a feed gave us and was stored has to come back
    boost::system::error_code error;
    json::value value = json::parse({text.data(), text.size()}, error, {}, options);
    if (error) return std::nullopt;
    return value;
}

template <class T>
Result<void> decode_tags(std::string_view text, T& value) {
    if (text.empty()) return ok();
    const auto parsed = parse(text);
    bool sound = parsed.has_value();
    if (sound) Decoder::read_object(*parsed, value, sound);
    if (!sound) return broken();
    return ok();
}

/// As `decode_tags`, for a value whose default is worth nothing: the empty text stands for none.
template <class T>
Result<void> decode_optional(std::string_view text, std::optional<T>& value) {
    value.reset();
    return text.empty() ? ok() : decode_tags(text, value.emplace());
}

template <class T>
Result<void> decode_list(std::string_view text, std::vector<T>& values) {
    if (text.empty()) return ok();
    const auto parsed = parse(text);
    bool sound = parsed && parsed->is_array();
    if (sound) Decoder::read_array(parsed->get_array(), values, sound);
    if (!sound) return broken();
    return ok();
}

}  // namespace

std::string encode_json(const domain::ShowTags& tags) {
    return encode_tags(tags);
}
std::string encode_json(const domain::EpisodeTags& tags) {
    return encode_tags(tags);
}
std::string encode_json(const std::vector<domain::Category>& categories) {
    return encode_list(categories);
}
std::string encode_json(const std::vector<domain::EnclosurePrefix>& prefixes) {
    return encode_list(prefixes);
}
std::string encode_json(const std::vector<ImageVariant>& variants) {
    return encode_list(variants);
}
std::string encode_json(const domain::CreatorNotes& notes) {
    return encode_tags(notes);
}
std::string encode_json(const domain::Companions& companions) {
    return encode_tags(companions);
}
std::string encode_json(const domain::Distribution& distribution) {
    return encode_tags(distribution);
}
std::string encode_json(const domain::Monetisation& money) {
    return encode_tags(money);
}
std::string encode_json(const domain::CreatorStanding& standing) {
    return encode_tags(standing);
}
std::string encode_json(const std::optional<domain::StoredMedia>& media) {
    return media ? encode_tags(*media) : std::string{};
}
std::string encode_json(const std::optional<domain::StoredVideo>& video) {
    return video ? encode_tags(*video) : std::string{};
}

Result<void> decode_json(std::string_view text, domain::CreatorNotes& value) {
    return decode_tags(text, value);
}
Result<void> decode_json(std::string_view text, domain::Companions& value) {
    return decode_tags(text, value);
}
Result<void> decode_json(std::string_view text, domain::Distribution& value) {
    return decode_tags(text, value);
}
Result<void> decode_json(std::string_view text, domain::Monetisation& value) {
    return decode_tags(text, value);
}
Result<void> decode_json(std::string_view text, domain::CreatorStanding& value) {
    return decode_tags(text, value);
}
Result<void> decode_json(std::string_view text, std::optional<domain::StoredMedia>& value) {
    return decode_optional(text, value);
}
Result<void> decode_json(std::string_view text, std::optional<domain::StoredVideo>& value) {
    return decode_optional(text, value);
}

Result<void> decode_json(std::string_view text, domain::ShowTags& value) {
    return decode_tags(text, value);
}
Result<void> decode_json(std::string_view text, domain::EpisodeTags& value) {
    return decode_tags(text, value);
}
Result<void> decode_json(std::string_view text, std::vector<domain::Category>& value) {
    return decode_list(text, value);
}
Result<void> decode_json(std::string_view text, std::vector<domain::EnclosurePrefix>& value) {
    return decode_list(text, value);
}
Result<void> decode_json(std::string_view text, std::vector<ImageVariant>& value) {
    return decode_list(text, value);
}

}  // namespace mooring::storage
