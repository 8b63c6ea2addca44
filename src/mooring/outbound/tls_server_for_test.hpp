#pragma once

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <chrono>
#include <ctime>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "mooring/outbound/loopback_server_for_test.hpp"

namespace mooring::outbound {

/// A key with a certificate. Without an issuer it is signed by itself, and may sign others.
class TestCertificate {
public:
    explicit TestCertificate(const std::string& host, const TestCertificate* issuer = nullptr,
                             std::chrono::seconds good_for = std::chrono::hours{1})
        : key_(EVP_EC_gen("P-256"), EVP_PKEY_free), certificate_(X509_new(), X509_free) {
        static std::atomic<long> serial{1};
        X509* const made = certificate_.get();
        X509* const signer = issuer ? issuer->certificate() : made;
        const std::time_t now = std::time(nullptr);
        X509_set_version(made, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made), ++serial);
        ASN1_TIME_set(X509_getm_notBefore(made), now - 7200);
        ASN1_TIME_set(X509_getm_notAfter(made), now + good_for.count());
        X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1, 0);
        X509_set_issuer_name(made, X509_get_subject_name(signer));
        X509_set_pubkey(made, key_.get());
        extend(signer, NID_basic_constraints, issuer ? "critical,CA:FALSE" : "critical,CA:TRUE");
        extend(signer, NID_subject_alt_name, "DNS:" + host);
        X509_sign(made, issuer ? issuer->key() : key_.get(), EVP_sha256());
    }

    X509* certificate() const { return certificate_.get(); }
    EVP_PKEY* key() const { return key_.get(); }
    std::string pem() const {
        const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), BIO_free};
        PEM_write_bio_X509(memory.get(), certificate_.get());
        char* bytes = nullptr;
        const long length = BIO_get_mem_data(memory.get(), &bytes);
        return {bytes, static_cast<std::size_t>(length)};
    }

private:
    void extend(X509* signer, int kind, const std::string& value) {
        X509V3_CTX context;
        X509V3_set_ctx_nodb(&context);
        X509V3_set_ctx(&context, signer, certificate_.get(), nullptr, nullptr, 0);
        X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
        X509_add_ext(certificate_.get(), extension, -1);
        X509_EXTENSION_free(extension);
    }

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
    std::unique_ptr<X509, decltype(&X509_free)> certificate_;
};

/// A loopback server that speaks TLS with one certificate and answers every request with the same bytes.
class TlsLoopbackServer {
public:
    TlsLoopbackServer(const TestCertificate& certificate, std::string answer)
        : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free),
          answer_(std::move(answer)),
          listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        SSL_CTX_use_certificate(context_.get(), certificate.certificate());
        SSL_CTX_use_PrivateKey(context_.get(), certificate.key());
        sockaddr_in where{};
        where.sin_family = AF_INET;
        inet_pton(AF_INET, "127.0.0.1", &where.sin_addr);
        bind(listener_, reinterpret_cast<const sockaddr*>(&where), sizeof where);
        listen(listener_, 16);
        socklen_t size = sizeof where;
        getsockname(listener_, reinterpret_cast<sockaddr*>(&where), &size);
        port_ = ntohs(where.sin_port);
        thread_ = std::thread([this] { run(); });
    }
    ~TlsLoopbackServer() {
        shutdown(listener_, SHUT_RDWR);
        thread_.join();
        close(listener_);
    }
    TlsLoopbackServer(const TlsLoopbackServer&) = delete;
    TlsLoopbackServer& operator=(const TlsLoopbackServer&) = delete;

    std::string url(const std::string& host) const { return "https://" + host + ":" + std::to_string(port_) + "/"; }
    int connections() const { return connections_; }
    int requests() const { return requests_; }

private:
    void run() {
        for (;;) {
            const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (connection < 0) return;
            ++connections_;
            const std::unique_ptr<SSL, decltype(&SSL_free)> ssl{SSL_new(context_.get()), SSL_free};
            SSL_set_fd(ssl.get(), connection);
            char buffer[4096];
            if (SSL_accept(ssl.get()) == 1 && SSL_read(ssl.get(), buffer, sizeof buffer) > 0) {
                ++requests_;
                SSL_write(ssl.get(), answer_.data(), static_cast<int>(answer_.size()));
                SSL_shutdown(ssl.get());
            }
            close(connection);
        }
    }

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    const std::string answer_;
    const int listener_;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_{0};
    std::atomic<int> requests_{0};
    std::thread thread_;
};

}  // namespace mooring::outbound
