#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::http {

/// The limits of publishing-v1.md, 9.4.1.
struct MultipartLimits {
    std::size_t parts = 32;
    std::size_t header_bytes = 8 * 1024;
};

/// One part's head.
struct MultipartPart {
    std::string name;
    bool is_file = false;   ///< `filename` was given
    std::string file_name;  ///< as sent; never a path of ours
    std::string content_type;
};

/// Reads `multipart/form-data` as it arrives, in any cut. Memory does not grow with the body.
class MultipartReader {
public:
    struct Events {
        std::function<Result<void>(const MultipartPart&)> begin;
        std::function<Result<void>(std::string_view)> data;
        std::function<Result<void>()> end;
    };

    MultipartReader(std::string boundary, Events events, MultipartLimits limits = {});
    ~MultipartReader();
    MultipartReader(MultipartReader&&) noexcept;

    /// Errors: invalid_argument "Malformed multipart body", or what an event returned.
    Result<void> feed(std::string_view bytes);
    /// Errors: invalid_argument when the closing boundary did not come.
    Result<void> finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The boundary of a `multipart/form-data` content type: 1 to 70 characters, quoted or not.
std::optional<std::string> multipart_boundary(std::string_view content_type);

}  // namespace mooring::http
