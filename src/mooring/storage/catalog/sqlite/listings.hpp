#pragma once

#include <array>
#include <optional>
#include <string>

#include "mooring/storage/catalog/listing_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteListingReader final : public ListingReader {
public:
    explicit SqliteListingReader(Connection& db) : db_(db) {}
    Result<std::vector<domain::Episode>> list_episodes(domain::ShowId show, const ListingScope& scope,
                                                       std::int64_t offset, std::int64_t limit) override;
    Result<ListingCounts> count_episodes(domain::ShowId show, const ListingScope& scope) override;
    Result<std::optional<Instant>> next_listing(domain::ShowId show, Instant now) override;
    Result<std::vector<domain::EpisodeId>> search_episodes(std::span<const SearchTerm> terms, const ListingScope& scope,
                                                           std::int64_t limit) override;
    Result<std::vector<domain::ShowId>> search_shows(std::span<const SearchTerm> terms, const ListingScope& scope,
                                                     std::int64_t limit) override;

private:
    Connection& db_;
};

/// Make the episode's rows in `listings` and `episode_search` say what it says; remove them when it cannot be listed.
Result<void> put_listing(const WriteAccess& access, const domain::Episode& episode, bool show_public);

/// The statements of lists and searches, by name; the tests look at their query plans.
std::array<std::pair<std::string_view, const std::string*>, 4> listing_statements();

}  // namespace mooring::storage::sqlite
