#include "mooring/app/delivering/image_files.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <utility>

namespace mooring::app::delivering {
namespace {

struct Form {
    std::string_view size, extension;
};

// delivery.md, 7.2. `orig` is kept from the upload and never made.
constexpr std::array forms{
    Form{"64", "jpg"},    Form{"64", "webp"},  Form{"300", "jpg"},   Form{"300", "webp"},  Form{"640", "jpg"},
    Form{"640", "webp"},  Form{"400", "jpg"},  Form{"400", "webp"},  Form{"feed", "jpg"},  Form{"feed", "png"},
    Form{"og", "jpg"},    Form{"orig", "jpg"}, Form{"orig", "png"},  Form{"orig", "webp"}, Form{"orig", "gif"},
    Form{"orig", "tiff"}, Form{"orig", "tif"}, Form{"orig", "jpeg"},
};

const storage::ImageVariant* variant_of(const storage::Image& image, std::string_view size,
                                        std::string_view extension) {
    const auto found =
        std::ranges::find_if(image.variants, [&](const auto& v) { return v.size == size && v.extension == extension; });
    return found == image.variants.end() ? nullptr : &*found;
}

}  // namespace

struct ImageFiles::Flight {
    std::condition_variable landed;
    std::optional<Result<storage::ImageVariant>> outcome;
};

bool is_image_form(std::string_view size, std::string_view extension) {
    return std::ranges::any_of(forms, [&](const Form& f) { return f.size == size && f.extension == extension; });
}

std::string_view image_content_type(std::string_view extension) {
    if (extension == "jpg" || extension == "jpeg") return "image/jpeg";
    if (extension == "png") return "image/png";
    if (extension == "webp") return "image/webp";
    if (extension == "gif") return "image/gif";
    if (extension == "tiff" || extension == "tif") return "image/tiff";
    return {};
}

ImageFiles::Row ImageFiles::find_row(std::string_view hash) {
    const std::lock_guard lock{mutex_};
    const auto found = rows_.find(std::string{hash});
    if (found == rows_.end() || found->second.version != catalog_.versions().of_pictures()) return nullptr;
    order_.splice(order_.begin(), order_, found->second.order);
    return found->second.row;
}

Result<ImageFiles::Row> ImageFiles::load_row(std::string_view hash) {
    const std::uint64_t version = catalog_.versions().of_pictures();
    auto found = catalog_.read([&](storage::CatalogSnapshot& view) { return view.images().find(hash); });
    if (!found) {
        const std::lock_guard lock{mutex_};
        const auto known = rows_.find(std::string{hash});
        return known == rows_.end() ? Result<Row>{found.error()} : Result<Row>{known->second.row};
    }
    if (!*found) {
        forget(hash);
        return Row{};
    }
    auto row = std::make_shared<const storage::Image>(std::move(**found));
    remember(row, version);
    return Row{row};
}

void ImageFiles::remember(const Row& row, std::uint64_t version) {
    const std::lock_guard lock{mutex_};
    const auto place = rows_.find(row->hash);
    if (place != rows_.end()) {
        place->second.row = row;
        place->second.version = version;
        return;
    }
    order_.push_front(row->hash);
    rows_.emplace(row->hash, Place{row, version, order_.begin()});
    if (rows_.size() > limit_) {
        rows_.erase(order_.back());
        order_.pop_back();
    }
}

void ImageFiles::forget(std::string_view hash) {
    Row gone;
    {
        const std::lock_guard lock{mutex_};
        const auto place = rows_.find(std::string{hash});
        if (place == rows_.end()) return;
        gone = place->second.row;
        order_.erase(place->second.order);
        rows_.erase(place);
    }
    for (const auto& variant : gone->variants) blobs_.forget(variant.sha256);
}

std::optional<ImageFile> ImageFiles::find(std::string_view hash, std::string_view size, std::string_view extension) {
    const Row row = find_row(hash);
    if (!row) return std::nullopt;
    const auto* variant = variant_of(*row, size, extension);
    if (!variant) return std::nullopt;
    auto blob = blobs_.find(variant->sha256);
    if (!blob) return std::nullopt;
    return ImageFile{variant->sha256, std::string{image_content_type(extension)}, row->created_at, std::move(blob)};
}

Result<ImageFile> ImageFiles::get(std::string_view hash, std::string_view size, std::string_view extension) {
    if (!is_image_form(size, extension)) return Error{Errc::not_found, "no such form of a picture"};
    Row row = find_row(hash);
    if (!row || !variant_of(*row, size, extension)) {
        MOORING_TRY(row, load_row(hash));
        if (!row) return Error{Errc::not_found, "no such picture"};
    }
    storage::ImageVariant variant;
    if (const auto* known = variant_of(*row, size, extension)) {
        variant = *known;
    } else {
        MOORING_TRY(variant, make_once(row, size, extension));
    }
    MOORING_TRY(auto blob, blobs_.open(variant.sha256));
    return ImageFile{variant.sha256, std::string{image_content_type(extension)}, row->created_at, std::move(blob)};
}

Result<storage::ImageVariant> ImageFiles::make_once(const Row& row, std::string_view size, std::string_view extension) {
    if (!maker_ || size == "orig") return Error{Errc::not_found, "the picture has no such form"};
    const std::string name = row->hash + "/" + std::string{size} + "." + std::string{extension};
    std::shared_ptr<Flight> flight;
    {
        std::unique_lock lock{mutex_};
        auto& place = flights_[name];
        if (place) {
            flight = place;
            flight->landed.wait(lock, [&] { return flight->outcome.has_value(); });
            return *flight->outcome;
        }
        if (const auto known = rows_.find(row->hash); known != rows_.end()) {
            if (const auto* made = variant_of(*known->second.row, size, extension)) {
                const storage::ImageVariant variant = *made;
                flights_.erase(name);
                return variant;
            }
        }
        flight = place = std::make_shared<Flight>();
    }
    auto outcome = maker_->make(*row, size, extension);
    if (outcome) static_cast<void>(load_row(row->hash));
    {
        const std::lock_guard lock{mutex_};
        flight->outcome = outcome;
        flights_.erase(name);
    }
    flight->landed.notify_all();
    return outcome;
}

Result<std::optional<storage::Image>> ImageFiles::row(std::string_view hash) {
    if (hash.empty()) return std::optional<storage::Image>{};
    Row known = find_row(hash);
    if (!known) {
        MOORING_TRY(known, load_row(hash));
    }
    if (!known) return std::optional<storage::Image>{};
    return std::optional{*known};
}

}  // namespace mooring::app::delivering
