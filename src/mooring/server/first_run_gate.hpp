#pragma once

#include <atomic>
#include <memory>

#include "mooring/http/handler.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::server {

/// Tells whether the instance has any person yet. Once it had, it has for good: it asks no more.
class FirstRunWatch {
public:
    explicit FirstRunWatch(storage::Catalog& catalog) : catalog_(catalog) {}

    /// Never waits; true may be late by one call of `ask`.
    bool is_known_to_be_over() const { return is_over_.load(std::memory_order_relaxed); }
    /// Looks into the catalog while it is not over. An unreadable catalog counts as over: families have their own
    /// answer to that.
    bool is_over();

private:
    storage::Catalog& catalog_;
    std::atomic<bool> is_over_ = false;
};

/// A family in front of which nobody gets while there is no person (accounts-oauth.md, 8.1).
enum class Gated {
    api,       ///< answers 503 in its own shape
    pages,     ///< every page leads to the set-up; feeds, media and pictures are served
    accounts,  ///< so do its pages but the set-up itself
};
std::shared_ptr<http::Handler> behind_first_run(std::shared_ptr<http::Handler> family, Gated kind,
                                                std::shared_ptr<FirstRunWatch> watch);

}  // namespace mooring::server
