#include "mooring/app/background/publish_hooks.hpp"

#include <algorithm>
#include <map>

#include "mooring/app/background/job_payload.hpp"
#include "mooring/app/background/webhook_queue.hpp"
#include "mooring/app/job_kinds.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/log.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/visibility.hpp"

namespace mooring::app::background {
namespace {

constexpr int events_at_once = 500;
constexpr std::string_view websub_prefix = "websub:";
constexpr std::int64_t answer_bytes = 64 * 1024;

/// When the show's feed was, or is going to be, announced last.
std::string ping_name(domain::ShowId show) {
    return "hook_ping:" + std::to_string(show.value);
}

/// A hub is named in payloads by a digest of its address: short, safe in JSON, and the same after every start.
std::string websub_name(const std::string& hub) {
    std::uint64_t digest = 14695981039346656037ULL;  // FNV-1a
    for (const char c : hub) digest = (digest ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return std::string(websub_prefix) + to_base32hex(digest);
}

}  // namespace

PublishHooks::PublishHooks(storage::Catalog& catalog, outbound::Fetcher& fetcher, const Clock& clock,
                           const PublicUrls& urls, HookSettings settings)
    : catalog_(catalog), fetcher_(fetcher), clock_(clock), urls_(urls), settings_(std::move(settings)) {}

std::vector<std::string> PublishHooks::hook_names() const {
    std::vector<std::string> names;
    for (const auto& hub : settings_.hubs) names.push_back(websub_name(hub));
    if (!settings_.podping_url.empty()) names.emplace_back("podping");
    if (!settings_.webhook_url.empty()) names.emplace_back("webhook");
    return names;
}

Result<int> PublishHooks::turn_events() {
    int turned = 0;
    for (int batch = events_at_once; batch == events_at_once; turned += batch) {
        MOORING_TRY(const bool is_any, catalog_.read([](storage::CatalogSnapshot& view) -> Result<bool> {
            MOORING_TRY(const auto pending, view.outbox().pending(1));
            return !pending.empty();
        }));
        if (!is_any) return turned;
        MOORING_TRY(batch, catalog_.write([&](storage::CatalogTransaction& tx) -> Result<int> {
            MOORING_TRY(const auto pending, tx.outbox().pending(events_at_once));
            std::map<domain::ShowId, std::vector<storage::OutboxEvent>> by_show;
            for (const auto& event : pending) by_show[event.show].push_back(event);
            for (const auto& [show, events] : by_show) {
                MOORING_CHECK(plan(tx, show, events));
                MOORING_CHECK(tx.outbox_writer().consume(show, events.back().sequence));
            }
            return static_cast<int>(pending.size());
        }));
    }
    return turned;
}

Result<void> PublishHooks::plan(storage::CatalogTransaction& tx, domain::ShowId show_id,
                                const std::vector<storage::OutboxEvent>& events) {
    const auto names = hook_names();
    if (names.empty()) return ok();
    MOORING_TRY(const auto show, tx.shows().find(show_id));
    if (!show || !domain::is_public(*show)) return ok();

    const Instant earliest = clock_.now() + settings_.settle;
    MOORING_TRY(const auto noted, tx.settings().find(ping_name(show_id)));
    Instant run_at = earliest;
    if (const auto micros = noted ? parse_decimal(*noted) : std::nullopt) {
        const Instant last = from_unix_micros(*micros);
        if (last >= earliest && last <= earliest + settings_.coalesce) {
            run_at = last;  // a ping is on its way already: it tells of this change too
        } else if (last < earliest) {
            run_at = std::max(earliest, last + settings_.coalesce);
        }  // else the clock was set back since
    }
    MOORING_CHECK(tx.settings_writer().put(ping_name(show_id), std::to_string(unix_micros(run_at))));
    const std::string number = std::to_string(show_id.value);
    for (const auto& name : names) {
        if (name == "webhook") MOORING_CHECK(append_to_webhook_queue(tx, show_id, events));
        MOORING_CHECK(tx.job_writer().enqueue({.kind = std::string(job_kind::deliver_hook),
                                               .payload = R"({"hook":")" + name + R"(","show":)" + number + "}",
                                               .key = name + ":" + number,
                                               .run_at = run_at}));
    }
    return ok();
}

StepOutcome PublishHooks::deliver(const storage::Job& job) {
    const auto hook = payload_text(job.payload, "hook");
    const auto show_id = payload_number(job.payload, "show");
    if (!hook || !show_id) return StepOutcome::give_up("the payload cannot be read");
    const auto names = hook_names();
    if (std::ranges::find(names, *hook) == names.end()) return StepOutcome::done();  // no longer configured

    const auto show =
        catalog_.read([&](storage::CatalogSnapshot& view) { return view.shows().find(domain::ShowId{*show_id}); });
    if (!show) return retry_or_give_up(job, clock_.now(), hook_waits, show.error().message);
    if (!*show || !domain::is_public(**show)) return StepOutcome::done();  // hidden meanwhile

    const auto sent = send(*hook, **show);
    if (*hook == "podping") podping_failed_ = !sent;
    if (sent) return StepOutcome::done();
    const StepOutcome outcome = retry_or_give_up(job, clock_.now(), hook_waits, sent.error().message);
    if (outcome.kind == StepOutcome::Kind::give_up && *hook == "webhook") {
        // Dropped with its events: the next change starts anew.
        const auto dropped = catalog_.write([&](storage::CatalogTransaction& tx) -> Result<void> {
            MOORING_TRY(const auto queue, read_webhook_queue(tx, (*show)->id));
            return queue.empty() ? ok() : consume_webhook_queue(tx, (*show)->id, queue.back().sequence);
        });
        if (!dropped) log::warning("events of the webhook were not dropped", {{"error", dropped.error().message}});
    }
    return outcome;
}

Result<void> PublishHooks::send(const std::string& hook, const domain::Show& show) {
    const std::string feed = percent_encode(urls_.feed(show));
    if (hook == "webhook") return send_webhook(show);
    if (hook == "podping") {
        std::string endpoint = settings_.podping_url;
        if (!endpoint.ends_with('/')) endpoint += '/';
        outbound::FetchRequest request;
        request.url = endpoint + "?url=" + feed + "&reason=update&medium=" + percent_encode(show.medium);
        if (!settings_.podping_token.empty()) request.headers = {{"Authorization", settings_.podping_token}};
        return expect(request, 200, 200);
    }
    const auto hub = std::ranges::find(settings_.hubs, hook, websub_name);
    if (hub == settings_.hubs.end()) return ok();
    outbound::FetchRequest request;
    request.method = "POST";
    request.url = *hub;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = "hub.mode=publish&hub.url=" + feed + "&hub.topic=" + feed;
    return expect(request, 200, 299);
}

Result<void> PublishHooks::send_webhook(const domain::Show& show) {
    struct Message {
        std::string id, body;
        std::int64_t last_sequence = 0;
    };
    const Instant now = clock_.now();
    MOORING_TRY(const Message message, catalog_.read([&](storage::CatalogSnapshot& view) -> Result<Message> {
        MOORING_TRY(const auto events, read_webhook_queue(view, show.id));
        if (events.empty()) return Message{};
        Message next;
        next.last_sequence = events.back().sequence;
        next.id = show.key + "-" + std::to_string(next.last_sequence);
        MOORING_TRY(next.body, webhook_body(view, urls_, show, events, next.id, now));
        return next;
    }));
    if (message.id.empty()) return ok();  // told already

    const std::string timestamp = std::to_string(unix_seconds(now));
    outbound::FetchRequest request;
    request.method = "POST";
    request.url = settings_.webhook_url;
    request.headers = {
        {"Content-Type", "application/json"}, {"X-Mooring-Event-Id", message.id}, {"X-Mooring-Timestamp", timestamp}};
    if (!settings_.webhook_secret.empty()) {
        request.headers.emplace_back("X-Mooring-Signature",
                                     webhook_signature(settings_.webhook_secret, message.body, message.id, timestamp));
    }
    request.body = message.body;
    MOORING_CHECK(expect(request, 200, 299));
    return catalog_.write(
        [&](storage::CatalogTransaction& tx) { return consume_webhook_queue(tx, show.id, message.last_sequence); });
}

Result<void> PublishHooks::expect(const outbound::FetchRequest& request, int first_status, int last_status) {
    outbound::FetchRequest limited = request;
    limited.max_bytes = answer_bytes;
    limited.stop_at_max_bytes = true;
    MOORING_TRY(const outbound::FetchResponse response, fetcher_.fetch(limited));
    if (response.status >= first_status && response.status <= last_status) return ok();
    return Error{Errc::unavailable, "status " + std::to_string(response.status)};
}

bool PublishHooks::podping_healthy() const {
    return !settings_.podping_url.empty() && !podping_failed_;
}

}  // namespace mooring::app::background
