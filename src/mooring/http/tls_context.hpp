#pragma once

#include <openssl/types.h>

#include <memory>

#include "mooring/base/result.hpp"
#include "mooring/http/server.hpp"

namespace mooring::http {

struct SessionDeleter {
    void operator()(SSL* session) const;
};
using TlsSession = std::unique_ptr<SSL, SessionDeleter>;

/// A certificate and the settings of the TLS side: TLS 1.2 or later, `http/1.1` by ALPN. Shared by all threads;
/// sessions keep what they need of it, so it may be replaced at any time.
class TlsContext {
public:
    /// Errors: invalid_argument, naming the file at fault.
    static Result<std::shared_ptr<TlsContext>> load(const TlsFiles& files);

    /// A new session on `descriptor`, which it does not own. Null when out of memory.
    TlsSession session_on(int descriptor) const;

private:
    struct ContextDeleter {
        void operator()(SSL_CTX* context) const;
    };
    std::unique_ptr<SSL_CTX, ContextDeleter> context_;
};

}  // namespace mooring::http
