#include "mooring/analytics/safe_networks.hpp"

#include <gtest/gtest.h>

namespace mooring::analytics {
namespace {

bool holds(const SafeNetworks& networks, std::string_view address) {
    return networks.contains(IpAddress::parse(address).value());
}

TEST(SafeNetworks, HoldWhatLiesInAPrefix) {
    const auto networks = SafeNetworks::parse(
        R"([{"network":"192.0.2.0/24","name":"A campus","reviewed":"2026-09-01"},
            {"network":"2001:db8::/32","reviewed":"2026-08-01"}])");
    ASSERT_TRUE(networks) << networks.error().message;
    EXPECT_TRUE(holds(*networks, "192.0.2.77"));
    EXPECT_TRUE(holds(*networks, "2001:db8:1::7"));
    EXPECT_FALSE(holds(*networks, "192.0.3.1"));
    EXPECT_EQ(networks->entries().at(0).name, "A campus");
    EXPECT_EQ(networks->entries().at(1).reviewed, std::chrono::sys_days{std::chrono::year{2026} / 8 / 1});
    EXPECT_FALSE(holds(SafeNetworks{}, "192.0.2.77"));
    CurrentSafeNetworks current;
    EXPECT_FALSE(current.contains(IpAddress::parse("192.0.2.77").value()));
    current.set(*networks);
    EXPECT_TRUE(current.contains(IpAddress::parse("192.0.2.77").value()));
}

TEST(SafeNetworks, NameTheEntryThatIsWrong) {
    const auto refused = [](std::string_view text) {
        const auto networks = SafeNetworks::parse(text);
        return networks ? std::string{} : networks.error().message;
    };
    EXPECT_EQ(refused("[]"), "");
    EXPECT_NE(refused("{}"), "");
    EXPECT_NE(refused("["), "");
    EXPECT_NE(
        refused(R"([{"network":"192.0.2.0/24","reviewed":"2026-09-01"},{"network":"all","reviewed":"2026-09-01"}])")
            .find("safe network 2"),
        std::string::npos);
    EXPECT_NE(refused(R"([{"network":"192.0.2.0/24"}])").find("reviewed"), std::string::npos);
    EXPECT_NE(refused(R"([{"network":"192.0.2.0/24","reviewed":"2026-13-01"}])").find("reviewed"), std::string::npos);
}

}  // namespace
}  // namespace mooring::analytics
