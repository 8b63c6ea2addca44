#include "mooring/http/handler.hpp"

#include <future>
#include <utility>

namespace mooring::http {
namespace {

/// What both kinds do with the bytes.
class GatheredBody : public BodySink {
public:
    GatheredBody(std::size_t limit, std::function<Response()> too_large)
        : limit_(limit), too_large_(std::move(too_large)) {}

    std::optional<Response> take(std::string_view bytes) override {
        if (bytes.size() > limit_ - body_.size()) return too_large_();
        body_.append(bytes);
        return std::nullopt;
    }

protected:
    std::string take_body() { return std::move(body_); }

private:
    std::size_t limit_;
    std::function<Response()> too_large_;
    std::string body_;
};

class BufferedBody final : public GatheredBody {
public:
    BufferedBody(std::size_t limit, std::function<Response(std::string)> answer, std::function<Response()> too_large)
        : GatheredBody(limit, std::move(too_large)), answer_(std::move(answer)) {}
    Response finish() override { return answer_(take_body()); }

private:
    std::function<Response(std::string)> answer_;
};

class BodyForLater final : public GatheredBody {
public:
    BodyForLater(std::size_t limit, AnswerLater answer, std::function<Response()> too_large)
        : GatheredBody(limit, std::move(too_large)), answer_(std::move(answer)) {}
    Response finish() override {
        std::promise<Response> promised;
        answer_(take_body(), [&](Response response) { promised.set_value(std::move(response)); });
        return promised.get_future().get();
    }
    void finish_later(std::function<void(Response)> done) override { answer_(take_body(), std::move(done)); }

private:
    AnswerLater answer_;
};

}  // namespace

std::unique_ptr<BodySink> buffer_body(std::size_t limit, std::function<Response(std::string body)> answer,
                                      std::function<Response()> too_large) {
    return std::make_unique<BufferedBody>(limit, std::move(answer), std::move(too_large));
}

std::unique_ptr<BodySink> buffer_body_for_later(std::size_t limit, AnswerLater answer,
                                                std::function<Response()> too_large) {
    return std::make_unique<BodyForLater>(limit, std::move(answer), std::move(too_large));
}

}  // namespace mooring::http
