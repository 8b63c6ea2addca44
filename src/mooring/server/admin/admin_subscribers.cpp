#include "mooring/app/delivering/subscribers.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/admin/find.hpp"

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
namespace delivering = app::delivering;

struct Wanted {
    std::string show;
    std::string label;
    std::int64_t subscriber = 0;
};

json::object describe(const domain::Subscriber& subscriber) {
    return json::object{
        {"id", subscriber.id.value},
        {"label", subscriber.label},
        {"created", iso8601_seconds(subscriber.created_at)},
        {"revoked", subscriber.revoked_at ? json::value(iso8601_seconds(*subscriber.revoked_at)) : json::value()}};
}

}  // namespace

void add_subscriber_commands(Program& program, CLI::App& admin) {
    CLI::App* group = admin.add_subcommand("subscriber", "Private feeds, one per person.");
    group->require_subcommand(1);

    auto added = std::make_shared<Wanted>();
    CLI::App* add = add_command(
        program, *group, "add", "Give somebody a private feed. Its address is printed this once.",
        [added](Storage& storage, const Config& config) -> Result<json::value> {
            MOORING_TRY(const domain::Show show, find_show(storage, added->show));
            MOORING_TRY(const auto made, delivering::add_subscriber(*storage.catalog, *storage.secret, *storage.random,
                                                                    *storage.clock, show.id, added->label));
            json::object row = describe(made.subscriber);
            row["token"] = made.token;
            row["feed_url"] = configured_urls(storage, config).private_feed(show, made.token);
            return json::value(std::move(row));
        });
    add->add_option("--show", added->show, "Id, slug or title of the show.")->required();
    add->add_option("--label", added->label, "Whose feed it is.")->required();

    auto listed = std::make_shared<Wanted>();
    add_command(program, *group, "list", "List a show's private feeds.",
                [listed](Storage& storage, const Config&) -> Result<json::value> {
                    MOORING_TRY(const domain::Show show, find_show(storage, listed->show));
                    MOORING_TRY(const auto subscribers, delivering::list_subscribers(*storage.catalog, show.id));
                    json::array rows;
                    for (const auto& subscriber : subscribers) rows.push_back(describe(subscriber));
                    return json::value(std::move(rows));
                })
        ->add_option("--show", listed->show, "Id, slug or title of the show.")
        ->required();

    auto revoked = std::make_shared<Wanted>();
    add_command(program, *group, "revoke", "End a private feed and its enclosures.",
                [revoked](Storage& storage, const Config&) -> Result<json::value> {
                    MOORING_CHECK(delivering::revoke_subscriber(*storage.catalog, *storage.clock,
                                                                domain::SubscriberId{revoked->subscriber}));
                    return json::value(json::object{{"revoked", revoked->subscriber}});
                })
        ->add_option("--subscriber", revoked->subscriber, "Id of the subscriber.")
        ->required();
}

}  // namespace mooring::server::admin
