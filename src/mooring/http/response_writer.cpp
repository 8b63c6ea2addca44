#include "mooring/http/response_writer.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "mooring/base/assert.hpp"

namespace mooring::http {
namespace {

constexpr std::size_t turn_bytes = 1024 * 1024;
constexpr std::size_t block_bytes = 64 * 1024;
constexpr std::size_t most_pieces = 16;  // in one write

bool is_file(const BodyPiece& piece) {
    return piece.source.index() == 2;
}

int descriptor_of(const BodyPiece& piece) {
    return std::get<2>(piece.source)->descriptor();
}

/// The bytes of a piece that lies in memory.
std::string_view bytes_of(const BodyPiece& piece) {
    const std::string* text = std::get_if<std::string>(&piece.source);
    if (text == nullptr) {
        text = std::get<SharedBytes>(piece.source).get();
    }
    return std::string_view{*text}.substr(static_cast<std::size_t>(piece.offset),
                                          static_cast<std::size_t>(piece.length));
}

bool lies_within_its_source(const BodyPiece& piece) {
    if (piece.offset < 0 || piece.length < 0) {
        return false;
    }
    if (is_file(piece)) {
        return std::get<2>(piece.source) != nullptr;
    }
    const std::string* text = std::get_if<std::string>(&piece.source);
    if (text == nullptr) {
        text = std::get<SharedBytes>(piece.source).get();
    }
    return text != nullptr && piece.offset + piece.length <= static_cast<std::int64_t>(text->size());
}

}  // namespace

void ResponseWriter::begin(Response response, bool with_body) {
    response_ = std::move(response);
    if (!with_body) {
        response_.body.clear();
    }
    std::erase_if(response_.body, [](const BodyPiece& piece) { return piece.length <= 0; });
    for (const BodyPiece& piece : response_.body) {
        MOORING_ASSERT(lies_within_its_source(piece), "handlers cut pieces out of what they have");
    }
    body_length_ = response_.body_length();
    body_sent_ = 0;
    head_sent_ = 0;
    piece_ = 0;
    piece_sent_ = 0;
    block_size_ = 0;
    block_sent_ = 0;
}

void ResponseWriter::clear() {
    response_ = Response{};
    block_.reset();
}

bool ResponseWriter::at_file() const {
    return head_sent_ == head_.size() && piece_ < response_.body.size() && is_file(response_.body[piece_]);
}

void ResponseWriter::advance(std::size_t bytes) {
    const std::size_t of_head = std::min(bytes, head_.size() - head_sent_);
    head_sent_ += of_head;
    auto left = static_cast<std::int64_t>(bytes - of_head);
    body_sent_ += left;
    while (left > 0) {
        const std::int64_t of_piece = std::min(left, response_.body[piece_].length - piece_sent_);
        piece_sent_ += of_piece;
        left -= of_piece;
        if (piece_sent_ == response_.body[piece_].length) {
            ++piece_;
            piece_sent_ = 0;
        }
    }
}

ResponseWriter::Step ResponseWriter::step(Transport& transport, Wait& wait) {
    return transport.is_tls() ? write_tls(transport, wait) : write_plain(transport, wait);
}

ResponseWriter::Step ResponseWriter::write_plain(Transport& transport, Wait& wait) {
    std::size_t budget = turn_bytes;
    while (!is_complete()) {
        if (budget == 0) {
            return Step::turn;
        }
        IoResult result;
        std::size_t wanted = 0;
        if (at_file()) {
            const BodyPiece& piece = response_.body[piece_];
            wanted = std::min(static_cast<std::size_t>(piece.length - piece_sent_), budget);
            result = transport.send_file(descriptor_of(piece), piece.offset + piece_sent_, wanted);
            if (result.status == IoResult::Status::done && result.bytes == 0) {
                return Step::failed;  // the file is shorter than it was
            }
        } else {
            std::array<iovec, most_pieces> pieces{};
            std::size_t count = 0;
            if (head_sent_ < head_.size()) {
                pieces[count++] = {head_.data() + head_sent_, head_.size() - head_sent_};
                wanted = head_.size() - head_sent_;
            }
            std::size_t index = piece_;
            std::int64_t skipped = piece_sent_;
            while (index < response_.body.size() && count < pieces.size() && !is_file(response_.body[index])) {
                const std::string_view bytes =
                    bytes_of(response_.body[index]).substr(static_cast<std::size_t>(skipped));
                pieces[count++] = {const_cast<char*>(bytes.data()), bytes.size()};  // only read
                wanted += bytes.size();
                ++index;
                skipped = 0;
            }
            result = transport.write({pieces.data(), count}, index < response_.body.size());
        }
        if (result.status == IoResult::Status::blocked) {
            wait = result.wait;
            return Step::blocked;
        }
        if (result.status != IoResult::Status::done) {
            return Step::failed;
        }
        advance(result.bytes);
        budget -= std::min(budget, result.bytes);
        if (result.bytes < wanted && budget > 0) {
            wait = Wait::writable;  // the kernel's buffer is full: a further attempt would only say so
            return Step::blocked;
        }
    }
    return Step::done;
}

/// Gather up to one block of what comes next. False when a file cannot be read.
bool ResponseWriter::fill_block() {
    if (block_ == nullptr) {
        block_ = std::make_unique_for_overwrite<char[]>(block_bytes);
    }
    block_size_ = 0;
    block_sent_ = 0;
    const auto add = [&](std::string_view bytes) {
        const std::size_t length = std::min(bytes.size(), block_bytes - block_size_);
        std::memcpy(block_.get() + block_size_, bytes.data(), length);
        block_size_ += length;
        return length;
    };
    if (head_sent_ < head_.size()) {
        add(std::string_view{head_}.substr(head_sent_));
    }
    std::size_t index = piece_;
    std::int64_t skipped = piece_sent_;
    while (index < response_.body.size() && block_size_ < block_bytes) {
        const BodyPiece& piece = response_.body[index];
        if (is_file(piece)) {
            const auto wanted = std::min(static_cast<std::size_t>(piece.length - skipped), block_bytes - block_size_);
            const ssize_t read =
                ::pread(descriptor_of(piece), block_.get() + block_size_, wanted, piece.offset + skipped);
            if (read <= 0) {
                return false;
            }
            block_size_ += static_cast<std::size_t>(read);
            skipped += read;
        } else {
            skipped += static_cast<std::int64_t>(add(bytes_of(piece).substr(static_cast<std::size_t>(skipped))));
        }
        if (skipped < piece.length) {
            break;  // the block is full, or the read was short
        }
        ++index;
        skipped = 0;
    }
    return true;
}

ResponseWriter::Step ResponseWriter::write_tls(Transport& transport, Wait& wait) {
    std::size_t budget = turn_bytes;
    while (!is_complete()) {
        if (budget == 0) {
            return Step::turn;
        }
        if (block_sent_ == block_size_ && !fill_block()) {
            return Step::failed;
        }
        const iovec piece{block_.get() + block_sent_, block_size_ - block_sent_};
        const IoResult result = transport.write({&piece, 1}, false);
        if (result.status == IoResult::Status::blocked) {
            wait = result.wait;
            return Step::blocked;
        }
        if (result.status != IoResult::Status::done) {
            return Step::failed;
        }
        block_sent_ += result.bytes;
        advance(result.bytes);
        budget -= std::min(budget, result.bytes);
    }
    return Step::done;
}

}  // namespace mooring::http
