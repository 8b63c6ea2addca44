#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "mooring_client/http.hpp"

namespace mooring_client {

/// A transport that answers from a script and remembers what it was sent.
class ScriptedTransport final : public Transport {
public:
    using Handler = std::function<Result<Response>(const Request&)>;

    Result<Response> send(const Request& request) override {
        const std::lock_guard lock{mutex_};
        sent.push_back(request);
        if (!script.empty()) {
            auto next = script.front();
            script.pop_front();
            return next(request);
        }
        return otherwise(request);
    }

    void answer(int status, std::string body, HeaderList headers = {}) {
        script.emplace_back([=](const Request&) { return Response{status, headers, body}; });
    }
    void fail(ErrorKind kind) {
        script.emplace_back([=](const Request&) { return Error{.kind = kind, .message = "made up"}; });
    }

    std::vector<Request> sent;
    std::deque<Handler> script;
    Handler otherwise = [](const Request&) { return Response{200, {}, "{}"}; };

private:
    std::mutex mutex_;
};

/// Clocks that move only when somebody sleeps, or is told to.
struct MovedTime {
    std::chrono::system_clock::time_point now{std::chrono::seconds{1'773'360'000}};
    std::chrono::steady_clock::time_point ticks{std::chrono::seconds{1000}};
    std::vector<double> waits;

    Timing timing() {
        return {.now = [this] { return now; },
                .ticks = [this] { return ticks; },
                .sleep =
                    [this](Seconds length, const std::stop_token&) {
                        waits.push_back(length.count());
                        advance(length);
                        return true;
                    },
                .random = [] { return 0.5; }};
    }
    void advance(Seconds length) {
        now += std::chrono::duration_cast<std::chrono::system_clock::duration>(length);
        ticks += std::chrono::duration_cast<std::chrono::steady_clock::duration>(length);
    }
};

inline std::string header_of(const Request& request, std::string_view name) {
    for (const auto& [key, value] : request.headers) {
        if (key == name) return value;
    }
    return {};
}

}  // namespace mooring_client
