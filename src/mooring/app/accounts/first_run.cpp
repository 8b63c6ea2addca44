#include "mooring/app/accounts/first_run.hpp"

#include <array>
#include <memory>
#include <utility>

#include "mooring/app/publishing/workspaces.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::accounts {

bool FirstRun::is_token(std::string_view text) {
    const std::lock_guard lock(mutex_);
    return token_ && equal_in_constant_time(*token_, text);
}

Result<bool> FirstRun::is_open() {
    {
        const std::lock_guard lock(mutex_);
        if (!token_) return false;
    }
    MOORING_TRY(const bool is_empty, catalog_.read([](CatalogSnapshot& at) { return at.accounts().is_empty(); }));
    if (!is_empty) close();
    return is_empty;
}

void FirstRun::close() {
    {
        const std::lock_guard lock(mutex_);
        if (!std::exchange(token_, std::nullopt)) return;
    }
    on_finished_();
}

void FirstRun::run(FirstRunRequest request, Done done) {
    const auto check = [&]() -> Result<void> {
        MOORING_TRY(const bool open, is_open());
        if (!open) return Error{Errc::not_found, "the server has been set up"};
        if (!is_token(request.token)) return Error{Errc::forbidden, "the set-up token is wrong"};
        MOORING_CHECK(check_account({request.email, request.display_name, {}}));
        if (trim(request.workspace_name).empty()) return invalid("workspace_name", "must not be empty");
        const std::array<std::string_view, 2> own_names{request.email, request.display_name};
        return check_new_password(request.password, own_names);
    };
    if (Result<void> checked = check(); !checked) return done(std::move(checked).error());
    Password password = std::move(request.password);
    auto kept = std::make_shared<FirstRunRequest>(std::move(request));
    const Result<void> queued = passwords_.hash(std::move(password), [this, kept, done](Result<std::string> hash) {
        workers_.post([this, kept, done, hash = std::move(hash)]() mutable {
            if (!hash) return done(std::move(hash).error());
            done(create(*kept, *std::move(hash)));
        });
    });
    if (!queued) done(queued.error());
}

Result<StartedSession> FirstRun::create(const FirstRunRequest& request, std::string password_hash) {
    Result<StartedSession> started = catalog_.write([&](CatalogTransaction& tx) -> Result<StartedSession> {
        const Actor actor{"server", request.session.address};
        const Instant now = mint_.clock.now();
        MOORING_TRY(const Account account,
                    create_first_administrator(tx, mint_, {request.email, request.display_name, password_hash}, actor));
        domain::Workspace wanted;
        wanted.name = trim(request.workspace_name);
        MOORING_TRY(const domain::Workspace workspace, publishing::create_workspace(tx, mint_.random, now, wanted));
        MOORING_CHECK(give_role(tx, mint_, {account.id, workspace.id, {}, Role::owner, now}, actor));
        return start_session(tx, mint_, account.id, request.session);
    });
    if (started) close();
    return started;
}

}  // namespace mooring::app::accounts
