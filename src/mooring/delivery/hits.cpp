#include "mooring/delivery/hits.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace mooring::delivery {
namespace {

using app::delivering::HitQuestion;

std::string playback_id_of(const http::Request& request) {
    if (request.query.find("pid=") == std::string::npos) return {};
    const auto parameters = request.parameters();
    return std::string{parameters.find("pid").value_or("")};
}

}  // namespace

void record_hit(app::delivering::Delivering& delivering, const http::Request& request, http::Response& response,
                app::delivering::HitAnswer answer, Grant grant) {
    if (request.method == http::Method::options) return;
    const std::string playback_id = playback_id_of(request);
    HitQuestion question;
    question.client = request.client;
    question.at = request.received_at;
    question.method =
        request.method == http::Method::other ? std::string_view{request.method_text} : http::to_string(request.method);
    question.range = request.headers.get("Range");
    question.playback_id = playback_id;
    question.headers.user_agent = request.headers.get("User-Agent");
    question.headers.referrer = request.headers.get("Referer");
    question.headers.sec_purpose = request.headers.get("Sec-Purpose");
    question.headers.purpose = request.headers.get("Purpose");
    question.headers.x_moz = request.headers.get("X-Moz");
    question.headers.sec_gpc = request.headers.get("Sec-GPC");
    question.headers.dnt = request.headers.get("DNT");
    question.has_bad_forward = request.bad_forward;
    question.is_preview = grant == Grant::preview;
    answer.status = response.status;

    auto hit = std::make_shared<analytics::RawHit>(delivering.hits.begin(question, std::move(answer)));
    auto& recorder = delivering.hits;
    response.on_progress = [&recorder, hit](const http::Transfer& transfer) {
        recorder.note_progress(*hit, transfer.body_bytes_delivered, transfer.duration_ms);
    };
    response.on_done = [&recorder, hit](const http::Transfer& transfer) {
        recorder.finish(std::move(*hit), transfer.body_bytes_delivered, transfer.duration_ms, transfer.is_complete);
    };
}

}  // namespace mooring::delivery
