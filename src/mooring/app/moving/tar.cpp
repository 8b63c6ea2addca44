#include "mooring/app/moving/tar.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace mooring::app::moving {
namespace {

constexpr std::int64_t block = 512;
constexpr std::int64_t piece = 256 * 1024;
constexpr std::int64_t most_bytes = (std::int64_t{8} << 30) - 1;

using Header = std::array<char, block>;

// Where the fields of a header lie.
constexpr std::size_t name_size = 100, mode_at = 100, size_at = 124, time_at = 136, sum_at = 148, type_at = 156,
                      magic_at = 257, prefix_at = 345, prefix_size = 155;

std::int64_t padding_of(std::int64_t size_bytes) {
    return (block - size_bytes % block) % block;
}

void put_octal(Header& header, std::size_t at, std::size_t digits, std::int64_t value) {
    for (std::size_t place = digits; place-- > 0; value >>= 3) {
        header[at + place] = static_cast<char>('0' + (value & 7));
    }
}

std::optional<std::int64_t> octal(const Header& header, std::size_t at, std::size_t length) {
    std::int64_t value = 0;
    bool has_digit = false;
    for (std::size_t place = at; place < at + length; ++place) {
        const char c = header[place];
        if (c == '\0' || (c == ' ' && has_digit)) break;
        if (c == ' ') continue;
        if (c < '0' || c > '7') return std::nullopt;
        value = value * 8 + (c - '0');
        has_digit = true;
    }
    return has_digit ? std::optional{value} : std::nullopt;
}

/// The sum of all bytes, its own field counted as blanks.
std::int64_t checksum(const Header& header) {
    std::int64_t sum = 0;
    for (std::size_t place = 0; place < header.size(); ++place) {
        sum += place >= sum_at && place < sum_at + 8 ? ' ' : static_cast<unsigned char>(header[place]);
    }
    return sum;
}

/// A plain relative path of ours: letters, digits and a few signs, no part of it `.` or `..` or empty.
bool is_plain_name(std::string_view name) {
    const auto is_sign = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
               c == '_' || c == '/';
    };
    if (name.empty() || name.size() > name_size || !std::ranges::all_of(name, is_sign)) return false;
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        const std::string_view part = name.substr(begin, end - begin);
        if (part.empty() || part == "." || part == "..") return false;
        begin = end + 1;
    }
    return true;
}

Error broken(const std::string& why) {
    return Error{Errc::corrupt, "the archive cannot be read: " + why};
}

}  // namespace

Result<TarWriter> TarWriter::create(const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        const int number = errno;
        return Error{number == EEXIST ? Errc::conflict : Errc::unavailable,
                     "'" + path + "' cannot be made: " + std::generic_category().message(number)};
    }
    ::close(file);
    TarWriter writer{path};
    writer.out_.open(path, std::ios::binary | std::ios::trunc);
    if (!writer.out_) return Error{Errc::unavailable, "'" + path + "' cannot be written"};
    return writer;
}

Result<void> TarWriter::put(std::string_view bytes) {
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out_) return Error{Errc::no_space, "'" + path_ + "' cannot be written: the disk is full or broken"};
    return ok();
}

Result<void> TarWriter::begin(const std::string& name, std::int64_t size_bytes) {
    if (left_ > 0) return invalid("archive", "a file is not finished");
    if (!is_plain_name(name)) return invalid("archive", "'" + name + "' is no name for a file of an archive");
    if (size_bytes < 0 || size_bytes > most_bytes) return Error{Errc::too_large, "'" + name + "' is over 8 GiB"};
    Header header{};
    std::ranges::copy(name, header.begin());
    put_octal(header, mode_at, 7, 0644);
    put_octal(header, mode_at + 8, 7, 0);   // owner
    put_octal(header, mode_at + 16, 7, 0);  // group
    put_octal(header, size_at, 11, size_bytes);
    put_octal(header, time_at, 11, 0);
    header[type_at] = '0';
    std::ranges::copy(std::string_view{"ustar\00000", 8}, header.begin() + magic_at);
    put_octal(header, sum_at, 6, checksum(header));
    header[sum_at + 7] = ' ';
    MOORING_CHECK(put({header.data(), header.size()}));
    left_ = size_bytes;
    padding_ = padding_of(size_bytes);
    return ok();
}

Result<void> TarWriter::append(std::string_view bytes) {
    if (static_cast<std::int64_t>(bytes.size()) > left_) return invalid("archive", "a file is longer than was said");
    MOORING_CHECK(put(bytes));
    left_ -= static_cast<std::int64_t>(bytes.size());
    if (left_ == 0) {
        MOORING_CHECK(put(std::string(static_cast<std::size_t>(padding_), '\0')));
        padding_ = 0;
    }
    return ok();
}

Result<void> TarWriter::add(const std::string& name, std::string_view bytes) {
    MOORING_CHECK(begin(name, static_cast<std::int64_t>(bytes.size())));
    return append(bytes);
}

Result<void> TarWriter::finish() {
    if (left_ > 0) return invalid("archive", "a file is not finished");
    MOORING_CHECK(put(std::string(2 * block, '\0')));
    out_.close();
    const int file = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    const bool is_flushed = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (!out_ || !is_flushed) return Error{Errc::no_space, "'" + path_ + "' cannot be written to its end"};
    return ok();
}

Result<TarReader> TarReader::open(const std::string& path) {
    std::error_code failed;
    const bool is_file = std::filesystem::is_regular_file(path, failed);
    TarReader reader;
    reader.in_.open(path, std::ios::binary);
    if (failed || !is_file || !reader.in_) return Error{Errc::not_found, "'" + path + "' is no file that can be read"};
    reader.size_ = static_cast<std::int64_t>(std::filesystem::file_size(path, failed));
    return reader;
}

Result<std::optional<TarEntry>> TarReader::next() {
    Header header{};
    if (place_ + block > size_) return broken("it is cut off");
    in_.seekg(place_);
    in_.read(header.data(), block);
    if (!in_) return broken("it is cut off");
    if (std::ranges::all_of(header, [](char c) { return c == '\0'; })) return std::optional<TarEntry>{};

    const auto sum = octal(header, sum_at, 8);
    if (!sum || *sum != checksum(header)) return broken("a header is damaged, or this is no tar file");
    if (std::string_view{header.data() + magic_at, 5} != "ustar") return broken("this is not the ustar format");
    if (header[type_at] != '0' && header[type_at] != '\0') return broken("it holds something other than plain files");
    const std::string_view prefix{header.data() + prefix_at, prefix_size};
    if (prefix.front() != '\0') return broken("a name is too long");
    const std::string_view field{header.data(), name_size};
    TarEntry entry{std::string{field.substr(0, field.find('\0'))}, 0};
    if (!is_plain_name(entry.name)) return broken("a name in it leads elsewhere");
    const auto size = octal(header, size_at, 12);
    if (!size || *size > most_bytes) return broken("a size in it cannot be");
    entry.size_bytes = *size;
    at_ = place_ + block;
    if (*size > size_ - at_) return broken("it is cut off");
    left_ = *size;
    place_ = at_ + *size + padding_of(*size);
    return std::optional{std::move(entry)};
}

Result<std::string> TarReader::read() {
    std::string bytes(static_cast<std::size_t>(std::min(left_, piece)), '\0');
    if (bytes.empty()) return bytes;
    in_.seekg(at_);
    in_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!in_) return broken("it is cut off");
    at_ += static_cast<std::int64_t>(bytes.size());
    left_ -= static_cast<std::int64_t>(bytes.size());
    return bytes;
}

Result<std::string> TarReader::read_all(std::int64_t most) {
    if (left_ > most) return Error{Errc::too_large, "a file of the archive is larger than it may be"};
    std::string all;
    for (;;) {
        MOORING_TRY(const std::string bytes, read());
        if (bytes.empty()) return all;
        all += bytes;
    }
}

}  // namespace mooring::app::moving
