#include "mooring/app/measuring/log_import.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "mooring/base/time_text.hpp"
#include "mooring/storage/plays/memory/memory_plays.hpp"

namespace mooring::app::measuring {
namespace {

using analytics::LogFormat;
using analytics::Metric;
using std::chrono::days;

constexpr std::chrono::sys_days log_day = std::chrono::year{2026} / 3 / 3;
constexpr std::int64_t size = 9'650'000;
constexpr const char* overcast = "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)";

class OneKey final : public analytics::ListenerKeys {
public:
    bool is_gone = false;
    Result<analytics::ListenerKey> key_for(Instant) override {
        if (is_gone) return Error{Errc::gone, "destroyed"};
        return analytics::ListenerKey{};
    }
    analytics::ListenerKey opt_out_key_for(Instant) override { return {}; }
};

class OneFile final : public MediaRegions {
public:
    Result<std::optional<analytics::MediaRegion>> find(domain::EpisodeId, std::string_view) override {
        return analytics::MediaRegion{
            .size_bytes = size, .begin = 50'000, .end = size, .duration = std::chrono::milliseconds{600'000}};
    }
};

class NoSpool final : public storage::HitSpool {
public:
    bool append(analytics::RawHit) override { return true; }
    Result<void> settle() override { return ok(); }
    Result<storage::SpoolPosition> read(storage::SpoolPosition from,
                                        const std::function<bool(const analytics::RawHit&)>&) override {
        return from;
    }
    std::uint64_t shed() const override { return 0; }
};

/// `number` stands in the time's seconds and minutes.
std::string row(int number, const std::string& agent = overcast, const std::string& target = "/one.mp3",
                std::int64_t sent = size, int status = 200) {
    char time[64];
    std::snprintf(time, sizeof time, "03/Mar/2026:10:%02d:%02d +0000", number / 60 % 60, number % 60);
    return std::string{"203.0.113.5 - - ["} + time + "] \"GET " + target + " HTTP/1.1\" " + std::to_string(status) +
           " " + std::to_string(sent) + " \"-\" \"" + agent + "\"\n";
}

class LogImportTest : public testing::Test {
protected:
    /// Import the given texts as files. `batches`: break off after so many; all when 0.
    ImportReport import(const std::vector<std::string>& texts, LogFormat format = LogFormat::combined,
                        int batches = 0) {
        HitCounter counter{HitCounter::Ports{spool_, plays_, media_, rules(), metrics_}, {}};
        LogImport::Options options{.name = "log", .format = format};
        for (std::size_t index = 0; index < texts.size(); ++index) options.paths.push_back(std::to_string(index));
        LogTargets targets = LogTargets::make("").value();
        domain::Show show;
        show.id = domain::ShowId{1};
        domain::Episode episode;
        episode.id = domain::EpisodeId{10};
        episode.media = domain::ExternalMedia{
            .url = "https://cdn.example.com/one.mp3", .size_bytes = size, .mime_type = {}, .since = {}};
        targets.add(show, episode);
        const ManualClock clock{Instant{log_day + days{30}}};
        LogImport log{{.counter = counter,
                       .plays = plays_,
                       .keys = keys_,
                       .keep_keys = [] { return ok(); },
                       .places = places_,
                       .safe_networks = safe_networks_,
                       .client_of = [](const IpAddress& peer, const std::string&) { return peer; },
                       .open = [&](const std::string& path) -> Result<OpenLog> {
                           const std::string& text = texts[static_cast<std::size_t>(std::stoi(path))];
                           auto at = std::make_shared<std::size_t>(0);
                           return OpenLog{.read = [at, &text](char* bytes, std::size_t room) -> Result<std::size_t> {
                                              const std::size_t taken = std::min(room, text.size() - *at);
                                              std::memcpy(bytes, text.data() + *at, taken);
                                              *at += taken;
                                              return taken;
                                          },
                                          .consumed_bytes = [at] { return static_cast<std::int64_t>(*at); },
                                          .size_bytes = static_cast<std::int64_t>(text.size())};
                       },
                       .clock = clock},
                      options,
                      std::move(targets)};
        for (int batch = 1;; ++batch) {
            const auto has_more = log.advance();
            EXPECT_TRUE(has_more) << has_more.error().message;
            if (!has_more || !*has_more || batch == batches) break;
        }
        return log.report();
    }

    std::int64_t total(Metric metric = Metric::downloads) {
        const auto table = plays_.answer({.metric = metric, .days = {log_day - days{1}, log_day + days{2}}}).value();
        return table.cells[0].count;
    }
    std::int64_t hits() {
        std::int64_t all = 0;
        const auto verdicts = plays_.verdicts({log_day - days{1}, log_day + days{2}}).value();
        for (const auto& verdict : verdicts) all += verdict.hits;
        return all;
    }

    static const analytics::AgentRules& rules() {
        static const auto compiled = analytics::AgentRules::compile(analytics::bundled_rules()).value();
        return compiled;
    }

    storage::memory::MemoryPlays plays_;
    NoSpool spool_;
    OneFile media_;
    OneKey keys_;
    MetricRegistry metrics_;
    analytics::CurrentPlaces places_;
    analytics::CurrentSafeNetworks safe_networks_;
};

TEST_F(LogImportTest, ChangesNothingWhenAFileComesAgainGrownOrCutElsewhere) {
    std::vector<std::string> rows;
    for (int number = 0; number < 60; ++number) rows.push_back(row(number, "AntennaPod/" + std::to_string(number)));
    const auto joined = [&](std::size_t begin, std::size_t end) {
        std::string text;
        for (std::size_t index = begin; index < end; ++index) text += rows[index];
        return text;
    };
    EXPECT_EQ(import({joined(0, 40)}).hits, 40);
    EXPECT_EQ(import({joined(0, 40)}).repeated, 40);
    const ImportReport grown = import({joined(0, 50)});
    EXPECT_EQ(grown.repeated, 40);
    EXPECT_EQ(grown.hits, 10);
    import({joined(20, 60), joined(10, 30)});
    EXPECT_EQ(total(), 60);
    EXPECT_EQ(hits(), 60);
}

TEST_F(LogImportTest, GoesOnWhereItBrokeOff) {
    std::string text;
    for (int number = 0; number < 120'000; ++number)
        text += row(number % 3600, "AntennaPod/" + std::to_string(number % 150));
    import({text}, LogFormat::combined, 1);
    const std::int64_t part = hits();
    EXPECT_GT(part, 0);
    EXPECT_LT(part, 120'000);
    const ImportReport rest = import({text});
    EXPECT_EQ(rest.repeated, part);
    EXPECT_EQ(rest.hits + rest.repeated, 120'000);
    EXPECT_EQ(hits(), 120'000);
    EXPECT_EQ(total(), 150);
}

TEST_F(LogImportTest, TakesIdenticalLinesForSeveralRequestsAndAddsTheirBytes) {
    // A minute is 960,000 bytes behind 50,000 of tags.
    const std::string part = row(1, overcast, "/one.mp3", 337'000, 206);
    import({part + part});
    EXPECT_EQ(total(), 0);
    import({part + part + part});
    EXPECT_EQ(total(), 1);
    EXPECT_EQ(hits(), 3);
    import({row(0, overcast, "/other.mp3") + part + part + part});
    EXPECT_EQ(hits(), 3);
    import({row(1, "AntennaPod/1", "/one.mp3", 1'009'999, 206)});
    EXPECT_EQ(total(), 1) << "a byte less than a minute behind the tags";
}

TEST_F(LogImportTest, CountsWhatItLeavesOutByReason) {
    const ImportReport report = import({"\xff nonsense\n" + row(1) + row(2, overcast, "/unknown.mp3?secret=1") +
                                        row(3, overcast, "/feeds/x.xml") + row(4, "Bad \xe4 text") +
                                        std::string(100'000, 'x') + "\n" + row(5).substr(0, 40)});
    EXPECT_EQ(report.hits, 2);
    EXPECT_EQ(
        report.left_out,
        (std::map<std::string, std::int64_t>{
            {"feed", 1}, {"malformed: bad_shape", 1}, {"malformed: too_long", 1}, {"unfinished", 1}, {"unmapped", 1}}));
    EXPECT_EQ(report.unmapped, std::vector<std::string>{"/unknown.mp3"});
    EXPECT_EQ(report.counting, 2);
}

TEST_F(LogImportTest, TakesTheLastLineOnceItIsWhole) {
    const std::string whole = row(1) + row(2, "AntennaPod/2");
    EXPECT_EQ(import({whole.substr(0, whole.size() - 20)}).left_out.at("unfinished"), 1);
    EXPECT_EQ(total(), 1);
    EXPECT_EQ(import({whole.substr(0, whole.size() - 1)}).hits, 1) << "whole but for its line's end";
    EXPECT_EQ(import({whole}).hits, 0);
    EXPECT_EQ(total(), 2);
}

TEST_F(LogImportTest, KeepsRowsOfAPrefixServiceApartByItsHashes) {
    const std::string head = "time\tuuid\thashedIpAddress\tmethod\turl\tuserAgent\trange\tcountry\n";
    const auto line = [](const std::string& id, const std::string& hash, const std::string& range) {
        return "2026-03-03T10:00:00Z\t" + id + "\t" + hash + "\tGET\thttps://op3.dev/e/cdn.example.com/one.mp3\t" +
               overcast + "\t" + range + "\tDE\n";
    };
    const ImportReport report =
        import({head + line("u1", "a", "") + line("u2", "a", "bytes=0-1") + line("u3", "b", "bytes=0-") +
                line("u4", "c", "bytes=0-5000") + line("u1", "a", "")},
               LogFormat::op3_tsv);
    EXPECT_EQ(report.verdicts, (std::map<std::string, std::int64_t>{{"candidate", 4}, {"probe", 1}}));
    EXPECT_EQ(total(), 2);
    EXPECT_EQ(hits(), 4) << "a row id is one hit";
}

TEST_F(LogImportTest, RefusesRowsWhoseMonthHasNoKey) {
    keys_.is_gone = true;
    EXPECT_EQ(import({row(1)}).left_out.at("key destroyed"), 1);
    EXPECT_EQ(hits(), 0);
}

}  // namespace
}  // namespace mooring::app::measuring
