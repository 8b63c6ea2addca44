#include "mooring/server/tls_issue.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>

#include "mooring/base/ip_address.hpp"

namespace mooring::server {
namespace {

struct Freed {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(BIGNUM* number) const { BN_free(number); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed>;
using Certificate = std::unique_ptr<X509, Freed>;

constexpr std::chrono::hours lifetime{24 * 825};

bool add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Freed> extension{X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_random_serial(X509* certificate) {
    const std::unique_ptr<BIGNUM, Freed> number{BN_new()};
    return number && BN_rand(number.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

/// A certificate without its extensions and signature.
Certificate draft(const std::string& common_name, EVP_PKEY* key, X509* issuer, Instant now) {
    Certificate certificate{X509_new()};
    if (!certificate || X509_set_version(certificate.get(), 2) != 1 || !set_random_serial(certificate.get())) return {};
    X509_NAME* const name = X509_get_subject_name(certificate.get());
    const auto* text = reinterpret_cast<const unsigned char*>(common_name.c_str());
    const bool named = X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1 &&
                       X509_set_issuer_name(certificate.get(), issuer ? X509_get_subject_name(issuer) : name) == 1;
    const bool dated = ASN1_TIME_set(X509_getm_notBefore(certificate.get()), unix_seconds(now) - 3600) != nullptr &&
                       ASN1_TIME_set(X509_getm_notAfter(certificate.get()), unix_seconds(now + lifetime)) != nullptr;
    if (!named || !dated || X509_set_pubkey(certificate.get(), key) != 1) return {};
    return certificate;
}

template <class Write>
std::string pem(Write&& write) {
    const std::unique_ptr<BIO, Freed> memory{BIO_new(BIO_s_mem())};
    if (!memory || write(memory.get()) != 1) return {};
    char* bytes = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &bytes);
    return {bytes, static_cast<std::size_t>(length)};
}

std::string pem_of(X509* certificate) {
    return pem([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
}

std::string pem_of(EVP_PKEY* key) {
    return pem([&](BIO* bio) { return PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

std::string alternative_names(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ",") + std::string{IpAddress::parse(name) ? "IP:" : "DNS:"} + name;
    }
    return text;
}

}  // namespace

Result<IssuedTls> issue_tls(const std::vector<std::string>& names, Instant now) {
    if (names.empty()) return invalid("names", "a certificate needs at least one name");
    const Error failed{Errc::internal, "OpenSSL could not make the certificate"};
    const Key authority_key{EVP_EC_gen("P-256")};
    const Key server_key{EVP_EC_gen("P-256")};
    if (!authority_key || !server_key) return failed;

    const Certificate authority = draft("Mooring private authority", authority_key.get(), nullptr, now);
    if (!authority ||
        !add_extension(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
        !add_extension(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign") ||
        !add_extension(authority.get(), authority.get(), NID_subject_key_identifier, "hash") ||
        X509_sign(authority.get(), authority_key.get(), EVP_sha256()) == 0) {
        return failed;
    }
    const Certificate server = draft(names.front(), server_key.get(), authority.get(), now);
    if (!server || !add_extension(server.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE") ||
        !add_extension(server.get(), authority.get(), NID_key_usage, "critical,digitalSignature") ||
        !add_extension(server.get(), authority.get(), NID_ext_key_usage, "serverAuth") ||
        !add_extension(server.get(), authority.get(), NID_authority_key_identifier, "keyid") ||
        !add_extension(server.get(), authority.get(), NID_subject_alt_name, alternative_names(names)) ||
        X509_sign(server.get(), authority_key.get(), EVP_sha256()) == 0) {
        return failed;
    }
    return IssuedTls{.authority_certificate = pem_of(authority.get()),
                     .authority_key = pem_of(authority_key.get()),
                     .certificate_chain = pem_of(server.get()) + pem_of(authority.get()),
                     .private_key = pem_of(server_key.get())};
}

}  // namespace mooring::server
