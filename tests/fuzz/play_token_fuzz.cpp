// Any text as a play token: none that we did not make is good.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mooring/app/measuring/play_token.hpp"
#include "mooring/base/assert.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring;
    static const app::ServerSecret secret{{std::byte{7}}};
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto nonce = app::measuring::check_play_token(secret, "eps7Qk2m00000003", "Player/1", text,
                                                        from_unix_seconds(1'772'000'000));
    MOORING_ASSERT(!nonce, "a token that was never made is refused");
    return 0;
}
