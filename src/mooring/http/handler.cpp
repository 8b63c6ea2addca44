#include "mooring/http/handler.hpp"

#include <utility>

namespace mooring::http {
namespace {

class BufferedBody final : public BodySink {
public:
    BufferedBody(std::size_t limit, std::function<Response(std::string)> answer, std::function<Response()> too_large)
        : limit_(limit), answer_(std::move(answer)), too_large_(std::move(too_large)) {}

    std::optional<Response> take(std::string_view bytes) override {
        if (bytes.size() > limit_ - body_.size()) {
            return too_large_();
        }
        body_.append(bytes);
        return std::nullopt;
    }

    Response finish() override { return answer_(std::move(body_)); }

private:
    std::size_t limit_;
    std::function<Response(std::string)> answer_;
    std::function<Response()> too_large_;
    std::string body_;
};

}  // namespace

std::unique_ptr<BodySink> buffer_body(std::size_t limit, std::function<Response(std::string body)> answer,
                                      std::function<Response()> too_large) {
    return std::make_unique<BufferedBody>(limit, std::move(answer), std::move(too_large));
}

}  // namespace mooring::http
