#include "mooring/analytics/listening/event_code.hpp"

#include <cmath>

namespace mooring::analytics {

namespace {

constexpr double rate_steps = 1000;

}  // namespace

void put_event(ByteWriter& out, const PlaybackEvent& event) {
    out.array(event.id);
    out.number(static_cast<std::uint64_t>(event.type));
    out.signed_number(unix_micros(event.at));
    out.number(event.sequence);
    out.text(event.playback_id);
    out.signed_number(event.show.value);
    out.signed_number(event.episode.value);
    out.text(event.revision);
    out.number(event.heard_ms.size());
    for (const Interval& stretch : event.heard_ms) {
        out.signed_number(stretch.begin);
        out.signed_number(stretch.end - stretch.begin);
    }
    out.signed_number(std::llround(event.rate * rate_steps));
    out.number((event.is_foreground ? 1U : 0U) | (event.is_video ? 2U : 0U));
    out.array(event.actor);
    const PlayContext& context = event.context;
    for (const std::string* text : {&context.app, &context.device, &context.system, &context.country, &context.region,
                                    &context.city, &context.referrer, &context.source, &context.age, &context.gender}) {
        out.text(*text);
    }
}

PlaybackEvent take_event(ByteReader& in) {
    PlaybackEvent event;
    event.id = in.array<16>();
    event.type = static_cast<EventType>(in.number() % 5);
    event.at = from_unix_micros(in.signed_number());
    event.sequence = static_cast<std::uint32_t>(in.number());
    event.playback_id = in.text();
    event.show = domain::ShowId{in.signed_number()};
    event.episode = domain::EpisodeId{in.signed_number()};
    event.revision = in.text();
    for (std::size_t left = in.count(); left > 0; --left) {
        const std::int64_t begin = in.signed_number();
        event.heard_ms.push_back({begin, begin + in.signed_number()});
    }
    event.rate = static_cast<double>(in.signed_number()) / rate_steps;
    const std::uint64_t marks = in.number();
    event.is_foreground = (marks & 1U) != 0;
    event.is_video = (marks & 2U) != 0;
    event.actor = in.array<16>();
    PlayContext& context = event.context;
    for (std::string* text : {&context.app, &context.device, &context.system, &context.country, &context.region,
                              &context.city, &context.referrer, &context.source, &context.age, &context.gender}) {
        *text = in.text();
    }
    return event;
}

}  // namespace mooring::analytics
