#include "mooring/api/creators/storage_shelf.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "mooring/api/creators/answers.hpp"
#include "mooring/api/creators/storage_address.hpp"
#include "mooring/app/creators/signed_address.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/base/background_md5.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::creators {
namespace {

using app::creators::UploadAddress;
using app::creators::UploadPart;

Refusal too_large() {
    return {413, "media_too_large", "the file is larger than allowed"};
}

Refusal refusal_for(const Error& error) {
    if (error.code == Errc::too_large) return too_large();
    if (error.code == Errc::conflict) return {409, "upload_closed", "the upload was submitted already"};
    return refusal_of(error);
}

/// Anybody's page may put bytes at an address it was given.
http::Response readable(http::Response response) {
    response.header("Access-Control-Allow-Origin", "*");
    return response.header("Access-Control-Expose-Headers", "ETag");
}

http::Response refused(const Refusal& refusal) {
    return readable(error_answer(refusal));
}

http::Response closing(http::Response response) {
    response.close = true;
    return response;
}

http::Response preflight() {
    http::Response response = http::Response::empty(204);
    response.header("Access-Control-Allow-Origin", "*").header("Access-Control-Allow-Methods", "PUT, OPTIONS");
    response.header("Access-Control-Allow-Headers", "content-type, content-length, content-md5, authorization");
    return response.header("Access-Control-Max-Age", "600");
}

/// Takes the bytes of one part into the blob store.
class PartSink final : public http::BodySink {
public:
    PartSink(const Services& services, std::string upload, int number, std::int64_t most_bytes,
             std::unique_ptr<storage::IncomingBlob> incoming)
        : services_(services),
          upload_(std::move(upload)),
          number_(number),
          most_bytes_(most_bytes),
          incoming_(std::move(incoming)) {}

    std::optional<http::Response> take(std::string_view bytes) override {
        if (incoming_->size_bytes() + std::ssize(bytes) > most_bytes_) return give_up(too_large());
        md5_.update(bytes);
        const Result<void> appended = incoming_->append(bytes);
        return appended ? std::nullopt : std::optional{give_up(refusal_for(appended.error()))};
    }

    http::Response finish() override {
        UploadPart part;
        part.number = number_;
        part.md5 = to_hex(md5_.finish());
        const Result<storage::Blob> blob = incoming_->commit();
        incoming_.reset();
        if (!blob) return refused(refusal_for(blob.error()));
        part.sha256 = blob->sha256;
        part.size_bytes = blob->size_bytes;
        const auto kept = services_.catalog.write([&](CatalogTransaction& tx) {
            return app::creators::keep_part(tx, services_.blobs, services_.clock.now(), upload_, part);
        });
        if (!kept) {
            abandon(part.sha256);
            return refused(refusal_for(kept.error()));
        }
        http::Response response = http::Response::empty(200);
        response.header("ETag", "\"" + part.md5 + "\"");
        return readable(std::move(response));
    }

private:
    http::Response give_up(const Refusal& refusal) {
        incoming_.reset();
        return closing(refused(refusal));
    }

    void abandon(const std::string& sha256) {
        // Best effort: what keeps the part from being written may keep this from it too; clean-up finds it then.
        const auto queued = services_.catalog.write([&](CatalogTransaction& tx) {
            return app::publishing::enqueue_blob_removal(tx, sha256, services_.clock.now());
        });
        static_cast<void>(queued);
    }

    const Services& services_;
    std::string upload_;
    int number_;
    std::int64_t most_bytes_;
    std::unique_ptr<storage::IncomingBlob> incoming_;
    BackgroundMd5 md5_;
};

}  // namespace

http::Decision StorageShelf::decide(const http::Request& request) {
    if (request.method == http::Method::options) return preflight();
    const auto read = read_storage_address(request);
    if (!read) return refused(not_found());
    if (request.method != http::Method::put) {
        http::Response response = refused(Refusal{405, "method_not_allowed", "this address takes PUT only"});
        response.header("Allow", "PUT, OPTIONS");
        return response;
    }
    switch (read->address.verify(services_.secret, read->signature, services_.clock.now())) {
        case UploadAddress::Verdict::forged:
            return closing(refused(Refusal{403, "signature_invalid", "the signature does not fit this address"}));
        case UploadAddress::Verdict::expired:
            return closing(refused(Refusal{403, "signature_expired", "the address has expired"}));
        case UploadAddress::Verdict::good: break;
    }
    return begin_part(request);
}

http::Decision StorageShelf::begin_part(const http::Request& request) {
    const UploadAddress address = read_storage_address(request)->address;
    std::int64_t others = 0;
    const int number = address.part.value_or(1);
    const auto upload = services_.catalog.read([&](CatalogSnapshot& catalog) -> Result<Upload> {
        MOORING_TRY(const std::optional<Upload> found, catalog.uploads().find(address.upload));
        if (!found || number > found->part_count) return Error{Errc::not_found, "upload not found"};
        if (found->state != UploadState::open) return Error{Errc::conflict, "the upload is closed"};
        MOORING_TRY(const std::vector<UploadPart> parts, catalog.uploads().parts(address.upload));
        for (const UploadPart& part : parts) others += part.number == number ? 0 : part.size_bytes;
        return *found;
    });
    if (!upload) return closing(refused(refusal_for(upload.error())));
    const std::int64_t most_bytes = app::creators::size_limit(upload->kind) - others;
    const auto declared = static_cast<std::int64_t>(
        std::min<std::uint64_t>(request.content_length.value_or(0), std::numeric_limits<std::int64_t>::max()));
    if (declared > most_bytes) return closing(refused(too_large()));
    auto incoming = services_.blobs.begin(declared);
    if (!incoming) return closing(refused(refusal_for(incoming.error())));
    return std::unique_ptr<http::BodySink>(
        std::make_unique<PartSink>(services_, upload->id, number, most_bytes, *std::move(incoming)));
}

}  // namespace mooring::api::creators
