#include "mooring/app/engagement/sponsorships.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/admin/find.hpp"

// Who pays for a show, as the operator knows it; creators read it in GraphQL.

namespace mooring::server::admin {
namespace {

namespace json = boost::json;

struct Wanted {
    std::string show, title, id;
};

json::object describe(const domain::Sponsorship& one) {
    return json::object{
        {"id", one.id}, {"show", one.show.value}, {"title", one.title}, {"created", iso8601_seconds(one.created_at)}};
}

Result<json::value> add(Storage& storage, const Wanted& wanted) {
    MOORING_TRY(const domain::Show show, find_show(storage, wanted.show));
    MOORING_TRY(const auto added, storage.catalog->write([&](storage::CatalogTransaction& tx) {
        return app::engagement::add_sponsorship(tx, *storage.random, storage.clock->now(), show.id, wanted.title);
    }));
    return json::value(describe(added));
}

Result<json::value> list(Storage& storage, const Wanted& wanted) {
    MOORING_TRY(const domain::Show show, find_show(storage, wanted.show));
    MOORING_TRY(const auto found, storage.catalog->read([&](storage::CatalogSnapshot& catalog) {
        return catalog.sponsorships().of_shows({show.id});
    }));
    json::array rows;
    for (const domain::Sponsorship& one : found) rows.push_back(describe(one));
    return json::value(std::move(rows));
}

Result<json::value> remove(Storage& storage, const Wanted& wanted) {
    MOORING_CHECK(storage.catalog->write(
        [&](storage::CatalogTransaction& tx) { return tx.sponsorship_writer().remove(wanted.id); }));
    return json::value(json::object{{"removed", wanted.id}});
}

}  // namespace

void add_sponsorship_commands(Program& program, CLI::App& admin) {
    CLI::App* group = admin.add_subcommand("sponsorship", "Who pays for a show, as creators see it in GraphQL.");
    group->require_subcommand(1);

    auto added = std::make_shared<Wanted>();
    CLI::App* add_one = add_command(program, *group, "add", "Put a sponsorship on record.",
                                    [added](Storage& storage, const Config&) { return add(storage, *added); });
    add_one->add_option("--show", added->show, "Id, slug or title of the show.")->required();
    add_one->add_option("--title", added->title, "Such as the sponsor's name; at most 140 characters.")->required();

    auto listed = std::make_shared<Wanted>();
    CLI::App* list_all = add_command(program, *group, "list", "List a show's sponsorships.",
                                     [listed](Storage& storage, const Config&) { return list(storage, *listed); });
    list_all->add_option("--show", listed->show, "Id, slug or title of the show.")->required();

    auto removed = std::make_shared<Wanted>();
    CLI::App* remove_one =
        add_command(program, *group, "remove", "Remove a sponsorship.",
                    [removed](Storage& storage, const Config&) { return remove(storage, *removed); });
    remove_one->add_option("id", removed->id, "Its id, as `list` tells it.")->required();
}

}  // namespace mooring::server::admin
