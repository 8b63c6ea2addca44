#include "mooring/http/transport.hpp"

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

#include "mooring/http/tcp_acknowledged.hpp"

namespace mooring::http {
namespace {

constexpr int unsent_limit_bytes = 128 * 1024;
constexpr std::size_t most_discarded = 1024 * 1024;  // in one call

}  // namespace

bool Transport::begin_tls(const TlsContext& context) {
    session_ = context.session_on(socket_.native_handle());
    return session_ != nullptr;
}

IoResult Transport::tls_outcome(int returned) {
    if (returned > 0) {
        return {.status = IoResult::Status::done, .bytes = static_cast<std::size_t>(returned), .wait = Wait::none};
    }
    const int reason = SSL_get_error(session_.get(), returned);
    ERR_clear_error();  // the queue belongs to the thread: what stays in it would be read as another session's error
    switch (reason) {
        case SSL_ERROR_WANT_READ: return {.status = IoResult::Status::blocked, .bytes = 0, .wait = Wait::readable};
        case SSL_ERROR_WANT_WRITE: return {.status = IoResult::Status::blocked, .bytes = 0, .wait = Wait::writable};
        case SSL_ERROR_ZERO_RETURN: return {.status = IoResult::Status::closed, .bytes = 0, .wait = Wait::none};
        default: return {.status = IoResult::Status::failed, .bytes = 0, .wait = Wait::none};
    }
}

IoResult Transport::socket_outcome(ssize_t returned, Wait wait) {
    if (returned >= 0) {
        return {.status = IoResult::Status::done, .bytes = static_cast<std::size_t>(returned), .wait = Wait::none};
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
        return {.status = IoResult::Status::blocked, .bytes = 0, .wait = wait};
    }
    return {.status = IoResult::Status::failed, .bytes = 0, .wait = Wait::none};
}

IoResult Transport::handshake() {
    return tls_outcome(SSL_do_handshake(session_.get()));
}

IoResult Transport::read(std::span<char> into) {
    if (session_ != nullptr) {
        const auto size = static_cast<int>(std::min<std::size_t>(into.size(), 1U << 30));
        return tls_outcome(SSL_read(session_.get(), into.data(), size));
    }
    IoResult result = socket_outcome(::recv(socket_.native_handle(), into.data(), into.size(), 0), Wait::readable);
    if (result.status == IoResult::Status::done && result.bytes == 0) {
        result.status = IoResult::Status::closed;
    }
    return result;
}

IoResult Transport::peek(std::span<char> into) {
    IoResult result =
        socket_outcome(::recv(socket_.native_handle(), into.data(), into.size(), MSG_PEEK), Wait::readable);
    if (result.status == IoResult::Status::done && result.bytes == 0) {
        result.status = IoResult::Status::closed;
    }
    return result;
}

IoResult Transport::discard() {
    // tcp(7): MSG_TRUNC drops the bytes instead of copying them.
    IoResult result =
        socket_outcome(::recv(socket_.native_handle(), nullptr, most_discarded, MSG_TRUNC), Wait::readable);
    if (result.status == IoResult::Status::done && result.bytes == 0) {
        result.status = IoResult::Status::closed;
    }
    return result;
}

IoResult Transport::write(std::span<const iovec> pieces, bool more) {
    if (session_ != nullptr) {
        const auto size = static_cast<int>(std::min<std::size_t>(pieces.front().iov_len, 1U << 30));
        return tls_outcome(SSL_write(session_.get(), pieces.front().iov_base, size));
    }
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(pieces.data());  // sendmsg only reads it
    message.msg_iovlen = pieces.size();
    const int flags = MSG_NOSIGNAL | (more ? MSG_MORE : 0);
    const IoResult result = socket_outcome(::sendmsg(socket_.native_handle(), &message, flags), Wait::writable);
    plain_written_ += result.bytes;
    return result;
}

IoResult Transport::send_file(int descriptor, std::int64_t offset, std::size_t length) {
    off_t position = offset;
    const IoResult result =
        socket_outcome(::sendfile(socket_.native_handle(), descriptor, &position, length), Wait::writable);
    plain_written_ += result.bytes;
    return result;
}

void Transport::end_sending() {
    if (session_ != nullptr && SSL_is_init_finished(session_.get()) == 1) {
        SSL_shutdown(session_.get());
        ERR_clear_error();
    }
    ::shutdown(socket_.native_handle(), SHUT_WR);
}

void Transport::limit_unsent() {
    if (!unsent_is_limited_) {
        unsent_is_limited_ = true;
        ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_limit_bytes,
                     sizeof unsent_limit_bytes);
    }
}

std::uint64_t Transport::wire_written() const {
    // The read side's BIO is the socket itself; the write side's may be a buffer around it during the handshake.
    return session_ != nullptr ? BIO_number_written(SSL_get_rbio(session_.get())) : plain_written_;
}

std::optional<std::uint64_t> Transport::wire_acknowledged() const {
    const int descriptor = const_cast<Socket&>(socket_).native_handle();
    if (const auto acknowledged = tcp_acknowledged_bytes(descriptor)) {
        return std::min(*acknowledged, wire_written());  // a FIN counts as one byte
    }
    int queued = 0;
    if (::ioctl(descriptor, SIOCOUTQ, &queued) == 0) {
        const std::uint64_t waiting = static_cast<std::uint64_t>(std::max(queued, 0));
        return wire_written() - std::min(waiting, wire_written());
    }
    return std::nullopt;
}

}  // namespace mooring::http
