#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/ip_address.hpp"
#include "mooring/base/result.hpp"

namespace mooring::storage::places {

/// Which network an address belongs to: ranges with the number of their autonomous system.
class NetworkTable {
public:
    /// Add the lines of a file of `start,end,number,name`. Lines of another shape are left out.
    /// Errors: corrupt (no line has that shape).
    Result<void> add_csv(std::string_view text);
    /// Call once all is added.
    void finish();

    /// The number of the narrowest range that holds `address`; 0 without one.
    std::uint32_t find(const IpAddress& address) const;
    std::size_t size() const { return v4_.ranges.size() + v6_.ranges.size(); }

private:
    struct Range {
        IpAddress first;
        IpAddress last;
        std::uint32_t number = 0;
    };
    /// Of one family, by first address.
    struct Family {
        std::vector<Range> ranges;
        std::vector<IpAddress> furthest;  ///< the largest last address up to each range

        void finish();
        std::uint32_t find(const IpAddress& address) const;
    };

    Family v4_;
    Family v6_;
};

}  // namespace mooring::storage::places
