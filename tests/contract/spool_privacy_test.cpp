#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "mooring/analytics/hit_id.hpp"
#include "mooring/analytics/hit_identity.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/storage/files/file_operations.hpp"
#include "mooring/storage/files/temporary_directory.hpp"
#include "mooring/storage/keys/file_listener_keys.hpp"
#include "mooring/storage/spool/segment_spool.hpp"

namespace mooring::storage {
namespace {

/// Spellings of an address that must be nowhere: the text, its bytes in both orders, and those in hexadecimal.
std::vector<std::string> spellings(const IpAddress& address) {
    std::string bytes(reinterpret_cast<const char*>(address.bytes.data()), address.is_v4 ? 4 : 16);
    std::string reversed{bytes.rbegin(), bytes.rend()};
    std::vector<std::string> all{address.to_string(), bytes, reversed, to_hex(std::as_bytes(std::span{bytes})),
                                 to_hex(std::as_bytes(std::span{reversed}))};
    if (!address.is_v4) {
        all.push_back(bytes.substr(0, 8));  // the /64 alone
        all.push_back(address.to_string().substr(0, 13));
    }
    return all;
}

// measurement.md, 12, invariant 13, for what this part writes: the spool and the keys.
TEST(SpooledHits, HoldNoAddressInTextHexOrBinary) {
    const files::TemporaryDirectory directory;
    const ManualClock clock{from_unix_seconds(1'772'438'400)};
    SeededRandom random{5};  // the same files every time: chance cannot write an address into them
    const std::vector<IpAddress> addresses = {
        IpAddress::parse("203.0.113.77").value(),
        IpAddress::parse("198.51.100.212").value(),
        IpAddress::parse("2001:db8:1234:5678:9abc:def0:1234:5678").value(),
    };
    {
        auto keys = keys::open_listener_keys({.directory = directory.path() + "/keys",
                                              .master_key = {std::byte{1}, std::byte{2}},
                                              .clock = &clock,
                                              .random = &random})
                        .value();
        auto spool = spool::open_segment_spool({.directory = directory.path() + "/spool"}).value();
        analytics::HitIdSource ids{1, random};
        for (const IpAddress& address : addresses) {
            const std::string own_page =
                "http://" + (address.is_v4 ? address.to_string() : "[" + address.to_string() + "]");
            for (const std::string_view opt_out : {"", "1"}) {
                const analytics::HitHeaders headers{
                    .user_agent = "AntennaPod/3.4.0", .referrer = own_page, .sec_gpc = opt_out};
                const auto identity = analytics::identify(*keys, address, headers, clock.now()).value();
                analytics::RawHit hit;
                hit.hit_id = ids.next(clock.now());
                hit.at = clock.now();
                hit.method = "GET";
                hit.status = 200;
                hit.net_key = identity.net_key;
                hit.ip_key = identity.ip_key;
                hit.user_agent = identity.user_agent;
                hit.referrer = identity.referrer;
                hit.flags = identity.flags;
                ASSERT_TRUE(spool->append(hit));
            }
        }
        ASSERT_TRUE(spool->settle());
    }
    std::size_t files = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator{directory.path()}) {
        if (!file.is_regular_file()) {
            continue;
        }
        ++files;
        const std::string bytes = files::read_file(file.path().string(), 1'000'000).value();
        for (const IpAddress& address : addresses) {
            for (const std::string& spelling : spellings(address)) {
                EXPECT_EQ(bytes.find(spelling), std::string::npos) << file.path() << " holds " << address.to_string();
            }
        }
    }
    EXPECT_EQ(files, 3U);  // two keys and a segment: the search had something to look at
}

}  // namespace
}  // namespace mooring::storage
