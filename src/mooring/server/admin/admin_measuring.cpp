#include "mooring/app/measuring/hit_counter.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/measuring.hpp"
#include "mooring/server/measuring_ask.hpp"
#include "mooring/server/measuring_mailbox.hpp"

namespace mooring::server::admin {
namespace {

namespace json = boost::json;

/// Count with no server running: this process has spool and plays to itself.
Result<void> count_here(Storage& storage, const Config& config, storage::spool::SegmentSpool& spool,
                        storage::PlayStore& plays) {
    MOORING_TRY(const auto rules, load_agent_rules(config));
    app::measuring::CatalogMediaRegions regions{*storage.catalog};
    MetricRegistry metrics;
    app::measuring::HitCounter counter{{spool, plays, regions, rules, metrics}, counting_rules(config)};
    return counter.count_all();
}

/// Count all that was recorded, then answer: here, or in the server that has the plays open.
Result<json::value> settle_and_ask(Storage& storage, const Config& config, const json::object& ask) {
    // A server has the spool as long as it runs; the plays it closes while nobody needs them.
    const auto spool = storage::spool::open_segment_spool({.directory = config.data_dir + "/spool"});
    if (!spool && spool.error().code == Errc::unavailable) return ask_server(*storage.catalog, *storage.random, ask);
    if (!spool) return spool.error();
    MOORING_TRY(const auto plays, open_plays(config));
    MOORING_CHECK(count_here(storage, config, **spool, *plays));
    return answer_ask(*plays, *storage.catalog, storage.clock->now(), counting_rules(config), ask);
}

void add_settle(Program& program, CLI::App& admin) {
    add_command(program, admin, "settle", "Return once all that was recorded before the call is counted.",
                [](Storage& storage, const Config& config) -> Result<json::value> {
                    MOORING_CHECK(settle_and_ask(storage, config, {}));
                    return json::value(json::object{{"settled", true}});
                });
}

void add_explain_hit(Program& program, CLI::App& admin) {
    auto hit = std::make_shared<std::string>();
    add_command(program, admin, "explain-hit", "Say why a hit counts, or does not: the rules that were asked.",
                [hit](Storage& storage, const Config& config) {
                    return settle_and_ask(storage, config, {{"hit", *hit}});
                })
        ->add_option("hit", *hit, "The hit's id, as `mooring admin hits` prints it.")
        ->required();
}

struct MeasureFlags {
    std::string metric;
    std::string from;
    std::string to;
    std::string bucket = "total";
    std::vector<std::string> by;
    std::vector<std::int64_t> shows;
};

void add_measure(Program& program, CLI::App& admin) {
    auto flags = std::make_shared<MeasureFlags>();
    CLI::App* command = add_command(program, admin, "measure", "Print a number, by day or by application or as one.",
                                    [flags](Storage& storage, const Config& config) {
                                        return settle_and_ask(storage, config,
                                                              {{"metric", flags->metric},
                                                               {"from", flags->from},
                                                               {"to", flags->to},
                                                               {"bucket", flags->bucket},
                                                               {"by", json::value_from(flags->by)},
                                                               {"shows", json::value_from(flags->shows)}});
                                    });
    command->add_option("metric", flags->metric, "Such as downloads, sd, listeners.")->required();
    command->add_option("--from", flags->from, "First day, such as 2026-03-01.")->required();
    command->add_option("--to", flags->to, "Last day.")->required();
    command->add_option("--bucket", flags->bucket, "total, hour, day, week or month. Default: total.");
    command->add_option("--by", flags->by, "Break it down: app, device, country, episode and so on; at most two.");
    command->add_option("--show", flags->shows, "Number of a show; all shows without it.");
}

void add_verdicts(Program& program, CLI::App& admin) {
    auto flags = std::make_shared<MeasureFlags>();
    CLI::App* command = add_command(
        program, admin, "verdicts", "Count the raw hits on record by the rule that decided about each.",
        [flags](Storage& storage, const Config& config) {
            return settle_and_ask(storage, config, {{"verdicts", true}, {"from", flags->from}, {"to", flags->to}});
        });
    command->add_option("--from", flags->from, "First day, such as 2026-03-01.")->required();
    command->add_option("--to", flags->to, "Last day.")->required();
}

}  // namespace

void add_measuring_commands(Program& program, CLI::App& admin) {
    add_settle(program, admin);
    add_explain_hit(program, admin);
    add_measure(program, admin);
    add_verdicts(program, admin);
}

}  // namespace mooring::server::admin
