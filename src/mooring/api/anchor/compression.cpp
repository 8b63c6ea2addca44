#include "mooring/api/anchor/compression.hpp"

#include <string>
#include <utility>
#include <variant>

#include "mooring/app/delivering/document.hpp"
#include "mooring/http/conditional.hpp"

namespace mooring::api::anchor {
namespace {

constexpr std::int64_t worth_compressing = 1024;  // bytes; less fits into a packet anyway

}  // namespace

void compress(const http::Request& request, http::Response& response) {
    if (response.body.size() != 1 || response.body_length() < worth_compressing) return;
    const auto* plain = std::get_if<std::string>(&response.body.front().source);
    if (plain == nullptr) return;
    response.header("Vary", "Accept-Encoding");
    const auto accepted = request.headers.find("Accept-Encoding");
    if (!accepted || http::choose_encoding(*accepted, false, true) != "gzip") return;
    std::string packed = app::delivering::gzip_bytes(*plain);
    if (packed.empty()) return;
    const auto length = static_cast<std::int64_t>(packed.size());
    response.body.front() = {std::move(packed), 0, length};
    response.header("Content-Encoding", "gzip");
}

}  // namespace mooring::api::anchor
