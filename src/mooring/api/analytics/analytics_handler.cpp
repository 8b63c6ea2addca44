#include "mooring/api/analytics/analytics_handler.hpp"

#include <utility>

#include "mooring/api/analytics/operations.hpp"
#include "mooring/api/anchor/compression.hpp"
#include "mooring/api/anchor/door.hpp"
#include "mooring/api/anchor/origin_check.hpp"
#include "mooring/api/anchor/request_path.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::api::analytics {
namespace {

/// What the placeholder names, and whether whoever asks may know of it (analytics-rest.md, 1.5: ids, then rights).
Checked<void> find_subject(const Services& services, const Operation& operation, Call& call) {
    const auto found = services.catalog.read([&](CatalogSnapshot& catalog) -> Result<void> {
        if (operation.subject == Subject::episode) {
            MOORING_TRY(call.episode, app::creators::find_episode(catalog, call.path.at(0)));
            call.show = call.episode->show;
        } else {
            MOORING_TRY(call.show, app::creators::find_station(catalog, call.path.at(0)));
        }
        return app::accounts::require(catalog, *call.principal, operation.right, *call.show);
    });
    if (!found) return found.error();
    return {};
}

class AnalyticsHandler final : public http::Handler {
public:
    explicit AnalyticsHandler(const Services& services) : services_(services) {}

    http::Decision decide(const http::Request& request) override {
        http::Response response = answer(request);
        anchor::allow_reading(origins(), request, response);
        anchor::compress(request, response);
        return response;
    }

    http::Response failure(int status, std::string_view message) override {
        return anchor::error_answer(status, message);
    }
    std::string_view family() const override { return "analytics"; }

private:
    anchor::OriginRules origins() const { return {services_.people, services_.allowed_origins}; }

    http::Response answer(const http::Request& request) const {
        auto found = http::find_route<Operation>(operations, request.method, anchor::canonical_path(request.path));
        if (found.match == http::Match::no_such_path) return anchor::error_answer(anchor::not_found());
        if (found.match == http::Match::wrong_method) return wrong_method(request);
        return answer_route(request, found.route->endpoint, std::move(found.parameters));
    }

    http::Response wrong_method(const http::Request& request) const {
        const auto origin = request.headers.find("Origin");
        if (request.method == http::Method::options && origin &&
            anchor::is_allowed_origin(origins(), request, *origin)) {
            return anchor::preflight_answer(origins(), request);
        }
        return anchor::error_answer(405, "this path does not take that method").header("Allow", "GET, HEAD");
    }

    http::Response answer_route(const http::Request& request, const Operation& operation,
                                http::PathParameters path) const {
        Call call{services_, std::move(path), request.parameters(), nullptr, services_.clock.now(), operation.kind};
        auto principal =
            anchor::admit({services_.people, services_.limiter, anchor::SessionCookies::anchorpw_s}, request, true);
        if (!principal) return anchor::error_answer(principal.error());
        call.principal = *std::move(principal);
        if (auto allowed = find_subject(services_, operation, call); !allowed) {
            return anchor::error_answer(allowed.error());
        }
        if (services_.require_mums_param && !call.parameter("isMumsCompatible")) {
            return anchor::error_answer(anchor::missing_query("isMumsCompatible"));
        }
        Checked<Told> told = operation.answer(call);
        return told ? with_remarks(call, *std::move(told)) : anchor::error_answer(told.error());
    }

    /// What measurement.md wants beside a number, which the shapes have no place for (2.1).
    static http::Response with_remarks(const Call& call, Told told) {
        http::Response response = anchor::json_answer(200, std::move(told.body));
        response.header("Mooring-As-Of", iso8601_seconds(call.now));
        if (app::numbers::is_provisional(told.days, call.now)) response.header("Mooring-Provisional", "true");
        const int periods = told.is_of_listeners ? app::numbers::key_periods(told.days) : 1;
        if (periods > 1) response.header("Mooring-Key-Periods", std::to_string(periods));
        return response;
    }

    Services services_;
};

std::string_view needs_of(Right right) {
    switch (right) {
        case Right::read: return "read";
        case Right::write: return "write";
        case Right::manage: return "manage";
        case Right::own: return "own";
    }
    return "own";
}

}  // namespace

std::shared_ptr<http::Handler> make_analytics_handler(const Services& services) {
    return std::make_shared<AnalyticsHandler>(services);
}

std::vector<OperationReference> analytics_operations() {
    std::vector<OperationReference> list;
    list.reserve(operations.size());
    for (const Row& row : operations) {
        list.push_back({row.method, row.pattern, row.name, needs_of(row.endpoint.right)});
    }
    return list;
}

}  // namespace mooring::api::analytics
