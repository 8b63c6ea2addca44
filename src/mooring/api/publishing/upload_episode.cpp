#include <map>
#include <set>

#include "mooring/api/publishing/answers.hpp"
#include "mooring/api/publishing/endpoints.hpp"
#include "mooring/api/publishing/episode_fields.hpp"
#include "mooring/api/publishing/fingerprint.hpp"
#include "mooring/app/publishing/shows.hpp"
#include "mooring/app/publishing/uploads.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/http/multipart.hpp"

namespace mooring::api::publishing {
namespace {

using app::publishing::CatalogSnapshot;
using app::publishing::CatalogTransaction;
using app::publishing::EpisodeInShow;
using app::publishing::IncomingBlob;
using app::publishing::KeyedOutcome;
using app::publishing::max_upload_bytes;
using app::publishing::RememberedAnswer;

constexpr std::int64_t max_text_bytes = 1'048'576;     // of all text fields together
constexpr std::uint64_t max_body_bytes = 211'812'352;  // 200 MB and 2 MB for the fields and the frame
const std::set<std::string, std::less<>> text_fields{"title", "show_id", "description", "datetime"};

Error file_too_large() {
    return invalid("file", "File exceeds the 200 MB limit");
}

http::Response closing(http::Response response) {
    response.close = true;
    return response;
}

/// Takes the form as it comes: the file to disk, the fields into memory. Whatever ends it early, the incoming file
/// goes with it.
class UploadSink final : public http::BodySink {
public:
    UploadSink(Services& services, Call call, std::unique_ptr<IncomingBlob> incoming, std::string boundary)
        : services_(services),
          call_(std::move(call)),
          incoming_(std::move(incoming)),
          form_(std::move(boundary), {.begin = [this](const http::MultipartPart& part) { return begin(part); },
                                      .data = [this](std::string_view bytes) { return data(bytes); },
                                      .end = [] { return ok(); }}) {}

    std::optional<http::Response> take(std::string_view bytes) override {
        body_bytes_ += bytes.size();
        Result<void> taken = body_bytes_ > max_body_bytes ? Result<void>{file_too_large()} : form_.feed(bytes);
        if (taken) return std::nullopt;
        incoming_.reset();
        return closing(complete(call_, error_answer(taken.error())));
    }

    http::Response finish() override {
        http::Response response = incoming_ ? publish() : error_answer(400, "Malformed multipart body");
        incoming_.reset();
        call_.upload_place.reset();
        return complete(call_, std::move(response));
    }

private:
    enum class Target { nothing, file, text };

    Result<void> begin(const http::MultipartPart& part) {
        const bool is_file = part.name == "file";
        const bool is_text = text_fields.contains(part.name);
        target_ = is_file ? Target::file : is_text ? Target::text : Target::nothing;
        text_name_ = is_text ? part.name : std::string{};
        const bool is_repeated = (is_file && has_file_) || (is_text && texts_.contains(part.name));
        if (is_repeated) return invalid(part.name, part.name + " must be sent only once");
        if (is_file) has_file_ = true;
        if (is_text) texts_[part.name];
        is_counted_ = !is_file && !part.is_file;
        return ok();
    }

    Result<void> data(std::string_view bytes) {
        if (is_counted_ || target_ == Target::text) {
            text_bytes_ += std::ssize(bytes);
            if (text_bytes_ > max_text_bytes) return Error{Errc::too_large, "the text fields are too large"};
        }
        if (target_ == Target::text) texts_[text_name_] += bytes;
        if (target_ != Target::file) return ok();
        if (incoming_->size_bytes() + std::ssize(bytes) > max_upload_bytes) return file_too_large();
        if (call_.idempotency_key) file_hash_.update(bytes);
        return incoming_->append(bytes);
    }

    Result<EpisodeFields> read_fields() const {
        const Fields fields = Fields::from_form(texts_);
        EpisodeFields wanted;
        MOORING_TRY(wanted.title, read_required_title(fields));
        MOORING_TRY(wanted.show_id, required("show_id", fields.integer("show_id")));
        MOORING_TRY(wanted.description, read_description(fields));
        MOORING_TRY(wanted.datetime, fields.datetime("datetime"));
        return wanted;
    }

    std::string fingerprint(const EpisodeFields& wanted) {
        const Digest256 digest = file_hash_.finish();
        return Fingerprint{call_.operation}
            .number(incoming_->size_bytes())
            .text(std::string{as_text(digest)})
            .text(wanted.title)
            .number(wanted.show_id)
            .text(wanted.description)
            .number(wanted.datetime)
            .finish();
    }

    http::Response publish() {
        if (const Result<void> ended = form_.finish(); !ended) return error_answer(ended.error());
        if (!has_file_) return error_answer(400, "file is required");
        const Result<domain::StoredMedia> media = app::publishing::inspect_upload(*incoming_);
        if (!media) return error_answer(media.error());
        const Result<EpisodeFields> wanted = read_fields();
        if (!wanted) return error_answer(wanted.error());
        const domain::ShowId show{wanted->show_id};
        const auto found = services_.catalog.read(
            [&](CatalogSnapshot& catalog) { return app::publishing::get_show(catalog, call_.workspace(), show); });
        if (!found) return error_answer(found.error());

        std::string meaning;
        if (call_.idempotency_key) {
            meaning = fingerprint(*wanted);
            const auto known = services_.creates.find(keyed_request(call_, meaning));
            if (!known) return error_answer(known.error());
            if (*known) return answer_of(**known);
        }
        const Result<domain::StoredMedia> kept = app::publishing::keep_upload(*incoming_, *media);
        if (!kept) return error_answer(kept.error());
        return insert(*wanted, *kept, meaning);
    }

    http::Response insert(const EpisodeFields& wanted, const domain::StoredMedia& media, const std::string& meaning) {
        domain::Episode episode = episode_of(wanted, call_.workspace());
        episode.media = media;
        bool is_used = false;
        http::Response response = run_create(
            services_, call_, [&] { return meaning; },
            [&](CatalogTransaction& tx) -> Result<RememberedAnswer> {
                MOORING_TRY(const EpisodeInShow created,
                            app::publishing::create_uploaded_episode(tx, services_.blobs, services_.random,
                                                                     services_.clock.now(), episode));
                is_used = true;
                return created_answer(created, services_.urls);
            });
        if (!is_used || response.status != 201) {
            app::publishing::abandon_upload(services_.catalog, media, services_.clock.now());
        }
        return response;
    }

    Services& services_;
    Call call_;
    std::unique_ptr<IncomingBlob> incoming_;
    http::MultipartReader form_;

    std::uint64_t body_bytes_ = 0;
    Target target_ = Target::nothing;
    std::string text_name_;
    bool is_counted_ = false;  ///< the part counts as text
    bool has_file_ = false;
    std::int64_t text_bytes_ = 0;
    std::map<std::string, std::string> texts_;
    Sha256 file_hash_;
};

bool is_form(std::string_view content_type) {
    return equals_ignoring_case(trim_ascii(content_type.substr(0, content_type.find(';'))), "multipart/form-data");
}

}  // namespace

http::Decision open_upload(Services& services, Call call) {
    if (call.content_length && *call.content_length > max_body_bytes) {
        return closing(complete(call, error_answer(file_too_large())));
    }
    if (!is_form(call.content_type)) {
        return complete(call, error_answer(400, "Content-Type must be multipart/form-data"));
    }
    std::optional<std::string> boundary = http::multipart_boundary(call.content_type);
    if (!boundary) return complete(call, error_answer(400, "Malformed multipart body"));
    Result<std::unique_ptr<IncomingBlob>> incoming =
        services.blobs.begin(static_cast<std::int64_t>(call.content_length.value_or(0)));
    if (!incoming) return complete(call, error_answer(incoming.error()));
    return std::make_unique<UploadSink>(services, std::move(call), std::move(*incoming), std::move(*boundary));
}

}  // namespace mooring::api::publishing
