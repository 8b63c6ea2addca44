#include "mooring/server/tls_issue.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

namespace mooring::server {
namespace {

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Certificate read(const std::string& pem) {
    BIO* memory = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    Certificate certificate{PEM_read_bio_X509(memory, nullptr, nullptr, nullptr), X509_free};
    BIO_free(memory);
    return certificate;
}

TEST(IssueTls, MakesACertificateForEveryNameSignedByTheAuthority) {
    const auto issued = issue_tls({"pods.example", "api.autopod.xyz", "127.0.0.1"}, SystemClock{}.now());
    ASSERT_TRUE(issued) << issued.error().message;
    const Certificate authority = read(issued->authority_certificate);
    const Certificate server = read(issued->certificate_chain);
    ASSERT_TRUE(authority && server);
    EXPECT_EQ(X509_check_host(server.get(), "pods.example", 0, 0, nullptr), 1);
    EXPECT_EQ(X509_check_host(server.get(), "api.autopod.xyz", 0, 0, nullptr), 1);
    EXPECT_EQ(X509_check_host(server.get(), "api.spotify.com", 0, 0, nullptr), 0);
    EXPECT_EQ(X509_check_ip_asc(server.get(), "127.0.0.1", 0), 1);
    EXPECT_EQ(X509_verify(server.get(), X509_get0_pubkey(authority.get())), 1);
    EXPECT_EQ(X509_check_ca(server.get()), 0);
    EXPECT_NE(X509_check_ca(authority.get()), 0);
}

TEST(IssueTls, NeedsAName) {
    EXPECT_EQ(issue_tls({}, SystemClock{}.now()).error().code, Errc::invalid_argument);
}

}  // namespace
}  // namespace mooring::server
