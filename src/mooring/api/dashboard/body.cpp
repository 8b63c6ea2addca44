#include "mooring/api/dashboard/body.hpp"

#include <algorithm>
#include <boost/json/memory_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/storage_ptr.hpp>
#include <cstddef>
#include <new>
#include <utility>

#include "mooring/base/assert.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::dashboard {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 8;
constexpr std::size_t longest_list = 100;
constexpr std::size_t longest_echo = 80;  ///< of a name that is told back

/// Memory that is overwritten before it is given back. Boost.JSON gives strings back with another alignment than it
/// asked for, and asks for none that plain `new` does not keep.
class WipedMemory final : public json::memory_resource {
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        MOORING_ASSERT(alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__, "plain memory is aligned well enough");
        return ::operator new(bytes);
    }
    void do_deallocate(void* block, std::size_t bytes, std::size_t) override {
        volatile auto* byte = static_cast<volatile unsigned char*>(block);
        for (std::size_t index = 0; index < bytes; ++index) byte[index] = 0;
        ::operator delete(block);
    }
    bool do_is_equal(const json::memory_resource& other) const noexcept override { return this == &other; }
};

Error wrong(std::string_view name, std::string_view what) {
    return invalid(std::string{name}, std::string{what});
}

}  // namespace

Result<Body> Body::parse(std::string text, std::span<const std::string_view> known) {
    json::parse_options options;
    options.max_depth = deepest;
    boost::system::error_code error;
    json::value value =
        json::parse({text.data(), text.size()}, error, json::make_shared_resource<WipedMemory>(), options);
    app::accounts::wipe(text);
    if (error) return invalid("", "the body must be valid JSON");
    if (!value.is_object()) return invalid("", "the body must be a JSON object");
    for (const auto& member : value.get_object()) {
        const std::string_view name{member.key().data(), member.key().size()};
        if (std::ranges::find(known, name) == known.end())
            return wrong(cut_to_code_points(name, longest_echo), "is not known here");
    }
    return Body{std::move(value.get_object())};
}

const json::value* Body::find(std::string_view name) const {
    const json::value* value = members_.if_contains({name.data(), name.size()});
    return value == nullptr || value->is_null() ? nullptr : value;
}

Result<std::optional<std::string>> Body::text(std::string_view name) const {
    const json::value* value = find(name);
    if (value == nullptr) return std::optional<std::string>{};
    const json::string* given = value->if_string();
    if (given == nullptr) return wrong(name, "must be a text");
    return std::optional{std::string{given->data(), given->size()}};
}

Result<std::string> Body::required_text(std::string_view name) const {
    MOORING_TRY(std::optional<std::string> given, text(name));
    if (!given) return wrong(name, "is required");
    return *std::move(given);
}

Result<std::optional<std::int64_t>> Body::integer(std::string_view name) const {
    const json::value* value = find(name);
    if (value == nullptr) return std::optional<std::int64_t>{};
    const std::int64_t* given = value->if_int64();
    if (given == nullptr) return wrong(name, "must be a whole number");
    return std::optional{*given};
}

Result<std::optional<bool>> Body::flag(std::string_view name) const {
    const json::value* value = find(name);
    if (value == nullptr) return std::optional<bool>{};
    const bool* given = value->if_bool();
    if (given == nullptr) return wrong(name, "must be true or false");
    return std::optional{*given};
}

Result<std::optional<std::vector<std::string>>> Body::texts(std::string_view name) const {
    const json::value* value = find(name);
    if (value == nullptr) return std::optional<std::vector<std::string>>{};
    const json::array* given = value->if_array();
    const bool are_texts = given != nullptr && given->size() <= longest_list &&
                           std::ranges::all_of(*given, [](const json::value& one) { return one.is_string(); });
    if (!are_texts) return wrong(name, "must be a list of at most 100 texts");
    std::vector<std::string> texts;
    texts.reserve(given->size());
    for (const json::value& one : *given) texts.emplace_back(one.get_string().data(), one.get_string().size());
    return std::optional{std::move(texts)};
}

Result<app::accounts::Password> Body::password(std::string_view name) const {
    MOORING_TRY(std::string given, required_text(name));
    return app::accounts::Password{std::move(given)};
}

}  // namespace mooring::api::dashboard
