#include "mooring/analytics/listening/heard_code.hpp"
#include "mooring/analytics/listening/playback.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/files.hpp"
#include "mooring/server/measuring.hpp"

// Facts for tests: what players report, without players.

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
using analytics::Play;
using analytics::PlayKind;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::int64_t number(const json::object& fact, std::string_view name, std::int64_t fallback = 0) {
    const json::value* member = fact.if_contains(name);
    return member != nullptr && member->is_int64() ? member->as_int64() : fallback;
}

std::string text(const json::object& fact, std::string_view name) {
    const json::value* member = fact.if_contains(name);
    return member != nullptr && member->is_string() ? std::string{member->as_string()} : std::string{};
}

/// `heard`: stretches of milliseconds, `[[0, 8400]]`; what a session comes to follows from them and the duration.
void listen(Play& play, const json::object& fact) {
    analytics::IntervalSet heard;
    const json::value* stretches = fact.if_contains("heard");
    if (stretches == nullptr || !stretches->is_array()) return;
    for (const json::value& stretch : stretches->as_array()) {
        const bool is_pair = stretch.is_array() && stretch.as_array().size() == 2 && stretch.as_array()[0].is_int64() &&
                             stretch.as_array()[1].is_int64();
        if (!is_pair) continue;
        const auto begin = stretch.as_array()[0].as_int64();
        const auto end = stretch.as_array()[1].as_int64();
        heard.add(begin, end);
        play.listened_ms += end - begin;
    }
    const milliseconds listened{play.listened_ms};
    const milliseconds duration{play.duration_ms};
    play.heard = analytics::encode_heard(heard);
    play.is_start = listened.count() > 0;
    play.is_play = listened >= analytics::listening_threshold(seconds{30}, duration);
    play.is_stream = listened >= analytics::listening_threshold(seconds{60}, duration);
}

Play play_of(const json::object& fact) {
    Play play{.kind = fact.contains("heard") ? PlayKind::session : PlayKind::download,
              .key = static_cast<std::uint64_t>(number(fact, "key")),
              .show = domain::ShowId{number(fact, "show")},
              .episode = domain::EpisodeId{number(fact, "episode")},
              .at = from_unix_seconds(number(fact, "at")),
              .listener = static_cast<std::uint64_t>(number(fact, "listener"))};
    play.context = {.app = text(fact, "app"),
                    .device = text(fact, "device"),
                    .country = text(fact, "country"),
                    .region = text(fact, "region"),
                    .city = text(fact, "city"),
                    .age = text(fact, "age"),
                    .gender = text(fact, "gender")};
    play.is_video = number(fact, "video") != 0;
    play.duration_ms = number(fact, "duration_ms");
    play.revision = text(fact, "revision");
    listen(play, fact);
    return play;
}

storage::Impression impression_of(const json::object& fact) {
    return {.key = static_cast<std::uint64_t>(number(fact, "key")),
            .show = domain::ShowId{number(fact, "show")},
            .episode = domain::EpisodeId{number(fact, "episode")},
            .actor = static_cast<std::uint64_t>(number(fact, "listener")),
            .at = from_unix_seconds(number(fact, "at")),
            .surface = text(fact, "surface")};
}

Result<json::value> add_facts(const Config& config, const std::string& path) {
    MOORING_TRY(const std::string lines, read_whole_file(path));
    json::error_code failed;
    const json::value facts = json::parse(lines, failed);
    if (failed || !facts.is_array()) return invalid("file", "the file holds no JSON array");
    storage::PlayBatch batch;
    for (const json::value& fact : facts.as_array()) {
        if (!fact.is_object()) return invalid("file", "a fact is a JSON object");
        if (fact.as_object().contains("surface")) {
            batch.impressions.push_back(impression_of(fact.as_object()));
        } else {
            batch.changes.put.push_back(play_of(fact.as_object()));
        }
    }
    MOORING_TRY(const auto plays, open_plays(config));
    MOORING_CHECK(plays->append(batch));
    return json::value(json::object{{"facts", facts.as_array().size()}});
}

}  // namespace

void add_testing_commands(Program& program, CLI::App& admin) {
    auto path = std::make_shared<std::string>();
    CLI::App* command = add_command(program, admin, "testing-add-facts",
                                    "For tests: add facts of a file to the plays, while no server runs.",
                                    [path](Storage&, const Config& config) { return add_facts(config, *path); });
    command->add_option("file", *path, "A JSON array of facts.")->required();
    command->group("");
}

}  // namespace mooring::server::admin
