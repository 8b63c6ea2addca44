#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "catalog_samples.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::contract {

/// A place where one engine keeps a catalog, and what the suite needs to be hard on it.
class CatalogHarness {
public:
    virtual ~CatalogHarness() = default;

    /// Open the catalog at this place; the first call makes it. Two that are open at once are like two processes.
    virtual Result<std::unique_ptr<storage::Catalog>> open() = 0;

    /// Keep every write away, as a backup or another program would, until what is returned ends.
    virtual std::shared_ptr<void> lock_out_writers() = 0;

    /// How long it may take until one process sees what another wrote (change_versions.hpp).
    virtual std::chrono::milliseconds sees_others_within() const { return std::chrono::seconds{1}; }
};

/// How an engine takes part: a name for the test's own, and a fresh, empty place for each test.
struct CatalogEngine {
    std::string name;
    std::function<std::unique_ptr<CatalogHarness>()> make;

    friend std::ostream& operator<<(std::ostream& out, const CatalogEngine& engine) { return out << engine.name; }
};

/// Every engine there is: the suites below run on each.
std::vector<CatalogEngine> catalog_engines();

#define MOORING_ON_EVERY_ENGINE(suite)                                             \
    INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::ValuesIn(catalog_engines()), \
                             [](const auto& engine) { return engine.param.name; })

/// The suite that every engine of the catalog port passes unchanged.
class CatalogContract : public testing::TestWithParam<CatalogEngine> {
protected:
    void SetUp() override;

    storage::Catalog& catalog() { return *catalog_; }
    CatalogHarness& harness() { return *harness_; }
    /// Close the catalog and open it again.
    void reopen();

    // Store and return with the assigned id.
    domain::Workspace add(domain::Workspace workspace);
    domain::Show add(domain::Show show);
    domain::Episode add(domain::Episode episode);
    void update(const domain::Show& show);
    void update(const domain::Episode& episode);

    /// A workspace, and a published show in it.
    domain::Show add_show();

    std::vector<storage::ListedEpisode> list(const storage::VisibleEpisodesQuery& query);
    std::int64_t count(const storage::VisibleEpisodesQuery& query);

    /// The value of a read that has to succeed.
    template <class Question>
    auto ask(Question&& question) {
        auto answer = catalog().read(question);
        if (!answer) throw std::runtime_error("read failed: " + answer.error().message);
        return std::move(*answer);
    }
    /// The value of a write that has to succeed.
    template <class Change>
    auto change(Change&& body) {
        auto answer = catalog().write(body);
        if (!answer) throw std::runtime_error("write failed: " + answer.error().message);
        if constexpr (!std::is_void_v<typename decltype(answer)::value_type>) return std::move(*answer);
    }

    Samples samples;

private:
    std::unique_ptr<CatalogHarness> harness_;
    std::unique_ptr<storage::Catalog> catalog_;
};

/// True once `condition` holds; false when it does not before the deadline.
bool becomes_true(std::chrono::milliseconds within, const std::function<bool()>& condition);

/// Ids in order, for comparison.
std::vector<std::int64_t> ids_of(const std::vector<storage::ListedEpisode>& page);

/// The place of an episode in the order of publication.
storage::EpisodePosition position_of(const domain::Episode& episode);

}  // namespace mooring::contract
