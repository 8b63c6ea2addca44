#include "mooring/api/dashboard/dashboard_handler.hpp"

#include <utility>

#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::api::dashboard {
namespace {

constexpr std::size_t longest_body = std::size_t{64} * 1024;

/// Of files with words: transcripts and chapters.
constexpr std::size_t longest_file = std::size_t{10} << 20;

http::Response too_large() {
    return error_answer(413, "the body is larger than 64 KiB");
}

http::Response file_too_large() {
    return error_answer(413, "the file is larger than 10 MiB");
}

http::Response completed(Answer answer) {
    return answer ? *std::move(answer) : error_answer(answer.error());
}

Result<Body> read_body(const Operation& operation, std::string text) {
    std::size_t count = 0;
    while (count < operation.members.size() && !operation.members[count].empty()) ++count;
    return Body::parse(std::move(text), std::span{operation.members}.first(count));
}

bool is_write(http::Method method) {
    return method != http::Method::get && method != http::Method::head;
}

class DashboardHandler final : public http::Handler {
public:
    DashboardHandler(const Services& services, const app::importing::ImportDesk& imports)
        : services_(services), imports_(imports) {}

    http::Decision decide(const http::Request& request) override {
        auto found = http::find_route<Operation>(routes, request.method, request.path);
        if (found.match == http::Match::no_such_path) return error_answer(404, "there is nothing here");
        if (found.match == http::Match::wrong_method) {
            http::Response response =
                request.method == http::Method::options ? no_content() : error_answer(405, "that cannot be done here");
            response.header("Allow", found.allow);
            return response;
        }
        Result<app::managing::Asker> asker = find_asker(request);
        if (!asker) return error_answer(asker.error());
        if (is_write(request.method)) {
            if (auto allowed = allow_write(request, *asker); !allowed) return error_answer(allowed.error());
        }
        const auto call = std::make_shared<const Call>(
            Call{services_, imports_, request, std::move(found.parameters), *std::move(asker)});
        return answer(found.route->endpoint, call);
    }

    http::Response failure(int status, std::string_view message) override { return error_answer(status, message); }
    std::string_view family() const override { return "dashboard"; }

private:
    static http::Decision answer(const Operation& operation, const std::shared_ptr<const Call>& call) {
        if (const auto* plain = std::get_if<Plain>(&operation.answer)) return completed((*plain)(*call));
        if (const auto* with_body = std::get_if<WithBody>(&operation.answer)) {
            return http::buffer_body(
                longest_body,
                [with_body, &operation, call](std::string text) {
                    const Result<Body> body = read_body(operation, std::move(text));
                    return body ? completed((*with_body)(*call, *body)) : error_answer(body.error());
                },
                too_large);
        }
        if (const auto* with_file = std::get_if<WithFile>(&operation.answer)) {
            return http::buffer_body(
                longest_file,
                [with_file, call](std::string bytes) { return completed((*with_file)(*call, std::move(bytes))); },
                file_too_large);
        }
        return http::buffer_body_for_later(
            longest_body,
            [later = std::get<Later>(operation.answer), &operation, call](std::string text, const Done& done) {
                const Result<Body> body = read_body(operation, std::move(text));
                if (!body) return done(error_answer(body.error()));
                later(*call, *body, [call, done](http::Response response) { done(std::move(response)); });
            },
            too_large);
    }

    /// The person behind `sp_dc`. Nothing else is looked at, and a bearer beside it is not rescued by it (section 10).
    Result<app::managing::Asker> find_asker(const http::Request& request) {
        MOORING_TRY(const auto principal, signed_in(services_, request));
        if (!principal || request.headers.find("Authorization")) {
            return Error{Errc::unauthenticated, "sign in first"};
        }
        return app::managing::Asker{*principal, request.client.to_string()};
    }

    Result<void> allow_write(const http::Request& request, const app::managing::Asker& asker) {
        const auto origin = request.headers.find("Origin");
        if (origin && !is_own_origin(services_, request, *origin)) {
            return Error{Errc::forbidden, "writes come from the server's own pages only", "Origin"};
        }
        const std::string expected = csrf_token(services_, *asker.principal.session);
        if (!equal_in_constant_time(expected, request.headers.get("X-Mooring-CSRF"))) {
            return Error{Errc::forbidden, "the session's token is missing or wrong", "X-Mooring-CSRF"};
        }
        return asker.may_change();
    }

    Services services_;
    const app::importing::ImportDesk& imports_;
};

}  // namespace

std::shared_ptr<http::Handler> make_dashboard_handler(const Services& services,
                                                      const app::importing::ImportDesk& imports) {
    return std::make_shared<DashboardHandler>(services, imports);
}

std::vector<OperationReference> dashboard_operations() {
    std::vector<OperationReference> operations;
    operations.reserve(routes.size());
    for (const Route& route : routes) operations.push_back({route.method, route.pattern, route.name});
    return operations;
}

}  // namespace mooring::api::dashboard
