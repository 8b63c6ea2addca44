#pragma once

#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

#include "mooring/base/error.hpp"

namespace mooring {

/// A value, or the `Error` that stands in its place. A thin name over `tl::expected`, kept so that a
/// dropped result is a compiler warning and so that one place changes when `std::expected` arrives.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
    Result(tl::expected<T, Error> other) : tl::expected<T, Error>(std::move(other)) {}
    Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}
};

template <>
class [[nodiscard]] Result<void> : public tl::expected<void, Error> {
public:
    using tl::expected<void, Error>::expected;
    Result() = default;
    Result(tl::expected<void, Error> other) : tl::expected<void, Error>(std::move(other)) {}
    Result(Error error) : tl::expected<void, Error>(tl::unexpect, std::move(error)) {}
};

/// Success without a value: `return ok();`
inline Result<void> ok() {
    return {};
}

}  // namespace mooring

#define MOORING_DETAIL_CONCAT2(a, b) a##b
#define MOORING_DETAIL_CONCAT(a, b) MOORING_DETAIL_CONCAT2(a, b)
#define MOORING_DETAIL_TRY(result, declaration, expression) \
    auto result = (expression);                             \
    if (!result) {                                          \
        return std::move(result).error();                   \
    }                                                       \
    declaration = std::move(*result)

/// `MOORING_TRY(const Show show, shows.get_show(id));` binds the value, or returns the error.
#define MOORING_TRY(declaration, ...) \
    MOORING_DETAIL_TRY(MOORING_DETAIL_CONCAT(mooring_try_, __COUNTER__), declaration, __VA_ARGS__)

/// `MOORING_CHECK(store.insert(episode));` goes on, or returns the error.
#define MOORING_CHECK(...)                                                      \
    do {                                                                        \
        if (auto mooring_check_result = (__VA_ARGS__); !mooring_check_result) { \
            return std::move(mooring_check_result).error();                     \
        }                                                                       \
    } while (false)
