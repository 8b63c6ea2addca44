#include "mooring/api/creators/creators_handler.hpp"

#include <utility>

#include "mooring/api/anchor/compression.hpp"
#include "mooring/api/anchor/door.hpp"
#include "mooring/api/anchor/origin_check.hpp"
#include "mooring/api/anchor/request_path.hpp"
#include "mooring/api/creators/operations.hpp"
#include "mooring/api/creators/storage_shelf.hpp"

namespace mooring::api::creators {
namespace {

constexpr std::size_t longest_body = std::size_t{1024} * 1024;

http::Response too_large() {
    return error_answer(Refusal{413, "body_too_large", "the body is larger than 1 MiB"});
}

bool is_write(http::Method method) {
    return method == http::Method::post || method == http::Method::put || method == http::Method::delete_ ||
           method == http::Method::patch;
}

Checked<Body> read_body(std::string_view text) {
    return text.empty() ? Checked<Body>{Body{}} : Body::parse(text);
}

/// What the first placeholder names, and whether whoever asks may do what the operation does with it (section 6: ids,
/// then rights).
Checked<void> find_subject(const Services& services, const Operation& operation, Call& call) {
    const auto found = services.catalog.read([&](CatalogSnapshot& catalog) -> Result<void> {
        switch (operation.subject) {
            case Subject::episode: {
                MOORING_TRY(call.episode, app::creators::find_episode(catalog, call.path.at(0)));
                call.show = call.episode->show;
                break;
            }
            case Subject::station: {
                MOORING_TRY(call.show, app::creators::find_station(catalog, call.path.at(0)));
                break;
            }
            case Subject::show: {
                MOORING_TRY(call.show, app::creators::find_show(catalog, call.path.at(0)));
                break;
            }
            case Subject::account:
            case Subject::none: return ok();
        }
        return app::accounts::require(catalog, *call.principal, operation.right, *call.show);
    });
    if (!found) return found.error();
    if (operation.subject == Subject::account && operation.right != Right::read && call.principal->is_read_only) {
        return Refusal{403, "forbidden", "this sign-in may only read"};
    }
    return {};
}

class CreatorsHandler final : public http::Handler {
public:
    explicit CreatorsHandler(const Services& services) : services_(services), shelf_(services_) {}

    http::Decision decide(const http::Request& request) override {
        if (shelf_.holds(request.path)) return shelf_.decide(request);
        http::Decision decision = decide_operation(request);
        if (auto* response = std::get_if<http::Response>(&decision)) finish(request, *response);
        return decision;
    }

    http::Response failure(int status, std::string_view message) override { return error_answer(status, message); }
    std::string_view family() const override { return "creators"; }

private:
    http::Decision decide_operation(const http::Request& request) {
        const std::string path = anchor::canonical_path(request.path);
        auto found = http::find_route<Operation>(operations, request.method, path);
        const bool is_offered = found.match == http::Match::wrong_method || services_.settings.offers_legacy ||
                                (found.route != nullptr && !found.route->endpoint.is_legacy);
        if (found.match == http::Match::no_such_path || !is_offered) return error_answer(not_found());
        if (found.match == http::Match::wrong_method) {
            if (request.method == http::Method::options) return anchor::preflight_answer(origins(), request);
            http::Response response = error_answer(405, "this path does not take that method");
            response.header("Allow", found.allow);
            return response;
        }
        return decide_route(request, found.route->endpoint, std::move(found.parameters));
    }

    http::Decision decide_route(const http::Request& request, const Operation& operation, http::PathParameters path) {
        auto call = std::make_shared<Call>(Call{services_, std::move(path), request.parameters()});
        call->now = services_.clock.now();
        call->has_client_headers =
            !request.headers.get("Anchor-API-Version").empty() && !request.headers.get("Anchor-Client-Type").empty();
        if (auto refusal = admit(request, operation, *call)) return error_answer(*refusal);
        if (auto allowed = find_subject(services_, operation, *call); !allowed) return error_answer(allowed.error());
        if (services_.settings.require_mums_param && !call->parameter("isMumsCompatible")) {
            return error_answer(missing_query("isMumsCompatible"));
        }
        return answer(request, operation, call);
    }

    /// Credential, limit and origin.
    std::optional<Refusal> admit(const http::Request& request, const Operation& operation, Call& call) {
        auto principal =
            anchor::admit({services_.people, services_.limiter}, request, operation.access == Access::signed_in);
        if (!principal) return principal.error();
        call.principal = *std::move(principal);
        if (!is_write(request.method)) return std::nullopt;
        const bool is_by_cookie =
            call.principal && call.principal->credential == app::accounts::Principal::Credential::cookie;
        return anchor::refuse_origin(origins(), request, is_by_cookie);
    }

    http::Decision answer(const http::Request& request, const Operation& operation, const std::shared_ptr<Call>& call) {
        if (const auto* plain = std::get_if<Plain>(&operation.answer)) return completed((*plain)(*call));
        if (const auto* of_request = std::get_if<OfRequest>(&operation.answer))
            return (*of_request)(services_, request);
        if (const auto* later = std::get_if<Later>(&operation.answer)) {
            return http::buffer_body_for_later(
                longest_body,
                [this, &request, later = *later](std::string text, const people::Done& done) {
                    const Checked<Body> body = read_body(text);
                    if (!body) return done(error_answer(body.error()));
                    later(services_, request, *body, done);
                },
                too_large);
        }
        return http::buffer_body(
            longest_body,
            [this, &request, call, with_body = std::get<WithBody>(operation.answer)](std::string text) {
                const Checked<Body> body = read_body(text);
                http::Response response = body ? completed(with_body(*call, *body)) : error_answer(body.error());
                finish(request, response);
                return response;
            },
            too_large);
    }

    void finish(const http::Request& request, http::Response& response) const {
        anchor::allow_reading(origins(), request, response);
        anchor::compress(request, response);
    }

    anchor::OriginRules origins() const { return {services_.people, services_.settings.allowed_origins}; }

    Services services_;
    StorageShelf shelf_;
};

std::string_view needs_of(const Operation& operation) {
    if (operation.access == Access::open) return "open";
    switch (operation.right) {
        case Right::read: return "read";
        case Right::write: return "write";
        case Right::manage: return "manage";
        case Right::own: return "own";
    }
    return "own";
}

}  // namespace

std::shared_ptr<http::Handler> make_creators_handler(const Services& services) {
    return std::make_shared<CreatorsHandler>(services);
}

std::vector<OperationReference> creators_operations() {
    std::vector<OperationReference> list;
    list.reserve(operations.size());
    for (const Row& row : operations) {
        list.push_back({row.method, row.pattern, row.name, needs_of(row.endpoint), row.endpoint.is_legacy});
    }
    return list;
}

}  // namespace mooring::api::creators
