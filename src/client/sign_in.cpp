#include "mooring_client/sign_in.hpp"

#include <mutex>
#include <utility>

#include "client/wire_text.hpp"
#include "mooring/base/result.hpp"
#include "mooring_client/answer.hpp"

namespace mooring_client {
namespace {

constexpr std::string_view client_id = "05a1371ee5194c27860b3ff3ff3979d2";
constexpr std::string_view redirect_uri = "https://podcasters.spotify.com";
constexpr std::string_view scope = "streaming ugc-image-upload user-read-email user-read-private";
constexpr std::chrono::seconds renew_before{300};
constexpr int attempts = 3;
constexpr Seconds pause{2.0};

Error failed(std::string message, int status = 0) {
    return {.kind = ErrorKind::authentication, .message = std::move(message), .status = status};
}

}  // namespace

struct SignIn::State {
    SignInOptions options;
    std::mutex mutex;  ///< held while a token is fetched: one thread renews, the others wait for it
    std::string token;
    std::chrono::steady_clock::time_point expires;
    std::optional<Error> ended;  ///< set once the cookies have expired, for good

    Result<void> renew();
    Result<void> try_once();
    Result<std::string> authorize(const std::string& challenge);
};

SignIn::SignIn(SignInOptions options) : state_(std::make_unique<State>()) {
    state_->options = std::move(options);
    if (!state_->options.transport) state_->options.transport = make_transport();
}
SignIn::~SignIn() = default;

Result<std::string> SignIn::bearer() {
    State& self = *state_;
    const std::lock_guard lock{self.mutex};
    if (self.ended) return *self.ended;
    if (self.token.empty() || self.expires - self.options.timing.ticks() < renew_before) {
        MOORING_CHECK(self.renew());
    }
    return self.token;
}

void SignIn::forget(std::string_view token) {
    const std::lock_guard lock{state_->mutex};
    if (state_->token == token) state_->token.clear();
}

Result<void> SignIn::State::renew() {
    for (int attempt = 1;; ++attempt) {
        auto done = try_once();
        if (done) return done;
        const ErrorKind kind = done.error().kind;
        if (kind == ErrorKind::credentials_expired) ended = done.error();
        const bool is_final = kind == ErrorKind::credentials_expired || kind == ErrorKind::cancelled;
        if (is_final || attempt == attempts) return done;
        if (!options.timing.sleep(pause, options.stop)) {
            return Error{.kind = ErrorKind::cancelled, .message = "stopped"};
        }
    }
}

Result<std::string> SignIn::State::authorize(const std::string& challenge) {
    const std::string state = base64url(secret_bytes(32));
    Request request{.url = options.auth_url + '?' +
                           query_text({{"response_type", "code"},
                                       {"client_id", std::string{client_id}},
                                       {"scope", std::string{scope}},
                                       {"redirect_uri", std::string{redirect_uri}},
                                       {"code_challenge", challenge},
                                       {"code_challenge_method", "S256"},
                                       {"state", state},
                                       {"response_mode", "web_message"},
                                       {"prompt", "none"}})};
    request.headers.emplace_back("Cookie", "sp_dc=" + options.sp_dc + "; sp_key=" + options.sp_key);
    request.stop = options.stop;
    MOORING_TRY(const Response response, options.transport->send(request));
    if (response.status < 200 || response.status > 299) {
        return failed("the sign-in address answered " + std::to_string(response.status), response.status);
    }
    return read_authorization_page(response.body, state);
}

Result<void> SignIn::State::try_once() {
    const std::string verifier = base64url(secret_bytes(64));
    if (verifier.empty()) return failed("the system gave no random bytes");
    MOORING_TRY(const std::string code, authorize(base64url(sha256_bytes(verifier))));
    Request request{.method = "POST", .url = options.token_url};
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = query_text({{"grant_type", "authorization_code"},
                               {"client_id", std::string{client_id}},
                               {"code", code},
                               {"redirect_uri", std::string{redirect_uri}},
                               {"code_verifier", verifier}});
    request.stop = options.stop;
    MOORING_TRY(const Response response, options.transport->send(request));
    if (response.status < 200 || response.status > 299) {
        return failed("the token address answered " + std::to_string(response.status), response.status);
    }
    const auto answer = parse_answer(response.body);
    const std::string got = answer ? text_member(answer->json, "access_token") : std::string{};
    if (got.empty() || got.find_first_of("\r\n") != std::string::npos) {
        return failed("the token address gave no token", response.status);
    }
    std::int64_t life = 3600;
    if (const Json* seconds = find_member(answer->json, "expires_in"); seconds != nullptr && seconds->is_int64()) {
        life = seconds->as_int64();
    }
    token = got;
    expires = options.timing.ticks() + std::chrono::seconds{life};
    return {};
}

}  // namespace mooring_client
