#include "mooring/analytics/listening/listener_event.hpp"

#include <gtest/gtest.h>

namespace mooring::analytics {
namespace {

ListenerEvent full_event() {
    ListenerEvent event;
    event.type = TelemetryType::end;
    event.playback.id.fill(std::byte{7});
    event.playback.type = EventType::end;
    event.playback.at = from_unix_micros(1'772'000'000'123'456);
    event.playback.sequence = 9;
    event.playback.playback_id = "0195a0c2-aaaa";
    event.playback.show = domain::ShowId{3};
    event.playback.episode = domain::EpisodeId{4};
    event.playback.revision = "abc";
    event.playback.heard_ms = {{0, 45'000}, {50'000, 51'000}};
    event.playback.rate = 1.25;
    event.playback.is_foreground = false;
    event.playback.is_video = true;
    event.playback.actor.fill(std::byte{8});
    event.playback.context.app = "Mooring Player";
    event.duration = std::chrono::milliseconds{61'000};
    event.surface = "HOME";
    return event;
}

TEST(ListenerEvent, ComesBackAsItWas) {
    for (const ListenerEvent& event : {ListenerEvent{}, full_event()}) {
        std::string bytes;
        encode_event(event, bytes);
        const auto back = decode_event(bytes);
        ASSERT_TRUE(back);
        EXPECT_TRUE(*back == event);
    }
}

TEST(ListenerEvent, EveryCutIsSeen) {
    std::string bytes;
    encode_event(full_event(), bytes);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        EXPECT_FALSE(decode_event(std::string_view{bytes}.substr(0, length))) << length;
    }
    EXPECT_FALSE(decode_event(bytes + "x"));
    bytes[1] = 9;
    EXPECT_FALSE(decode_event(bytes)) << "a type that is none";
}

}  // namespace
}  // namespace mooring::analytics
