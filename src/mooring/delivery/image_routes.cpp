#include <string>
#include <utility>

#include "mooring/delivery/answers.hpp"
#include "mooring/delivery/media_answer.hpp"
#include "mooring/delivery/representation.hpp"
#include "mooring/delivery/route_table.hpp"

namespace mooring::delivery {
namespace {

using app::delivering::ImageFile;

constexpr std::string_view images_path = "/img/";
constexpr std::size_t hash_length = 22;

Response answer_image(const Request& request, const ImageFile& file) {
    Representation representation;
    representation.validators = {"\"" + file.sha256.substr(0, 32) + "\"", file.last_modified};
    representation.content_type = file.content_type;
    representation.size = file.blob->size_bytes();
    representation.headers = {
        {"Cache-Control", "public, max-age=31536000, immutable"},
        {"Access-Control-Allow-Origin", "*"},
        {"Access-Control-Expose-Headers", "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified"},
        {"Cross-Origin-Resource-Policy", "cross-origin"},
        {"X-Content-Type-Options", "nosniff"}};
    representation.piece = [blob = file.blob](std::int64_t offset, std::int64_t length) {
        return piece_of(blob, offset, length);
    };
    return answer_with(request, std::move(representation)).response;
}

}  // namespace

std::optional<Response> image_from_memory(Delivering& delivering, const Request& request) {
    std::string_view path = request.path;
    path.remove_prefix(images_path.size());
    const auto slash = path.find('/');
    const auto dot = path.find('.');
    if (slash != hash_length || dot == std::string_view::npos || dot < slash) return std::nullopt;
    const auto file =
        delivering.images.find(path.substr(0, slash), path.substr(slash + 1, dot - slash - 1), path.substr(dot + 1));
    if (!file || file->blob->descriptor() < 0) return std::nullopt;
    return answer_image(request, *file);
}

Response image(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    const std::string& hash = parameters.at(0);
    if (!domain::is_opaque_id(hash)) return not_found();  // the same form: 22 base-62 characters
    const auto file = delivering.images.get(hash, parameters.at(1), parameters.at(2));
    if (!file) {
        // A row without its file, or a picture that cannot be decoded: nothing to see here either.
        return file.error().code == Errc::corrupt ? not_found() : answer_of(file.error());
    }
    if (file->blob->descriptor() < 0) return unavailable();
    return answer_image(request, *file);
}

}  // namespace mooring::delivery
