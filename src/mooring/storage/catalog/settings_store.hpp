#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::storage {

/// Small facts about the instance itself, such as the id it was made with.
class SettingsReader {
public:
    virtual ~SettingsReader() = default;
    virtual Result<std::optional<std::string>> find(std::string_view name) = 0;
};

class SettingsWriter {
public:
    virtual ~SettingsWriter() = default;
    virtual Result<void> put(std::string_view name, std::string_view value) = 0;
};

}  // namespace mooring::storage
