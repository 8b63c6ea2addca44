#pragma once

#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/sponsorship.hpp"

namespace mooring::storage {

class SponsorshipReader {
public:
    virtual ~SponsorshipReader() = default;

    /// All of these shows, the oldest first, in one question.
    virtual Result<std::vector<domain::Sponsorship>> of_shows(const std::vector<domain::ShowId>& shows) = 0;
};

class SponsorshipWriter {
public:
    virtual ~SponsorshipWriter() = default;

    /// Errors: conflict (the id is taken).
    virtual Result<void> insert(const domain::Sponsorship& sponsorship) = 0;
    /// Errors: not_found.
    virtual Result<void> remove(std::string_view id) = 0;
};

}  // namespace mooring::storage
