#include "mooring/app/engagement/sponsorships.hpp"

namespace mooring::app::engagement {
namespace {

constexpr std::size_t longest_title = 140;
constexpr std::size_t id_characters = 16;

}  // namespace

Result<domain::Sponsorship> add_sponsorship(CatalogTransaction& tx, Random& random, Instant now, ShowId show,
                                            std::string_view title) {
    domain::Sponsorship sponsorship;
    MOORING_TRY(sponsorship.title, checked_text(title, longest_title, "title"));
    MOORING_TRY(const auto present, tx.sponsorships().of_shows({show}));
    if (present.size() >= most_sponsorships) {
        return Error{Errc::conflict, "the show has " + std::to_string(most_sponsorships) + " sponsorships already"};
    }
    sponsorship.id = "spn_" + random_base62(random, id_characters);
    sponsorship.show = show;
    sponsorship.created_at = now;
    MOORING_CHECK(tx.sponsorship_writer().insert(sponsorship));
    return sponsorship;
}

}  // namespace mooring::app::engagement
