#include "mooring/http/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <string_view>

namespace mooring::http {
namespace {

constexpr std::string_view own_protocol = "\x08http/1.1";
constexpr std::string_view session_context = "mooring";

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_length, const unsigned char* offered,
                    unsigned offered_length, void*) {
    unsigned char* protocol = nullptr;
    const auto* own = reinterpret_cast<const unsigned char*>(own_protocol.data());
    if (SSL_select_next_proto(&protocol, chosen_length, own, static_cast<unsigned>(own_protocol.size()), offered,
                              offered_length) != OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_ALERT_FATAL;  // RFC 7301, 3.2
    }
    *chosen = protocol;
    return SSL_TLSEXT_ERR_OK;
}

/// The oldest queued OpenSSL error as an error of ours; empties the queue.
Error tls_error(std::string what, std::string field) {
    const char* reason = ERR_reason_error_string(ERR_peek_error());
    ERR_clear_error();
    return invalid(std::move(field), std::move(what) + ": " + (reason != nullptr ? reason : "unknown reason"));
}

}  // namespace

void SessionDeleter::operator()(SSL* session) const {
    SSL_free(session);
}
void TlsContext::ContextDeleter::operator()(SSL_CTX* context) const {
    SSL_CTX_free(context);
}

Result<std::shared_ptr<TlsContext>> TlsContext::load(const TlsFiles& files) {
    ERR_clear_error();
    auto loaded = std::make_shared<TlsContext>();
    loaded->context_.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX* context = loaded->context_.get();
    if (context == nullptr) {
        return tls_error("no tls context", "");
    }
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                     SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_id_context(context, reinterpret_cast<const unsigned char*>(session_context.data()),
                                   static_cast<unsigned>(session_context.size()));
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
    if (SSL_CTX_use_certificate_chain_file(context, files.certificate_chain.c_str()) != 1) {
        return tls_error("certificate " + files.certificate_chain, "tls.certificate");
    }
    if (SSL_CTX_use_PrivateKey_file(context, files.private_key.c_str(), SSL_FILETYPE_PEM) != 1) {
        return tls_error("private key " + files.private_key, "tls.private_key");
    }
    if (SSL_CTX_check_private_key(context) != 1) {
        return tls_error("private key " + files.private_key + " does not fit the certificate", "tls.private_key");
    }
    return loaded;
}

TlsSession TlsContext::session_on(int descriptor) const {
    TlsSession session{SSL_new(context_.get())};
    if (session == nullptr || SSL_set_fd(session.get(), descriptor) != 1) {
        ERR_clear_error();
        return nullptr;
    }
    SSL_set_accept_state(session.get());
    return session;
}

}  // namespace mooring::http
