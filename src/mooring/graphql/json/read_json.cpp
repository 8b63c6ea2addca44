#include "mooring/graphql/json/read_json.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "mooring/base/utf8.hpp"
#include "mooring/graphql/language/code_point.hpp"

namespace mooring::graphql {

namespace {

constexpr std::size_t most_levels = 500;
constexpr double largest_exact = 9007199254740992.0;  // 2^53

class Reader {
public:
    Reader(std::string_view json, Arena& arena) : json_(json), arena_(arena) {}

    Result<Value> read() {
        Value value;
        if (read_value(value)) {
            skip_blanks();
            if (at_ == json_.size()) return value;
        }
        return Error{Errc::corrupt, "malformed JSON at byte " + std::to_string(at_)};
    }

private:
    char peek() const { return at_ < json_.size() ? json_[at_] : '\0'; }
    void skip_blanks() {
        while (at_ < json_.size()) {
            const char letter = json_[at_];
            if (letter != ' ' && letter != '\n' && letter != '\r' && letter != '\t') return;
            ++at_;
        }
    }
    bool take(char letter) {
        skip_blanks();
        if (peek() != letter || at_ == json_.size()) return false;
        ++at_;
        return true;
    }
    bool take_word(std::string_view word, Value meaning, Value& value) {
        if (json_.substr(at_, word.size()) != word) return false;
        at_ += word.size();
        value = meaning;
        return true;
    }

    bool read_value(Value& value) {
        skip_blanks();
        switch (peek()) {
            case '{': return read_nested(&Reader::read_object, value);
            case '[': return read_nested(&Reader::read_list, value);
            case '"': {
                std::string_view text;
                if (!read_text(text)) return false;
                value = Value::string(text);
                return true;
            }
            case 't': return take_word("true", Value::boolean(true), value);
            case 'f': return take_word("false", Value::boolean(false), value);
            case 'n': return take_word("null", Value::null(), value);
            default: return read_number(value);
        }
    }

    bool read_nested(bool (Reader::*read_inside)(Value&), Value& value) {
        if (++level_ > most_levels) return false;
        ++at_;
        const bool is_read = (this->*read_inside)(value);
        --level_;
        return is_read;
    }

    bool read_list(Value& value) {
        std::vector<Value> items;
        if (!take(']')) {
            do {
                items.emplace_back();
                if (!read_value(items.back())) return false;
            } while (take(','));
            if (!take(']')) return false;
        }
        value = Value::list(arena_.copy(items));
        return true;
    }

    bool read_object(Value& value) {
        std::vector<Member> members;
        std::unordered_map<std::string_view, std::size_t> places;  // used once there are many
        if (!take('}')) {
            do {
                Member member;
                skip_blanks();
                if (!read_text(member.name) || !take(':') || !read_value(member.value)) return false;
                put(members, places, member);
            } while (take(','));
            if (!take('}')) return false;
        }
        value = Value::object(arena_.copy(members));
        return true;
    }

    static void put(std::vector<Member>& members, std::unordered_map<std::string_view, std::size_t>& places,
                    const Member& member) {
        constexpr std::size_t many = 16;
        if (members.size() < many) {
            for (Member& other : members) {
                if (other.name != member.name) continue;
                other.value = member.value;
                return;
            }
        } else {
            for (std::size_t place = places.size(); place < members.size(); ++place) {
                places.emplace(members[place].name, place);
            }
            if (const auto place = places.find(member.name); place != places.end()) {
                members[place->second].value = member.value;
                return;
            }
        }
        members.push_back(member);
    }

    bool read_text(std::string_view& text) {
        if (peek() != '"') return false;
        const std::size_t start = ++at_;
        while (at_ < json_.size()) {
            const auto byte = static_cast<unsigned char>(json_[at_]);
            if (byte == '"') {
                text = json_.substr(start, at_++ - start);
                return true;
            }
            if (byte == '\\') return read_escaped_text(start, text);
            if (byte < 0x20U || !skip_character(byte)) return false;
        }
        return false;
    }

    bool skip_character(unsigned char byte) {
        if (byte < 0x80U) {
            ++at_;
            return true;
        }
        const CodePoint point = decode_utf8(json_, at_);
        at_ += point.size;
        return point.is_valid;
    }

    bool read_escaped_text(std::size_t start, std::string_view& text) {
        std::string value{json_.substr(start, at_ - start)};
        while (at_ < json_.size()) {
            const auto byte = static_cast<unsigned char>(json_[at_]);
            if (byte == '"') {
                ++at_;
                text = arena_.copy(value);
                return true;
            }
            if (byte == '\\') {
                if (!read_escape(value)) return false;
                continue;
            }
            const std::size_t from = at_;
            if (byte < 0x20U || !skip_character(byte)) return false;
            value.append(json_.substr(from, at_ - from));
        }
        return false;
    }

    bool read_escape(std::string& value) {
        ++at_;
        switch (peek()) {
            case '"': value += '"'; break;
            case '\\': value += '\\'; break;
            case '/': value += '/'; break;
            case 'b': value += '\b'; break;
            case 'f': value += '\f'; break;
            case 'n': value += '\n'; break;
            case 'r': value += '\r'; break;
            case 't': value += '\t'; break;
            case 'u': return read_unicode_escape(value);
            default: return false;
        }
        ++at_;
        return true;
    }

    bool read_unicode_escape(std::string& value) {
        const auto lead = read_four(at_ + 1);
        if (!lead) return false;
        at_ += 5;
        char32_t point = *lead;
        if (point >= 0xD800U && point <= 0xDBFFU && json_.substr(at_, 2) == "\\u") {
            const auto trail = read_four(at_ + 2);
            if (trail && *trail >= 0xDC00U && *trail <= 0xDFFFU) {
                point = 0x10000U + ((point - 0xD800U) << 10U) + (*trail - 0xDC00U);
                at_ += 6;
            }
        }
        if (point >= 0xD800U && point <= 0xDFFFU) {  // alone
            value += static_cast<char>(0xE0U | (point >> 12U));
            value += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
            value += static_cast<char>(0x80U | (point & 0x3FU));
        } else {
            append_utf8(value, point);
        }
        return true;
    }

    std::optional<char32_t> read_four(std::size_t from) const {
        const std::string_view digits = json_.substr(std::min(from, json_.size()), 4);
        std::uint32_t number = 0;
        const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
        if (digits.size() != 4 || code != std::errc{} || end != digits.data() + 4) return std::nullopt;
        return number;
    }

    bool read_number(Value& value) {
        const std::size_t start = at_;
        const auto digits = [this] {
            const std::size_t from = at_;
            while (peek() >= '0' && peek() <= '9') ++at_;
            return at_ > from;
        };
        if (peek() == '-') ++at_;
        if (peek() == '0') {
            ++at_;
        } else if (!digits()) {
            return false;
        }
        bool is_whole = true;
        if (peek() == '.') {
            is_whole = false;
            ++at_;
            if (!digits()) return false;
        }
        if (peek() == 'e' || peek() == 'E') {
            is_whole = false;
            ++at_;
            if (peek() == '+' || peek() == '-') ++at_;
            if (!digits()) return false;
        }
        value = number_value(json_.substr(start, at_ - start), is_whole);
        return true;
    }

    static Value number_value(std::string_view text, bool is_whole) {
        const char* const end = text.data() + text.size();
        std::int64_t whole = 0;
        if (is_whole && std::from_chars(text.data(), end, whole).ec == std::errc{}) return Value::integer(whole);
        double number = 0;
        if (std::from_chars(text.data(), end, number).ec == std::errc::result_out_of_range) {
            const bool is_tiny = text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
            number = is_tiny ? 0.0 : std::numeric_limits<double>::infinity();
            if (text.front() == '-') number = -number;
        }
        if (std::abs(number) <= largest_exact && number == std::trunc(number)) {
            return Value::integer(static_cast<std::int64_t>(number));
        }
        return Value::number(number);
    }

    std::string_view json_;
    Arena& arena_;
    std::size_t at_ = 0;
    std::size_t level_ = 0;
};

}  // namespace

Result<Value> read_json(std::string_view json, Arena& arena) {
    return Reader{json, arena}.read();
}

}  // namespace mooring::graphql
