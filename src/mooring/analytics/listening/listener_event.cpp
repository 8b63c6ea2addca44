#include "mooring/analytics/listening/listener_event.hpp"

#include "mooring/analytics/listening/event_code.hpp"

namespace mooring::analytics {

namespace {

constexpr std::uint64_t code_version = 1;

}  // namespace

void encode_event(const ListenerEvent& event, std::string& bytes) {
    ByteWriter out{bytes};
    out.number(code_version);
    out.number(static_cast<std::uint64_t>(event.type));
    put_event(out, event.playback);
    out.signed_number(event.duration ? event.duration->count() : -1);
    out.text(event.surface);
}

Result<ListenerEvent> decode_event(std::string_view bytes) {
    ByteReader in{bytes};
    if (in.number() != code_version) return Error{Errc::corrupt, "an event in an unknown form"};
    ListenerEvent event;
    const std::uint64_t type = in.number();
    event.playback = take_event(in);
    if (const std::int64_t duration = in.signed_number(); duration >= 0) {
        event.duration = std::chrono::milliseconds{duration};
    }
    event.surface = in.text();
    const bool is_known = type <= static_cast<std::uint64_t>(TelemetryType::unfollow);
    if (in.failed() || !in.at_end() || !is_known) return Error{Errc::corrupt, "a garbled event"};
    event.type = static_cast<TelemetryType>(type);
    return event;
}

}  // namespace mooring::analytics
