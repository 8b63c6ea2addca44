// Any path and query as the address of an upload: none that we did not sign is good, and what is read can be written.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mooring/api/creators/storage_address.hpp"
#include "mooring/base/assert.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring;
    using Verdict = app::creators::UploadAddress::Verdict;
    static const app::ServerSecret secret{{std::byte{7}}};
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto mark = text.find('?');
    http::Request request;
    request.path = "/storage/";
    request.path += text.substr(0, mark);
    if (mark != std::string_view::npos) request.query = text.substr(mark + 1);
    const auto read = api::creators::read_storage_address(request);
    if (!read) return 0;
    const Instant now = from_unix_seconds(1'772'000'000);
    MOORING_ASSERT(read->address.verify(secret, read->signature, now) != Verdict::good,
                   "an address that was never signed is refused");
    MOORING_ASSERT(!read->address.part || (*read->address.part >= 1 && *read->address.part <= 10'000),
                   "a part has a number within bounds");
    MOORING_ASSERT(read->address.path(secret).starts_with("/storage/"), "an address can be written");
    return 0;
}
