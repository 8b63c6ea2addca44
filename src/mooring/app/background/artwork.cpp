#include "mooring/app/background/artwork.hpp"

#include <algorithm>

#include "mooring/app/background/external_audio.hpp"
#include "mooring/app/background/job_payload.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/media/artwork.hpp"

namespace mooring::app::background {
namespace {

Result<storage::ImageVariant> store_variant(storage::BlobStore& blobs, const media::Derivative& made) {
    MOORING_TRY(const auto incoming, blobs.begin(static_cast<std::int64_t>(made.bytes.size())));
    MOORING_CHECK(incoming->append(made.bytes));
    MOORING_TRY(const storage::Blob blob, incoming->commit());
    return storage::ImageVariant{.size = made.size,
                                 .extension = made.extension,
                                 .sha256 = blob.sha256,
                                 .size_bytes = blob.size_bytes,
                                 .width = made.width,
                                 .height = made.height};
}

const Error removed_meanwhile{Errc::unavailable, "the picture was removed meanwhile"};

Result<bool> is_complete(storage::BlobStore& blobs, const storage::Image& image) {
    for (const auto& variant : image.variants) {
        MOORING_TRY(const bool is_there, blobs.contains(variant.sha256));
        if (!is_there) return false;
    }
    return !image.variants.empty();
}

bool is_form(const storage::ImageVariant& variant, std::string_view size, std::string_view extension) {
    return variant.size == size && variant.extension == extension;
}

/// Give a show the picture; `may` decides on the show as it is inside the transaction. The row is written in any case:
/// one that nobody uses is what the clean-up finds the files by.
template <class May>
Result<void> give_to_show(storage::Catalog& catalog, storage::BlobStore& blobs, Instant now, domain::ShowId id,
                          const storage::Image& image, const May& may) {
    return catalog.write([&](storage::CatalogTransaction& tx) -> Result<void> {
        MOORING_CHECK(keep_image(tx, blobs, image));
        MOORING_TRY(auto show, tx.shows().find(id));
        if (!show || show->deleted_at || !may(*show)) return ok();
        if (show->image_hash == image.hash) return ok();
        show->image_hash = image.hash;
        MOORING_CHECK(tx.show_writer().update(*show));
        return publishing::note_feed_change(tx, id, now);
    });
}

}  // namespace

Result<storage::Image> prepare_image(storage::Catalog& catalog, storage::BlobStore& blobs, Instant now,
                                     std::string_view bytes) {
    MOORING_TRY(const media::ArtworkFacts facts, media::inspect_artwork(bytes));
    const std::string hash = base62_digest(sha256(bytes));
    MOORING_TRY(const auto known,
                catalog.read([&](storage::CatalogSnapshot& view) { return view.images().find(hash); }));
    if (known) {
        MOORING_TRY(const bool is_there, is_complete(blobs, *known));
        if (is_there) {
            storage::Image again = *known;
            again.stored_at = now;
            return again;
        }
    }
    MOORING_TRY(const auto derivatives, media::make_derivatives(bytes));
    storage::Image image{.hash = hash,
                         .width = facts.width,
                         .height = facts.height,
                         .variants = {},
                         .created_at = now,
                         .stored_at = now};
    for (const auto& made : derivatives) {
        MOORING_TRY(storage::ImageVariant variant, store_variant(blobs, made));
        image.variants.push_back(std::move(variant));
    }
    return image;
}

Result<void> keep_image(storage::CatalogTransaction& tx, storage::BlobStore& blobs, const storage::Image& image) {
    // The clean-up looks for the row in its own transaction, and this one for the files: one of the two sees the other.
    MOORING_TRY(const bool is_there, is_complete(blobs, image));
    if (!is_there) return removed_meanwhile;
    return tx.image_writer().put(image);
}

Result<storage::Image> store_image(storage::Catalog& catalog, storage::BlobStore& blobs, Instant now,
                                   std::string_view bytes) {
    MOORING_TRY(const storage::Image image, prepare_image(catalog, blobs, now, bytes));
    MOORING_CHECK(catalog.write([&](storage::CatalogTransaction& tx) { return keep_image(tx, blobs, image); }));
    return image;
}

Result<storage::Image> set_show_image(storage::Catalog& catalog, storage::BlobStore& blobs, Instant now,
                                      domain::ShowId show, std::string_view bytes) {
    MOORING_TRY(const auto found,
                catalog.read([&](storage::CatalogSnapshot& view) { return view.shows().find(show); }));
    if (!found || found->deleted_at) return Error{Errc::not_found, "show not found", "show"};
    MOORING_TRY(const storage::Image image, prepare_image(catalog, blobs, now, bytes));
    MOORING_CHECK(give_to_show(catalog, blobs, now, show, image, [](const domain::Show&) { return true; }));
    return image;
}

Result<void> give_default_artwork(storage::Catalog& catalog, storage::BlobStore& blobs, Instant now,
                                  domain::ShowId show) {
    const auto lacks_artwork = [](const domain::Show& one) { return !one.deleted_at && one.image_hash.empty(); };
    MOORING_TRY(const auto found,
                catalog.read([&](storage::CatalogSnapshot& view) { return view.shows().find(show); }));
    if (!found || !lacks_artwork(*found)) return ok();
    MOORING_TRY(const std::string bytes, media::make_default_artwork(found->title, found->key));
    MOORING_TRY(const storage::Image image, prepare_image(catalog, blobs, now, bytes));
    return give_to_show(catalog, blobs, now, show, image, lacks_artwork);
}

Result<storage::Image> Artwork::fetch(const std::string& url) {
    outbound::FetchRequest request;
    request.url = url;
    request.max_bytes = static_cast<std::int64_t>(media::artwork_most_bytes);
    MOORING_TRY(const outbound::FetchResponse response, fetcher_.fetch(request));
    if (response.status != 200) return Error{Errc::unavailable, "status " + std::to_string(response.status)};
    return prepare_image(catalog_, blobs_, clock_.now(), response.body);
}

StepOutcome Artwork::failed(const storage::Job& job, const Error& error) const {
    // What is no picture today may be one after the next deploy of its host: it gets the same patience.
    return retry_or_give_up(job, clock_.now(), fetch_waits, error.message);
}

StepOutcome Artwork::fetch_episode_image(const storage::Job& job) {
    const auto number = payload_number(job.payload, "episode");
    if (!number) return StepOutcome::give_up("the payload cannot be read");
    const domain::EpisodeId id{*number};
    const auto episode = catalog_.read([&](storage::CatalogSnapshot& view) { return view.episodes().find(id); });
    if (!episode) return failed(job, episode.error());
    if (!*episode || (*episode)->deleted_at || (*episode)->image_url.empty()) return StepOutcome::done();

    const std::string url = (*episode)->image_url;
    const auto image = fetch(url);
    if (!image) return failed(job, image.error());
    const auto written = catalog_.write([&](storage::CatalogTransaction& tx) -> Result<void> {
        MOORING_CHECK(keep_image(tx, blobs_, *image));
        MOORING_TRY(auto now_stored, tx.episodes().find(id));
        if (!now_stored || now_stored->deleted_at || now_stored->image_url != url) return ok();
        if (now_stored->image_hash == image->hash) return ok();
        now_stored->image_hash = image->hash;
        return write_quietly(tx, *now_stored, clock_.now());
    });
    return written ? StepOutcome::done() : failed(job, written.error());
}

StepOutcome Artwork::fetch_show_image(const storage::Job& job) {
    const auto number = payload_number(job.payload, "show");
    if (!number) return StepOutcome::give_up("the payload cannot be read");
    const domain::ShowId id{*number};
    const auto show = catalog_.read([&](storage::CatalogSnapshot& view) { return view.shows().find(id); });
    if (!show) return failed(job, show.error());
    if (!*show || (*show)->deleted_at || (*show)->image_url.empty()) return StepOutcome::done();

    const std::string url = (*show)->image_url;
    const auto image = fetch(url);
    if (!image) return failed(job, image.error());
    const auto written = give_to_show(catalog_, blobs_, clock_.now(), id, *image,
                                      [&](const domain::Show& now_stored) { return now_stored.image_url == url; });
    return written ? StepOutcome::done() : failed(job, written.error());
}

StepOutcome Artwork::make_default(const storage::Job& job) {
    const auto number = payload_number(job.payload, "show");
    if (!number) return StepOutcome::give_up("the payload cannot be read");
    const auto given = give_default_artwork(catalog_, blobs_, clock_.now(), domain::ShowId{*number});
    return given ? StepOutcome::done() : failed(job, given.error());
}

Result<storage::ImageVariant> StoredImageMaker::make(const storage::Image& image, std::string_view size,
                                                     std::string_view extension) {
    const Error missing{Errc::not_found, "the picture has no such form", "size"};
    const auto original = std::ranges::find(image.variants, "orig", &storage::ImageVariant::size);
    if (original == image.variants.end()) return missing;
    MOORING_TRY(const auto blob, blobs_.open(original->sha256));
    MOORING_TRY(const std::string bytes, blob->read(0, static_cast<std::size_t>(blob->size_bytes())));
    MOORING_TRY(const auto derivatives, media::make_derivatives(bytes));
    const auto made = std::ranges::find_if(derivatives, [&](const media::Derivative& derivative) {
        return derivative.size == size && derivative.extension == extension;
    });
    if (made == derivatives.end()) return missing;
    MOORING_TRY(const storage::ImageVariant variant, store_variant(blobs_, *made));
    MOORING_TRY(const bool is_kept, catalog_.write([&](storage::CatalogTransaction& tx) -> Result<bool> {
        MOORING_TRY(auto row, tx.images().find(image.hash));
        if (!row) {  // removed meanwhile, with all files that it had
            MOORING_CHECK(publishing::enqueue_blob_removal(tx, variant.sha256, clock_.now()));
            return false;
        }
        std::erase_if(row->variants, [&](const auto& old) { return is_form(old, size, extension); });
        row->variants.push_back(variant);
        MOORING_TRY(const bool is_there, blobs_.contains(variant.sha256));
        if (!is_there) return removed_meanwhile;
        MOORING_CHECK(tx.image_writer().put(*row));
        return true;
    }));
    return is_kept ? Result<storage::ImageVariant>{variant} : missing;
}

Result<void> StoredImageMaker::make_default(domain::ShowId show) {
    return give_default_artwork(catalog_, blobs_, clock_.now(), show);
}

}  // namespace mooring::app::background
