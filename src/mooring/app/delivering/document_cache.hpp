#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "mooring/app/delivering/document.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/base/result.hpp"
#include "mooring/storage/catalog/change_versions.hpp"

namespace mooring::app::delivering {

using DocumentPointer = std::shared_ptr<const Document>;

/// Rendered documents by name, bounded by their bytes; the least recently used go first. Safe from several threads.
///
/// A document is fresh as long as its show (or, for a document about everything, the whole catalog) has the
/// version it was rendered at and the next publication has not come: no job has to run for an episode to appear.
class DocumentCache : public std::enable_shared_from_this<DocumentCache> {
public:
    /// Runs a task in the background; false when it is not taken (then the document stays uncompressed).
    using Background = std::function<bool(std::function<void()>)>;
    /// Renders. Gets the last document of that name, if there is one. Errors: not_found and gone (nothing is kept), any
    /// other (the last document is served, however old).
    using Render = std::function<Result<Document>(const Document* previous)>;

    /// Whether a document still says what is so, as far as the catalog does not tell. Called under a lock: quick.
    using StillHolds = std::function<bool(const Document&)>;

    /// Always held by a shared pointer: a compression still queued finds out that way that the cache has gone.
    static std::shared_ptr<DocumentCache> make(std::string_view name, std::size_t limit_bytes,
                                               const storage::ChangeVersions& versions, Background background,
                                               MetricRegistry& metrics, StillHolds still_holds = {});

    /// The document, if it can be served at `now` as it is. Never waits.
    DocumentPointer find_fresh(std::string_view name, Instant now);
    /// The last document of that name, fresh or not. Never waits.
    DocumentPointer find_any(std::string_view name);

    /// The document as of this call or later. However many ask for it at once, one of them renders and the others
    /// wait for it. Compression follows in the background.
    Result<DocumentPointer> get(const std::string& name, Instant now, const Render& render);

    std::size_t bytes() const;

private:
    DocumentCache(std::string_view name, std::size_t limit_bytes, const storage::ChangeVersions& versions,
                  Background background, MetricRegistry& metrics, StillHolds still_holds);

    struct Entry {
        std::string name;
        DocumentPointer document;
    };
    struct Flight;
    using Place = std::list<Entry>::iterator;

    bool is_fresh(const Document& document, Instant now) const;
    DocumentPointer find_locked(std::string_view name);
    Result<DocumentPointer> fly(const std::string& name, const Render& render);
    /// Store; with `instead_of` only while that one is still there.
    void keep(const std::string& name, DocumentPointer document, const Document* instead_of = nullptr);
    void forget(const std::string& name);
    void compress_later(const std::string& name, const DocumentPointer& document);
    void compress(const std::string& name, const DocumentPointer& document);

    const std::size_t limit_bytes_;
    const storage::ChangeVersions& versions_;
    const Background background_;
    const StillHolds still_holds_;
    Counter& renders_;
    Counter& stale_;
    Gauge& weight_;

    mutable std::mutex mutex_;
    std::list<Entry> entries_;  ///< the most recently used first
    std::unordered_map<std::string_view, Place> places_;
    std::size_t bytes_ = 0;
    std::unordered_map<std::string, std::shared_ptr<Flight>> flights_;
};

}  // namespace mooring::app::delivering
