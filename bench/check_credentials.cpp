// `check_credentials`: what a check of a session, of a bearer and of rights adds to a request, in microseconds of
// processor time. Prints `NAME MICROSECONDS` lines. Source of the bar: at most 20 a request.

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "mooring/app/accounts/credentials.hpp"
#include "mooring/app/accounts/rights.hpp"
#include "mooring/app/accounts/test_accounts.hpp"
#include "mooring/app/accounts/tokens.hpp"
#include "mooring/base/worker_pool.hpp"

namespace mooring::app::accounts {
namespace {

double processor_seconds() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

template <class Check>
void measure(const char* name, int times, Check&& check) {
    const double begin = processor_seconds();
    for (int time = 0; time < times; ++time) {
        if (!check()) {
            std::fprintf(stderr, "%s: refused\n", name);
            std::exit(1);
        }
    }
    std::printf("%s %.3f\n", name, (processor_seconds() - begin) / times * 1e6);
}

class Checks : public test::AccountsTest {
public:
    void run() {
        const StartedSession session = session_of(ada);
        const domain::Show asked = ask([&](CatalogSnapshot& view) { return view.shows().find(show); }).value();
        const Principal principal = signed_in(ada, session);
        const PresentedCookies cookies{.sp_dc = {session.sp_dc}, .sp_key = {session.sp_key}};
        const auto by_session = [&](Credentials& to) {
            const auto found = to.find_session(cookies);
            return found && *found != nullptr;
        };
        const auto credentials = std::make_shared<Credentials>(*catalog, secret, clock, workers);
        measure("session-remembered", 200'000, [&] { return by_session(*credentials); });
        measure("session-read", 5'000,
                [&] { return by_session(*std::make_shared<Credentials>(*catalog, secret, clock, workers)); });
        App app;
        app.workspace = workspace;
        app.client_id = "0123456789abcdef0123456789abcdef";
        const std::string token = test::must(change([&](CatalogTransaction& tx) -> Result<std::string> {
            MOORING_TRY(app.id, tx.app_writer().insert(app));
            MOORING_TRY(const TokenAnswer answer, give_app_token(tx, mint, app));
            return std::get<IssuedTokens>(answer).access_token;
        }));
        const auto is_good = [](const auto& answer) { return answer && answer->principal != nullptr; };
        measure("bearer-first", 1, [&] { return is_good(credentials->find_bearer(token)); });
        measure("bearer-remembered", 200'000, [&] { return credentials->find_remembered_bearer(token) != nullptr; });
        measure("rights", 5'000, [&] {
            return catalog->read([&](CatalogSnapshot& view) { return require(view, principal, Right::write, asked); })
                .has_value();
        });
    }

private:
    void TestBody() override {}

    WorkerPool workers{"bench", 1, 100};
};

}  // namespace
}  // namespace mooring::app::accounts

int main() {
    mooring::app::accounts::Checks{}.run();
}
