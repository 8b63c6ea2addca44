#include "mooring/api/graphql/serving/persisted_operations.hpp"

#include <algorithm>

#include "mooring/api/graphql/bundled_documents.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/graphql/json/read_json.hpp"

namespace mooring::api::graphql::serving {
namespace {

using mooring::graphql::Arena;
using mooring::graphql::Engine;
using mooring::graphql::Value;

constexpr std::size_t hash_digits = 64;

bool is_hash(std::string_view text) {
    return text.size() == hash_digits &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Error broken(const std::string& name, const std::string& reason) {
    return invalid("operations", "the operation " + name + " " + reason);
}

PersistedOperation operation_of(const Value& entry) {
    PersistedOperation operation;
    operation.name = entry["operationName"].text();
    operation.kind = entry["kind"].text();
    operation.group = entry["group"].text();
    for (const Value& hash : entry["sha256Hashes"].items()) operation.hashes.emplace_back(hash["hash"].text());
    operation.hashes.emplace_back(entry["documentSha256"].text());
    for (const Value& variable : entry["variables"].items()) {
        if (variable["name"].text() == "showUri") operation.takes_show = true;
    }
    return operation;
}

}  // namespace

Result<PersistedOperations> PersistedOperations::read(const Engine& engine,
                                                      std::span<const std::string> further_hashes) {
    PersistedOperations made;
    for (const std::string_view text : {operations_text(), newer_operations_text()}) {
        Arena arena;
        MOORING_TRY(const Value file, mooring::graphql::read_json(text, arena));
        for (const Value& entry : file["operations"].items()) {
            MOORING_CHECK(made.add(operation_of(entry), std::string{entry["document"].text()}, engine));
        }
    }
    for (const std::string& line : further_hashes) MOORING_CHECK(made.add_hash(line));
    return made;
}

Result<void> PersistedOperations::add(PersistedOperation operation, std::string document, const Engine& engine) {
    if (to_hex(sha256(document)) != operation.hashes.back()) return broken(operation.name, "has another's hash");
    auto prepared = engine.prepare(std::move(document));
    if (!prepared) return broken(operation.name, "does not fit the schema: " + prepared.error().front().message);
    operation.document = std::move(*prepared);
    const std::size_t place = operations_.size();
    by_name_.emplace(operation.name, place);  // a newer form of a known one is known by its hashes only
    for (const std::string& hash : operation.hashes) {
        if (!is_hash(hash)) return broken(operation.name, "has a hash that is none");
        if (!by_hash_.emplace(hash, place).second) return broken(operation.name, "has another's hash");
    }
    operations_.push_back(std::move(operation));
    return ok();
}

Result<void> PersistedOperations::add_hash(std::string_view line) {
    const std::size_t equals = line.find('=');
    const std::string_view name = line.substr(0, equals);
    const std::string_view hash = equals == std::string_view::npos ? std::string_view{} : line.substr(equals + 1);
    const auto found = by_name_.find(std::string{name});
    if (found == by_name_.end()) return invalid("graphql.hashes", "there is no operation '" + std::string{name} + "'");
    if (!is_hash(hash)) {
        return invalid("graphql.hashes", "after '" + std::string{name} + "=' 64 lower-case hexadecimal digits come");
    }
    const auto [place, is_new] = by_hash_.emplace(hash, found->second);
    if (!is_new && place->second != found->second) {
        return invalid("graphql.hashes", "the hash of '" + std::string{name} + "' is another operation's");
    }
    if (is_new) operations_[found->second].hashes.emplace_back(hash);
    return ok();
}

const PersistedOperation* PersistedOperations::find_by_hash(std::string_view hash) const {
    const auto found = by_hash_.find(std::string{hash});
    return found == by_hash_.end() ? nullptr : &operations_[found->second];
}

const PersistedOperation* PersistedOperations::find_by_name(std::string_view name) const {
    const auto found = by_name_.find(std::string{name});
    return found == by_name_.end() ? nullptr : &operations_[found->second];
}

}  // namespace mooring::api::graphql::serving
