#include "mooring/server/people.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "mooring/app/accounts/redirect_uris.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/server/files.hpp"

namespace mooring::server {
namespace {

using app::accounts::CatalogSnapshot;
using app::accounts::CatalogTransaction;

/// How long the page behind a link still says that it has expired, or was used.
constexpr std::chrono::seconds dead_invitations_kept = std::chrono::days{7};

/// The token in the file, kept over restarts, or a new one.
Result<std::string> keep_token(const std::string& path, Random& random) {
    if (const auto kept = read_whole_file(path); kept && !trim_ascii(*kept).empty()) {
        return std::string{trim_ascii(*kept)};
    }
    std::string token = random_base62(random, 22);  // 131 bits
    MOORING_CHECK(replace_file(path, token + "\n", S_IRUSR | S_IWUSR));
    return token;
}

void remove_token(const std::string& path) {
    std::error_code ignored;  // the token is worth nothing any more
    std::filesystem::remove(path, ignored);
}

}  // namespace

std::string set_up_token_path(const Config& config) {
    return config.data_dir + "/setup-token";
}

Result<std::unique_ptr<People>> People::open(const Config& config, Storage& storage, WorkerPool& chores,
                                             WorkerPool& workers, const app::PublicUrls& urls) {
    MOORING_TRY(const bool is_empty,
                storage.catalog->read([](CatalogSnapshot& at) { return at.accounts().is_empty(); }));
    std::optional<std::string> token;
    if (is_empty) {
        MOORING_TRY(token, keep_token(set_up_token_path(config), *storage.random));
    } else {
        remove_token(set_up_token_path(config));
    }
    return std::unique_ptr<People>{new People(config, storage, chores, workers, urls, std::move(token))};
}

People::People(const Config& config, Storage& storage, WorkerPool& chores, WorkerPool& workers,
               const app::PublicUrls& urls, std::optional<std::string> token)
    : storage_(storage),
      token_(std::move(token)),
      mint_{*storage.random, *storage.secret, *storage.clock},
      credentials_(
          std::make_shared<app::accounts::Credentials>(*storage.catalog, *storage.secret, *storage.clock, chores)),
      limits_(*storage.catalog, *storage.secret, *storage.clock,
              config.limit_requests ? app::accounts::GuessLimits::Options{} : app::accounts::GuessLimits::unlimited()),
      silent_limit_({.is_enabled = config.limit_requests,
                     .times = config.silent_sign_ins,
                     .window = std::chrono::minutes{1},
                     .tracked = 4096},
                    *storage.clock),
      passwords_({}, *storage.random),
      sign_in_(*storage.catalog, mint_, passwords_, limits_, workers),
      first_run_(*storage.catalog, mint_, passwords_, workers, token_,
                 [path = set_up_token_path(config)] { remove_token(path); }),
      with_password_(*storage.catalog, mint_, sign_in_, passwords_, workers),
      services_{*storage.catalog, mint_,         *credentials_, passwords_,
                limits_,          silent_limit_, sign_in_,      first_run_,
                with_password_,   urls,          workers,       app::accounts::origin_of(urls.base).value_or("")} {}

Result<void> People::forget_old() {
    MOORING_CHECK(limits_.forget_old());
    return storage_.catalog->write([&](CatalogTransaction& tx) -> Result<void> {
        const Instant now = storage_.clock->now();
        MOORING_CHECK(tx.token_writer().remove_expired(now));
        MOORING_CHECK(tx.session_writer().remove_ended(now));
        return tx.membership_writer().remove_invitations_before(now - dead_invitations_kept);
    });
}

}  // namespace mooring::server
