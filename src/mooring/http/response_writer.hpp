#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "mooring/http/message.hpp"
#include "mooring/http/transport.hpp"

namespace mooring::http {

/// Sends one response after the other: the head and small pieces in one write, files by `sendfile` or, through TLS, in
/// blocks. Holds no memory between responses but the head's.
class ResponseWriter {
public:
    enum class Step { done, blocked, turn, failed };

    /// Begin `response`, whose head is in `head()`. Without `with_body` only the head is sent.
    void begin(Response response, bool with_body);
    /// Send as much as goes now, at most about 1 MiB before others have their turn. `wait` tells what blocks.
    Step step(Transport& transport, Wait& wait);
    /// Forget the response and what it refers to. Its callbacks go with it.
    void clear();

    std::string& head() { return head_; }
    Response& response() { return response_; }
    std::int64_t body_length() const { return body_length_; }
    /// Bytes of the head and of the body that the kernel, or TLS, took.
    std::int64_t head_written() const { return static_cast<std::int64_t>(head_sent_); }
    std::int64_t body_written() const { return body_sent_; }
    bool is_complete() const { return head_sent_ == head_.size() && body_sent_ == body_length_; }

private:
    Step write_plain(Transport& transport, Wait& wait);
    Step write_tls(Transport& transport, Wait& wait);
    bool fill_block();
    bool at_file() const;
    void advance(std::size_t bytes);

    std::string head_;
    Response response_;
    std::int64_t body_length_ = 0;
    std::int64_t body_sent_ = 0;
    std::size_t head_sent_ = 0;
    std::size_t piece_ = 0;          ///< index of the piece under way
    std::int64_t piece_sent_ = 0;    ///< bytes of it that went
    std::unique_ptr<char[]> block_;  ///< TLS: bytes on their way into records
    std::size_t block_size_ = 0;
    std::size_t block_sent_ = 0;
};

}  // namespace mooring::http
