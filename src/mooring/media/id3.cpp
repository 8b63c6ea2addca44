#include "mooring/media/id3.hpp"

#include <algorithm>
#include <array>

#include "mooring/base/utf8.hpp"
#include "mooring/media/big_endian.hpp"
#include "mooring/media/id3_text.hpp"
#include "mooring/media/mp3_extent.hpp"
#include "mooring/media/sniff.hpp"

namespace mooring::media {
namespace {

constexpr std::int64_t largest_frame_bytes = 16 * 1024 * 1024;
constexpr std::size_t most_text_bytes = 16 * 1024;
constexpr int most_frames = 4096;
constexpr std::int64_t tag_header_bytes = 10;

/// The frames that are read, under one name for all versions.
enum class FrameKind { title, artist, album, year, track, comment, picture, other };

struct FrameName {
    std::string_view short_id, long_id;  ///< of 2.2, and of later versions
    FrameKind kind;
};
constexpr std::array frame_names{
    FrameName{"TT2", "TIT2", FrameKind::title},   FrameName{"TP1", "TPE1", FrameKind::artist},
    FrameName{"TAL", "TALB", FrameKind::album},   FrameName{"TYE", "TYER", FrameKind::year},
    FrameName{"", "TDRC", FrameKind::year},       FrameName{"TRK", "TRCK", FrameKind::track},
    FrameName{"COM", "COMM", FrameKind::comment}, FrameName{"PIC", "APIC", FrameKind::picture},
};

FrameKind kind_of(std::string_view id) {
    for (const auto& name : frame_names) {
        if (id == name.short_id || id == name.long_id) {
            return name.kind;
        }
    }
    return FrameKind::other;
}

/// The bytes of one tag, read forward, with the unsynchronisation of a whole 2.2 or 2.3 tag undone: each 00
/// after an FF is dropped (ID3v2.3, 5).
class TagBytes {
public:
    TagBytes(ByteSource& source, std::int64_t begin, std::int64_t end, bool is_unsynchronised)
        : window_(source, 16 * 1024), position_(begin), end_(end), is_unsynchronised_(is_unsynchronised) {}

    /// Where the next byte lies in the source.
    std::int64_t position() const { return position_; }
    std::int64_t left() const { return end_ - position_; }
    bool is_unsynchronised() const { return is_unsynchronised_; }

    /// At most `length` bytes; shorter only at the end of the tag.
    Result<std::string> read(std::size_t length) {
        std::string bytes;
        bytes.reserve(length);
        MOORING_CHECK(pass(static_cast<std::int64_t>(length), &bytes));
        return bytes;
    }

    Result<void> skip(std::int64_t length) {
        if (!is_unsynchronised_) {
            position_ += std::min(length, left());
            return ok();
        }
        return pass(length, nullptr);
    }

private:
    Result<void> pass(std::int64_t length, std::string* into) {
        while (length > 0 && left() > 0) {
            MOORING_TRY(std::string_view view, window_.at(position_, 1));
            view = view.substr(0, static_cast<std::size_t>(std::min(left(), static_cast<std::int64_t>(view.size()))));
            if (view.empty()) {
                position_ = end_;
                break;
            }
            std::size_t used = 0;
            for (; used < view.size() && (length > 0 || is_dropped(view[used])); ++used) {
                const bool dropped = is_dropped(view[used]);
                is_after_ff_ = view[used] == '\xff';
                if (dropped) {
                    continue;
                }
                --length;
                if (into != nullptr) {
                    *into += view[used];
                }
            }
            position_ += static_cast<std::int64_t>(used);
        }
        return ok();
    }

    bool is_dropped(char byte) const { return is_unsynchronised_ && is_after_ff_ && byte == '\0'; }

    Window window_;
    std::int64_t position_;
    std::int64_t end_;
    bool is_unsynchronised_;
    bool is_after_ff_ = false;
};

std::string without_unsynchronisation(std::string_view bytes) {
    std::string plain;
    plain.reserve(bytes.size());
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        plain += bytes[index];
        if (bytes[index] == '\xff' && index + 1 < bytes.size() && bytes[index + 1] == '\0') {
            ++index;
        }
    }
    return plain;
}

std::int64_t syncsafe_value(std::uint32_t raw) {
    return (raw & 0x7fU) | (raw & 0x7f00U) >> 1 | (raw & 0x7f0000U) >> 2 | (raw & 0x7f000000U) >> 3;
}

struct FrameHead {
    std::string id;
    std::int64_t size_bytes = 0;
    bool is_readable = true;         ///< neither compressed nor encrypted
    bool is_unsynchronised = false;  ///< of its own (2.4)
    int extra_bytes = 0;             ///< before the body: group and length indicator
};

bool is_frame_id(std::string_view id) {
    return std::all_of(id.begin(), id.end(), [](char letter) {
        return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
    });
}

/// The head of a frame; `nullopt` for padding, damage, or the end of the tag.
std::optional<FrameHead> parse_frame_head(std::string_view bytes, int version) {
    const std::size_t id_length = version == 2 ? 3 : 4;
    if (bytes.size() < (version == 2 ? 6U : 10U) || !is_frame_id(bytes.substr(0, id_length))) {
        return std::nullopt;
    }
    FrameHead head{.id = std::string(bytes.substr(0, id_length))};
    if (version == 2) {
        head.size_bytes = big_endian(bytes, 3, 3);
        return head;
    }
    const std::uint32_t raw = big_endian(bytes, 4);
    // Some encoders write plain sizes into 2.4; those with a high bit show it.
    head.size_bytes = version == 4 && (raw & 0x80808080U) == 0 ? syncsafe_value(raw) : raw;
    const unsigned flags = byte_at(bytes, 9);
    if (version == 3) {
        head.is_readable = (flags & 0xc0) == 0;
        head.extra_bytes = (flags & 0x20) != 0 ? 1 : 0;
    } else {
        head.is_readable = (flags & 0x0c) == 0;
        head.is_unsynchronised = (flags & 0x02) != 0;
        head.extra_bytes = ((flags & 0x40) != 0 ? 1 : 0) + ((flags & 0x01) != 0 ? 4 : 0);
    }
    return head;
}

void set_once(std::string& field, std::string value) {
    if (field.empty()) {
        field = std::move(value);
    }
}

std::string year_in(std::string_view text) {
    const bool is_year = text.size() >= 4 && std::all_of(text.begin(), text.begin() + 4,
                                                         [](char letter) { return letter >= '0' && letter <= '9'; });
    return is_year ? std::string(text.substr(0, 4)) : std::string();
}

/// Put the text of one frame into `tags`. `body` begins with the encoding.
void take_text(Id3Tags& tags, FrameKind kind, std::string_view body) {
    if (body.empty() || byte_at(body, 0) > 3) {
        return;
    }
    const auto encoding = static_cast<Id3Encoding>(byte_at(body, 0));
    body.remove_prefix(1);
    if (kind == FrameKind::comment) {
        if (body.size() < 3) {
            return;
        }
        const Id3Text description = decode_id3_text(encoding, body.substr(3));  // after the language
        if (description.text.starts_with("iTun") || description.text.starts_with("ID3v1")) {
            return;  // volume data of a player, not a comment
        }
        set_once(tags.comment, decode_id3_text(encoding, description.rest).text);
        return;
    }
    Id3Text text = decode_id3_text(encoding, body);
    switch (kind) {
        case FrameKind::title: set_once(tags.title, std::move(text.text)); break;
        case FrameKind::artist: set_once(tags.artist, std::move(text.text)); break;
        case FrameKind::album: set_once(tags.album, std::move(text.text)); break;
        case FrameKind::year: set_once(tags.year, year_in(text.text)); break;
        case FrameKind::track: set_once(tags.track, std::move(text.text)); break;
        case FrameKind::comment:
        case FrameKind::picture:
        case FrameKind::other: break;
    }
}

/// Describe the picture of a frame whose body lies at `offset`. `start` is the body's first bytes.
std::optional<TagPicture> picture_in(std::string_view start, int version, std::int64_t offset, std::int64_t size,
                                     bool is_unsynchronised) {
    if (start.size() < 6 || byte_at(start, 0) > 3) {
        return std::nullopt;
    }
    const auto encoding = static_cast<Id3Encoding>(byte_at(start, 0));
    std::string_view rest = start.substr(1);
    if (version == 2) {
        rest.remove_prefix(3);  // the format, as claimed
    } else {
        const auto end = rest.substr(0, 64).find('\0');  // the type, as claimed
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        rest.remove_prefix(end + 1);
    }
    if (rest.empty()) {
        return std::nullopt;
    }
    const int type = byte_at(rest, 0);
    const Id3Text description = decode_id3_text(encoding, rest.substr(1));
    const std::string head(description.rest.substr(0, 64));
    const auto mime = sniff_mime(is_unsynchronised ? without_unsynchronisation(head) : head);
    if (!mime.starts_with("image/")) {
        return std::nullopt;  // nothing known, or a link, which is never followed
    }
    const auto before = static_cast<std::int64_t>(start.size() - description.rest.size());
    return TagPicture{.mime_type = std::string(mime),
                      .type = type,
                      .offset = offset + before,
                      .size_bytes = size - before,
                      .is_unsynchronised = is_unsynchronised};
}

void take_picture(Id3Tags& tags, const std::optional<TagPicture>& picture) {
    constexpr int front_cover = 3;
    const bool is_better =
        picture && (!tags.picture || (picture->type == front_cover && tags.picture->type != front_cover));
    if (is_better && picture->size_bytes > 0) {
        tags.picture = picture;
    }
}

/// Read the frame after `head`; `bytes` stands at its body and is left wherever.
Result<void> read_frame(TagBytes& bytes, const FrameHead& head, int version, Id3Tags& tags) {
    const FrameKind kind = kind_of(head.id);
    const std::int64_t size = head.size_bytes - head.extra_bytes;
    if (kind == FrameKind::other || !head.is_readable || size <= 0 || size > largest_frame_bytes) {
        return ok();
    }
    MOORING_CHECK(bytes.skip(head.extra_bytes));
    const std::int64_t offset = bytes.position();
    MOORING_TRY(std::string body,
                bytes.read(static_cast<std::size_t>(std::min(size, static_cast<std::int64_t>(most_text_bytes)))));
    if (kind == FrameKind::picture) {
        // With the bytes doubled, where the picture begins in the file is not known: leave it.
        if (!bytes.is_unsynchronised()) {
            take_picture(tags, picture_in(body, version, offset, size, head.is_unsynchronised));
        }
        return ok();
    }
    take_text(tags, kind, head.is_unsynchronised ? without_unsynchronisation(body) : body);
    return ok();
}

/// Skip the extended header that the flags promise. Its size counts itself in 2.4 only.
Result<void> skip_extended_header(TagBytes& bytes, int version) {
    MOORING_TRY(const std::string size, bytes.read(4));
    if (size.size() < 4) {
        return ok();
    }
    const std::uint32_t raw = big_endian(size, 0);
    return bytes.skip(version == 4 ? std::max<std::int64_t>(syncsafe_value(raw) - 4, 0) : raw);
}

/// Read the tag in `[begin, end)`, its ten header bytes included, footer excluded or not.
Result<void> read_id3v2(ByteSource& source, std::int64_t begin, std::int64_t end, Id3Tags& tags) {
    MOORING_TRY(const std::string header, read_string(source, begin, tag_header_bytes));
    const int version = byte_at(header, 3);
    const unsigned flags = byte_at(header, 5);
    constexpr unsigned unsynchronisation = 0x80, extended_header = 0x40;
    const bool is_compressed = version == 2 && (flags & 0x40) != 0;  // by a scheme that was never defined
    if (version < 2 || version > 4 || is_compressed) {
        return ok();
    }
    TagBytes bytes(source, begin + tag_header_bytes, end, version < 4 && (flags & unsynchronisation) != 0);
    if (version > 2 && (flags & extended_header) != 0) {
        MOORING_CHECK(skip_extended_header(bytes, version));
    }
    for (int count = 0; count < most_frames; ++count) {
        MOORING_TRY(const std::string head_bytes, bytes.read(version == 2 ? 6 : 10));
        const auto head = parse_frame_head(head_bytes, version);
        if (!head || head->size_bytes > bytes.left()) {
            break;
        }
        const std::int64_t left_before = bytes.left();
        const std::int64_t body_begin = bytes.position();
        if (!bytes.is_unsynchronised()) {
            MOORING_CHECK(read_frame(bytes, *head, version, tags));
            const std::int64_t read = bytes.position() - body_begin;
            MOORING_CHECK(bytes.skip(std::min(head->size_bytes, left_before) - read));
            continue;
        }
        // Positions do not tell how much was read here, so a copy reads and the original skips.
        TagBytes copy = bytes;
        MOORING_CHECK(read_frame(copy, *head, version, tags));
        MOORING_CHECK(bytes.skip(head->size_bytes));
    }
    return ok();
}

std::string latin1_field(std::string_view tag, std::size_t offset, std::size_t length) {
    return decode_id3_text(Id3Encoding::latin1, tag.substr(offset, length)).text;
}

void take_id3v1(std::string_view tag, Id3Tags& tags) {
    set_once(tags.title, latin1_field(tag, 3, 30));
    set_once(tags.artist, latin1_field(tag, 33, 30));
    set_once(tags.album, latin1_field(tag, 63, 30));
    set_once(tags.year, year_in(tag.substr(93, 4)));
    set_once(tags.comment, latin1_field(tag, 97, 28));
    if (tag[125] == '\0' && tag[126] != '\0') {  // ID3v1.1
        set_once(tags.track, std::to_string(byte_at(tag, 126)));
    }
}

}  // namespace

Result<Id3Tags> read_id3(ByteSource& source) {
    Id3Tags tags;
    std::int64_t begin = 0;
    for (int count = 0; count < 2; ++count) {
        MOORING_TRY(const std::string header, read_string(source, begin, tag_header_bytes));
        const auto size = id3v2_size(header);
        if (!size) {
            break;
        }
        const std::int64_t end = begin + *size;
        MOORING_CHECK(read_id3v2(source, begin, std::min(end, source.available_bytes()), tags));
        begin = end;
    }
    constexpr std::int64_t id3v1_bytes = 128;
    if (source.is_complete() && source.available_bytes() >= id3v1_bytes) {
        MOORING_TRY(const std::string tag, read_string(source, source.available_bytes() - id3v1_bytes, id3v1_bytes));
        if (tag.size() == id3v1_bytes && tag.starts_with("TAG")) {
            take_id3v1(tag, tags);
        }
    }
    return tags;
}

Result<std::string> read_picture(ByteSource& source, const TagPicture& picture) {
    if (picture.size_bytes < 0 || picture.size_bytes > largest_frame_bytes) {
        return Error{Errc::too_large, "the picture in the tag is over 16 MiB"};
    }
    MOORING_TRY(std::string bytes, read_string(source, picture.offset, static_cast<std::size_t>(picture.size_bytes)));
    return picture.is_unsynchronised ? without_unsynchronisation(bytes) : bytes;
}

}  // namespace mooring::media
