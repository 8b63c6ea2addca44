#include "mooring/app/accounts/password_pool.hpp"

#include <future>
#include <memory>
#include <utility>

namespace mooring::app::accounts {
namespace {

/// What a task holds: `std::function` must be able to copy it, a password must not be copied.
template <class Done>
struct Order {
    std::string stored_hash;
    Password password;
    Done done;
};

/// Call `start` with a function to be told the answer, and wait for it.
template <class Answer, class Start>
Result<Answer> wait_for(const Start& start) {
    auto promise = std::make_shared<std::promise<Result<Answer>>>();
    std::future<Result<Answer>> answer = promise->get_future();
    MOORING_CHECK(start([promise](Result<Answer> result) { promise->set_value(std::move(result)); }));
    return answer.get();
}

}  // namespace

PasswordPool::PasswordPool(Options options, Random& random)
    : options_(options),
      dummy_hash_(make_dummy_hash(random, options.cost)),
      threads_("passwords", options.at_a_time, options.waiting, ThreadPriority::background) {}

Result<void> PasswordPool::verify(std::string stored_hash, Password password, Verified done) {
    auto order = std::make_shared<Order<Verified>>(
        Order<Verified>{std::move(stored_hash), std::move(password), std::move(done)});
    return post([this, order] {
        auto verdict = verify_now(order->stored_hash, order->password);
        { const Password spent = std::move(order->password); }  // wiped before anybody is told
        order->done(std::move(verdict));
    });
}

Result<void> PasswordPool::hash(Password password, Hashed done) {
    auto order = std::make_shared<Order<Hashed>>(Order<Hashed>{{}, std::move(password), std::move(done)});
    return post([this, order] {
        auto made = hash_now(order->password);
        { const Password spent = std::move(order->password); }
        order->done(std::move(made));
    });
}

Result<PasswordVerdict> PasswordPool::verify_and_wait(std::string stored_hash, Password password) {
    return wait_for<PasswordVerdict>(
        [&](Verified done) { return verify(std::move(stored_hash), std::move(password), std::move(done)); });
}

Result<std::string> PasswordPool::hash_and_wait(Password password) {
    return wait_for<std::string>([&](Hashed done) { return hash(std::move(password), std::move(done)); });
}

Result<void> PasswordPool::post(std::function<void()> task) {
    if (threads_.try_post(std::move(task))) return ok();
    ++turned_away_;
    return Error{Errc::unavailable, "too many passwords wait to be checked"};
}

Result<PasswordVerdict> PasswordPool::verify_now(const std::string& stored_hash, const Password& password) {
    const bool is_known = is_password_hash(stored_hash);
    ++hashes_done_;
    MOORING_TRY(const bool matches, verify_password(is_known ? stored_hash : dummy_hash_, password));
    PasswordVerdict verdict{.is_right = is_known && matches, .new_hash = {}};
    if (verdict.is_right && needs_rehash(stored_hash, options_.cost)) {
        verdict.new_hash = hash_now(password).value_or("");
    }
    return verdict;
}

Result<std::string> PasswordPool::hash_now(const Password& password) {
    ++hashes_done_;
    return hash_password(password, options_.cost);
}

}  // namespace mooring::app::accounts
