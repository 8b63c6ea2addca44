#include "mooring/app/delivering/document_cache.hpp"

#include <condition_variable>
#include <optional>
#include <utility>
#include <vector>

#include "mooring/base/log.hpp"

namespace mooring::app::delivering {
namespace {

constexpr std::size_t least_to_compress = 256;

std::string label(std::string_view name) {
    return "cache=\"" + std::string{name} + "\"";
}

}  // namespace

/// One render under way and those who wait for it.
struct DocumentCache::Flight {
    std::condition_variable landed;
    std::optional<Result<DocumentPointer>> outcome;
};

std::shared_ptr<DocumentCache> DocumentCache::make(std::string_view name, std::size_t limit_bytes,
                                                   const storage::ChangeVersions& versions, Background background,
                                                   MetricRegistry& metrics, StillHolds still_holds) {
    return std::shared_ptr<DocumentCache>(
        new DocumentCache(name, limit_bytes, versions, std::move(background), metrics, std::move(still_holds)));
}

DocumentCache::DocumentCache(std::string_view name, std::size_t limit_bytes, const storage::ChangeVersions& versions,
                             Background background, MetricRegistry& metrics, StillHolds still_holds)
    : limit_bytes_(limit_bytes),
      versions_(versions),
      background_(std::move(background)),
      still_holds_(std::move(still_holds)),
      renders_(metrics.counter("mooring_document_renders_total", "Documents rendered.", label(name))),
      stale_(
          metrics.counter("mooring_document_stale_total", "Documents served while the catalog was away.", label(name))),
      weight_(metrics.gauge("mooring_document_cache_bytes", "Bytes of rendered documents in memory.", label(name))) {}

bool DocumentCache::is_fresh(const Document& document, Instant now) const {
    const auto version = document.show.value != 0 ? versions_.of(document.show) : versions_.of_everything();
    return version == document.version && (!document.valid_until || now < *document.valid_until) &&
           (!still_holds_ || still_holds_(document));
}

DocumentPointer DocumentCache::find_locked(std::string_view name) {
    const auto found = places_.find(name);
    if (found == places_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->document;
}

DocumentPointer DocumentCache::find_any(std::string_view name) {
    const std::lock_guard lock{mutex_};
    return find_locked(name);
}

DocumentPointer DocumentCache::find_fresh(std::string_view name, Instant now) {
    DocumentPointer document = find_any(name);
    return document && is_fresh(*document, now) ? document : nullptr;
}

Result<DocumentPointer> DocumentCache::get(const std::string& name, Instant now, const Render& render) {
    // A render that was under way when we came may have begun before the change that we must show, so its
    // outcome counts only while it is fresh; the next one began after we came and counts in any case.
    for (int turn = 0;; ++turn) {
        std::shared_ptr<Flight> flight;
        bool is_ours = false;
        {
            std::unique_lock lock{mutex_};
            if (DocumentPointer document = find_locked(name); document && is_fresh(*document, now)) return document;
            auto& place = flights_[name];
            if (!place) {
                place = std::make_shared<Flight>();
                is_ours = true;
            }
            flight = place;
            if (!is_ours) {
                flight->landed.wait(lock, [&] { return flight->outcome.has_value(); });
                const auto& outcome = *flight->outcome;
                if (turn > 0 || !outcome || is_fresh(**outcome, now)) return outcome;
                continue;
            }
        }
        auto outcome = fly(name, render);
        {
            const std::lock_guard lock{mutex_};
            flight->outcome = outcome;
            flights_.erase(name);
        }
        flight->landed.notify_all();
        return outcome;
    }
}

Result<DocumentPointer> DocumentCache::fly(const std::string& name, const Render& render) {
    const DocumentPointer previous = find_any(name);
    renders_.add();
    Result<Document> rendered = render(previous.get());
    if (!rendered) {
        const bool is_final = rendered.error().code == Errc::not_found || rendered.error().code == Errc::gone;
        if (is_final) forget(name);
        if (previous && !is_final) {
            stale_.add();
            log::warning("document served as it last was", {{"reason", to_string(rendered.error().code)}});
            return previous;
        }
        return std::move(rendered).error();
    }
    // The same bytes need no second compression: a change that does not show, or one of another show on its slot.
    if (previous && !rendered->etag.empty() && previous->etag == rendered->etag) {
        rendered->identity = previous->identity;
        rendered->gzip = previous->gzip;
        rendered->br = previous->br;
    }
    auto document = std::make_shared<const Document>(std::move(*rendered));
    keep(name, document);
    if (document->identity && !document->gzip) compress_later(name, document);
    return document;
}

void DocumentCache::keep(const std::string& name, DocumentPointer document, const Document* instead_of) {
    std::vector<DocumentPointer> dropped;  // destroyed outside the lock
    const std::lock_guard lock{mutex_};
    const std::size_t weight = document->weight();
    const auto found = places_.find(name);
    if (instead_of && (found == places_.end() || found->second->document.get() != instead_of)) return;
    if (found != places_.end()) {
        bytes_ -= found->second->document->weight();
        dropped.push_back(std::exchange(found->second->document, std::move(document)));
        entries_.splice(entries_.begin(), entries_, found->second);
    } else {
        entries_.push_front({name, std::move(document)});
        places_.emplace(entries_.front().name, entries_.begin());
    }
    bytes_ += weight;
    while (bytes_ > limit_bytes_ && entries_.size() > 1) {
        Entry& last = entries_.back();
        bytes_ -= last.document->weight();
        dropped.push_back(std::move(last.document));
        places_.erase(last.name);
        entries_.pop_back();
    }
    weight_.set(static_cast<std::int64_t>(bytes_));
}

void DocumentCache::forget(const std::string& name) {
    DocumentPointer dropped;  // destroyed outside the lock
    const std::lock_guard lock{mutex_};
    const auto found = places_.find(name);
    if (found == places_.end()) return;
    const auto place = found->second;
    dropped = std::move(place->document);
    bytes_ -= dropped->weight();
    places_.erase(found);
    entries_.erase(place);
    weight_.set(static_cast<std::int64_t>(bytes_));
}

void DocumentCache::compress_later(const std::string& name, const DocumentPointer& document) {
    if (document->identity->size() < least_to_compress) return;
    // Not taken: served uncompressed until the next change; a full queue is no time to burn a processor.
    static_cast<void>(background_([weak = weak_from_this(), name, document] {
        if (const auto self = weak.lock()) self->compress(name, document);
    }));
}

void DocumentCache::compress(const std::string& name, const DocumentPointer& document) {
    if (find_any(name) != document) return;  // changed again meanwhile
    auto packed = std::make_shared<Document>(*document);
    if (auto gzip = gzip_bytes(*document->identity); !gzip.empty()) {
        packed->gzip = std::make_shared<const std::string>(std::move(gzip));
    }
    if (auto br = brotli_bytes(*document->identity); !br.empty()) {
        packed->br = std::make_shared<const std::string>(std::move(br));
    }
    keep(name, std::move(packed), document.get());
}

std::size_t DocumentCache::bytes() const {
    const std::lock_guard lock{mutex_};
    return bytes_;
}

}  // namespace mooring::app::delivering
