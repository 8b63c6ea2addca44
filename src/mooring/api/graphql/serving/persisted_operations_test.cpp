#include "mooring/api/graphql/serving/persisted_operations.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "mooring/api/graphql/creators_schema.hpp"
#include "mooring/api/graphql/fields/resolvers.hpp"

namespace mooring::api::graphql::serving {
namespace {

class PersistedOperationsTest : public testing::Test {
protected:
    PersistedOperationsTest() {
        auto schema = make_creators_schema();
        EXPECT_TRUE(schema) << schema.error().message;
        auto engine = mooring::graphql::Engine::make(*schema, fields::make_resolvers(**schema), {});
        EXPECT_TRUE(engine) << engine.error().message;
        engine_ = std::move(*engine);
    }
    Result<PersistedOperations> read(const std::vector<std::string>& further = {}) {
        return PersistedOperations::read(*engine_, further);
    }
    std::unique_ptr<mooring::graphql::Engine> engine_;
};

TEST_F(PersistedOperationsTest, AllFitTheSchema) {
    const auto operations = read();
    ASSERT_TRUE(operations) << operations.error().message;
    EXPECT_EQ(operations->all().size(), 114U + 3U);
    std::size_t hashes = 0, mutations = 0;
    for (const PersistedOperation& operation : operations->all()) {
        hashes += operation.hashes.size();
        mutations += operation.kind == "mutation" ? 1 : 0;
        EXPECT_EQ(operations->find_by_name(operation.name)->name, operation.name);
        for (const std::string& hash : operation.hashes) EXPECT_EQ(operations->find_by_hash(hash), &operation);
    }
    EXPECT_EQ(hashes, 114U + 41U + 2 * 3U);
    EXPECT_EQ(mutations, 16U);
}

TEST_F(PersistedOperationsTest, ComparesHashesExactly) {
    const auto operations = read();
    ASSERT_TRUE(operations);
    const std::string hash = operations->all().front().hashes.front();
    EXPECT_EQ(operations->find_by_hash(hash.substr(1)), nullptr);
    std::string upper = hash;
    std::ranges::transform(upper, upper.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
    EXPECT_EQ(operations->find_by_hash(upper), nullptr);
    EXPECT_EQ(operations->find_by_name("getNothing"), nullptr);
}

TEST_F(PersistedOperationsTest, TakeFurtherHashes) {
    const std::string hash(64, 'a');
    const auto operations = read({"getUserMetadata=" + hash});
    ASSERT_TRUE(operations) << operations.error().message;
    EXPECT_EQ(operations->find_by_hash(hash)->name, "getUserMetadata");
    for (const std::string& line : {"getNothing=" + hash, "getUserMetadata=" + hash.substr(1), std::string{"x"},
                                    "getUserMetadata=" + std::string(64, 'A'),
                                    "getUserMetadata=" + operations->find_by_name("getShowClips")->hashes.front()}) {
        EXPECT_FALSE(read({line})) << line;
    }
}

}  // namespace
}  // namespace mooring::api::graphql::serving
