#include "mooring/analytics/listening/telemetry_batch.hpp"

#include <gtest/gtest.h>

#include "mooring/base/time_text.hpp"

namespace mooring::analytics {
namespace {

const Instant received = *parse_iso8601("2026-03-03T10:00:46Z");

constexpr const char* good_event =
    R"({"id":"0195a0c3-0000-4000-8000-000000000001","t":"progress","at":"2026-03-03T10:00:45Z",)"
    R"("pid":"0195a0c3-0000-4000-8000-00000000000a","episode":"AbCdEfGh01234567","seq":2,"ranges":[[0,45000]],"rate":1.5,"fg":false})";

std::string batch_of(const std::string& events, const std::string& sent = "2026-03-03T10:00:46Z") {
    return R"({"v":1,"sent_at":")" + sent +
           R"(","token":"t","client":{"kind":"embed","version":"1.0.0"},"later":[],"events":[)" + events + "]}";
}

/// The good event with one piece exchanged.
std::string with(const std::string& piece, const std::string& other) {
    std::string event = good_event;
    return event.replace(event.find(piece), piece.size(), other);
}

std::string reason_of(const std::string& event) {
    const auto batch = parse_telemetry(batch_of(event), received);
    EXPECT_TRUE(batch);
    if (batch->rejected.empty()) return "";
    return batch->rejected[0].reason;
}

TEST(ParseTelemetry, ReadsABatch) {
    const auto batch = parse_telemetry(batch_of(good_event), received).value();
    ASSERT_EQ(batch.events.size(), 1U);
    EXPECT_EQ(batch.token, "t");
    EXPECT_EQ(batch.client_kind, "embed");
    const TelemetryEvent& event = batch.events[0];
    EXPECT_EQ(event.type, TelemetryType::progress);
    EXPECT_EQ(event.at, received - std::chrono::seconds{1});
    EXPECT_EQ(event.heard_ms, (std::vector<Interval>{{0, 45'000}}));
    EXPECT_EQ(event.sequence, 2U);
    EXPECT_EQ(event.rate, 1.5);
    EXPECT_FALSE(event.is_foreground);
    EXPECT_FALSE(event.is_skewed);
}

TEST(ParseTelemetry, GivesOneReasonPerEvent) {
    EXPECT_EQ(reason_of(good_event), "");
    EXPECT_EQ(reason_of(with("0195a0c3-0000-4000-8000-000000000001", "7")), "bad_id");
    EXPECT_EQ(reason_of(with("0195a0c3-0000-4000-8000-00000000000a", "")), "bad_id");
    EXPECT_EQ(reason_of(with("progress", "dance")), "bad_type");
    EXPECT_EQ(reason_of(with("2026-03-03T10:00:45Z", "soon")), "bad_time");
    EXPECT_EQ(reason_of(with("2026-03-03T10:00:45Z", "2026-03-03T10:05:00Z")), "bad_time");
    EXPECT_EQ(reason_of(with("2026-03-03T10:00:45Z", "2026-02-24T10:00:45Z")), "bad_time");  // 7 days and a second
    EXPECT_EQ(reason_of(with("2026-03-03T10:00:45Z", "2026-02-24T10:00:47Z")), "");          // a second less
    EXPECT_EQ(reason_of(with("\"episode\":\"AbCdEfGh01234567\",", "")), "no_episode");
    for (const char* ranges : {"[[5,5]]", "[[-1,5]]", "[[9,5]]", "[[0,5],[4,9]]", "[[9,12],[0,5]]", "[[0]]", "[0,5]",
                               "7", "[[0,1.5]]", "[[0,\"5\"]]"}) {
        EXPECT_EQ(reason_of(with("[[0,45000]]", ranges)), "bad_range") << ranges;
    }
    EXPECT_EQ(reason_of("7"), "bad_id");
}

TEST(ParseTelemetry, TakesTheGoodOnesOfAMixedBatch) {
    const auto batch =
        parse_telemetry(batch_of(std::string{good_event} + "," + with("progress", "dance")), received).value();
    EXPECT_EQ(batch.events.size(), 1U);
    ASSERT_EQ(batch.rejected.size(), 1U);
    EXPECT_EQ(batch.rejected[0].id, "0195a0c3-0000-4000-8000-000000000001");
}

TEST(ParseTelemetry, CorrectsTheClientsClock) {
    // A year behind: sent and happened by its own clock.
    const std::string event = with("2026-03-03T10:00:45Z", "2025-03-03T09:00:00Z");
    const auto batch = parse_telemetry(batch_of(event, "2025-03-03T09:00:30Z"), received).value();
    ASSERT_EQ(batch.events.size(), 1U);
    EXPECT_EQ(batch.events[0].at, received - std::chrono::seconds{30});
    EXPECT_TRUE(batch.events[0].is_skewed);
}

TEST(ParseTelemetry, OrdersByTimeThenSequence) {
    const auto batch = parse_telemetry(batch_of(std::string{good_event} + "," + with("\"seq\":2", "\"seq\":1") + "," +
                                                with("10:00:45Z", "10:00:01Z")),
                                       received)
                           .value();
    ASSERT_EQ(batch.events.size(), 3U);
    EXPECT_EQ(batch.events[0].at, received - std::chrono::seconds{45});
    EXPECT_EQ(batch.events[1].sequence, 1U);
}

TEST(ParseTelemetry, RefusesWhatIsNoBatch) {
    for (const char* body : {"", "[]", "{}", "null", R"({"v":2,"sent_at":"2026-03-03T10:00:46Z","events":[]})",
                             R"({"v":1,"sent_at":"x","events":[]})", R"({"v":1,"sent_at":"2026-03-03T10:00:46Z"})"}) {
        EXPECT_EQ(parse_telemetry(body, received).error().code, Errc::invalid_argument) << body;
    }
    EXPECT_EQ(parse_telemetry(std::string(max_telemetry_bytes + 1, ' '), received).error().code, Errc::too_large);
    std::string many;
    for (int count = 0; count < 201; ++count) many += count == 0 ? "7" : ",7";
    EXPECT_EQ(parse_telemetry(batch_of(many), received).error().code, Errc::too_large);
}

}  // namespace
}  // namespace mooring::analytics
