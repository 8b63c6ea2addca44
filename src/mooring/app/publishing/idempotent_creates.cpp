#include "mooring/app/publishing/idempotent_creates.hpp"

#include "mooring/base/hash.hpp"

namespace mooring::app::publishing {
namespace {

/// A lost race for the unique row is settled by reading again; it cannot be lost twice within the lifetime.
constexpr int tries = 2;
constexpr std::string_view lost_race = "idempotency row";

}  // namespace

Result<std::optional<KeyedOutcome>> IdempotentCreates::find_in(CatalogSnapshot& catalog,
                                                               const KeyedRequest& request) const {
    MOORING_TRY(std::optional<storage::IdempotencyRecord> record,
                catalog.idempotency().find(request.workspace, request.operation, request.key, expired_at()));
    if (!record) return std::optional<KeyedOutcome>{};
    if (!equal_in_constant_time(record->fingerprint, request.fingerprint)) {
        return Error{Errc::conflict, "the key was already used with a different request", "key"};
    }
    return std::optional{KeyedOutcome{{record->status, std::move(record->headers), std::move(record->body)}, true}};
}

Result<std::optional<KeyedOutcome>> IdempotentCreates::find(const KeyedRequest& request) {
    return catalog_.read([&](CatalogSnapshot& catalog) { return find_in(catalog, request); });
}

Result<KeyedOutcome> IdempotentCreates::run(
    const KeyedRequest& request, const std::function<Result<RememberedAnswer>(CatalogTransaction&)>& create) {
    const Name name{request.workspace.value, request.operation, request.key};
    {
        std::unique_lock lock(mutex_);
        if (!freed_.wait_for(lock, options_.wait, [&] { return !running_.contains(name); })) {
            return Error{Errc::timeout, "a request with this key is still in progress", "key"};
        }
        running_.insert(name);
    }
    Result<KeyedOutcome> outcome = run_alone(request, create);
    {
        const std::lock_guard lock(mutex_);
        running_.erase(name);
    }
    freed_.notify_all();
    return outcome;
}

Result<KeyedOutcome> IdempotentCreates::run_alone(
    const KeyedRequest& request, const std::function<Result<RememberedAnswer>(CatalogTransaction&)>& create) {
    for (int attempt = 1;; ++attempt) {
        MOORING_TRY(std::optional<KeyedOutcome> known, find(request));
        if (known) return std::move(*known);
        Result<KeyedOutcome> outcome = catalog_.write([&](CatalogTransaction& tx) -> Result<KeyedOutcome> {
            MOORING_TRY(std::optional<KeyedOutcome> meanwhile, find_in(tx, request));
            if (meanwhile) return std::move(*meanwhile);
            MOORING_TRY(RememberedAnswer answer, create(tx));
            const storage::IdempotencyRecord record{.workspace = request.workspace,
                                                    .operation = request.operation,
                                                    .key = request.key,
                                                    .fingerprint = request.fingerprint,
                                                    .status = answer.status,
                                                    .headers = answer.headers,
                                                    .body = answer.body,
                                                    .created_at = clock_.now()};
            if (Result<void> stored = tx.idempotency_writer().insert(record, expired_at()); !stored) {
                Error error = std::move(stored).error();
                if (error.code == Errc::conflict) error.field = std::string{lost_race};
                return error;
            }
            return KeyedOutcome{std::move(answer), false};
        });
        const bool lost = !outcome && outcome.error().code == Errc::conflict && outcome.error().field == lost_race;
        if (!lost || attempt == tries) return outcome;
    }
}

Result<void> forget_expired_answers(CatalogTransaction& tx, Instant now) {
    return tx.idempotency_writer().remove_expired(now - IdempotentCreates::Options{}.lifetime);
}

}  // namespace mooring::app::publishing
