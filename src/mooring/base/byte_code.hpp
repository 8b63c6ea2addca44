#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mooring {

/// Puts numbers and texts behind one another into bytes: numbers as base-128 groups, texts with their length first.
class ByteWriter {
public:
    explicit ByteWriter(std::string& bytes) : bytes_(bytes) {}

    void number(std::uint64_t value);
    void signed_number(std::int64_t value);
    void text(std::string_view value);
    template <std::size_t N>
    void array(const std::array<std::byte, N>& value) {
        bytes_.append(reinterpret_cast<const char*>(value.data()), N);
    }

private:
    std::string& bytes_;
};

/// Takes them off again. After the first thing that does not fit, `failed` stays set and zeros come out.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    std::uint64_t number();
    std::int64_t signed_number();
    std::string text();
    /// A count of things that take a byte or more each: no more than there are bytes left.
    std::size_t count();
    template <std::size_t N>
    std::array<std::byte, N> array() {
        std::array<std::byte, N> value{};
        const std::string_view taken = take(N);
        for (std::size_t index = 0; index < taken.size(); ++index) value[index] = static_cast<std::byte>(taken[index]);
        return value;
    }

    bool failed() const { return failed_; }
    bool at_end() const { return rest_.empty(); }

private:
    std::string_view take(std::uint64_t length);

    std::string_view rest_;
    bool failed_ = false;
};

}  // namespace mooring
