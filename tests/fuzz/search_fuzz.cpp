// Any text as a search, as ids and as URIs of the Web API: what is accepted has the promised shape, and no term reaches
// FTS5 as anything but text.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "mooring/api/webapi/ids.hpp"
#include "mooring/api/webapi/search_query.hpp"
#include "mooring/api/webapi/uris.hpp"
#include "mooring/app/webcatalog/search_terms.hpp"
#include "mooring/base/assert.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_catalog.hpp"
#include "mooring/storage/files/temporary_directory.hpp"

namespace {

mooring::storage::Catalog& catalog() {
    static const mooring::storage::files::TemporaryDirectory folder;
    static const std::unique_ptr<mooring::storage::Catalog> opened = [] {
        mooring::storage::sqlite::SqliteOptions options;
        options.path = folder.path() + "/catalog.sqlite";
        options.durable = false;
        options.external_poll = std::chrono::milliseconds{0};
        auto made = mooring::storage::sqlite::open_sqlite_catalog(options);
        MOORING_ASSERT(made.has_value(), "the catalog opens");
        return std::move(*made);
    }();
    return *opened;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto terms = app::webcatalog::parse_search_terms(bytes);
    MOORING_ASSERT(terms.size() <= 16, "terms are bounded");
    const storage::ListingScope scope{"SE", from_unix_seconds(1'900'000'000)};
    const auto found =
        catalog().read([&](storage::CatalogSnapshot& at) { return at.listings().search_episodes(terms, scope, 10); });
    MOORING_ASSERT(found.has_value(), "every term is text to the index");
    for (const std::optional<std::string_view> query : {std::optional<std::string_view>{}, {bytes}}) {
        if (const auto ids = api::webapi::read_ids(query, bytes)) {
            MOORING_ASSERT(!ids->empty() && ids->size() <= 50, "ids are bounded");
            for (const std::string& id : *ids) MOORING_ASSERT(api::webapi::is_id(id), "ids look like ids");
        }
    }
    if (const auto uris = api::webapi::parse_uris(bytes)) {
        MOORING_ASSERT(!uris->empty() && uris->size() <= 40, "URIs are bounded");
    }
    static_cast<void>(api::webapi::parse_search(http::QueryParameters::parse(bytes)));
    return 0;
}
