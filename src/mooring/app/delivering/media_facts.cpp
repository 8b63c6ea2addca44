#include "mooring/app/delivering/media_facts.hpp"

#include <optional>
#include <utility>

namespace mooring::app::delivering {
namespace {

// The long texts and the tags are of no use to a media request, and most of the memory.
void drop_texts(MediaFact& fact) {
    fact.show.description.clear();
    fact.show.tags = {};
    fact.episode.description.clear();
    fact.episode.tags = {};
}

const domain::StoredMedia* stored_media(const MediaFact& fact) {
    return std::get_if<domain::StoredMedia>(&fact.episode.media);
}

}  // namespace

MediaFactPointer MediaFacts::find_any(std::string_view episode_key) {
    const std::lock_guard lock{mutex_};
    const auto found = places_.find(episode_key);
    if (found == places_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->fact;
}

MediaFactPointer MediaFacts::find_fresh(std::string_view episode_key) {
    auto fact = find_any(episode_key);
    return fact && catalog_.versions().of(fact->show.id) == fact->version ? fact : nullptr;
}

Result<MediaFactPointer> MediaFacts::get(std::string_view episode_key) {
    const auto known = find_any(episode_key);
    if (known) {
        if (catalog_.versions().of(known->show.id) == known->version) return known;
        return load(known->episode.id, known->show.id);
    }
    // The version must be older than what is read with it, and it goes by show: so look up the show first.
    MOORING_TRY(const auto found, catalog_.read([&](storage::CatalogSnapshot& view) {
        return view.episodes().find_by_key(episode_key);
    }));
    if (!found) return MediaFactPointer{};
    return load(found->id, found->show);
}

Result<MediaFactPointer> MediaFacts::get(domain::EpisodeId id) {
    std::string key;
    {
        const std::lock_guard lock{mutex_};
        if (const auto known = keys_.find(id.value); known != keys_.end()) key = known->second;
    }
    if (!key.empty()) return get(key);
    MOORING_TRY(const auto found,
                catalog_.read([&](storage::CatalogSnapshot& view) { return view.episodes().find(id); }));
    if (!found) return MediaFactPointer{};
    return load(found->id, found->show);
}

Result<MediaFactPointer> MediaFacts::load(domain::EpisodeId id, domain::ShowId show) {
    auto fact = std::make_shared<MediaFact>();
    fact->version = catalog_.versions().of(show);
    const auto read = catalog_.read([&](storage::CatalogSnapshot& view) -> Result<bool> {
        MOORING_TRY(auto episode, view.episodes().find(id));
        if (!episode) return false;
        MOORING_TRY(auto its_show, view.shows().find(show));
        if (!its_show) return false;
        fact->episode = std::move(*episode);
        fact->show = std::move(*its_show);
        return true;
    });
    if (!read) {
        std::string key;
        {
            const std::lock_guard lock{mutex_};
            if (const auto known = keys_.find(id.value); known != keys_.end()) key = known->second;
        }
        if (auto known = find_any(key)) return known;
        return read.error();
    }
    if (!*read) return MediaFactPointer{};
    drop_texts(*fact);
    MediaFactPointer kept = std::move(fact);
    keep(kept);
    return kept;
}

void MediaFacts::keep(const MediaFactPointer& fact) {
    MediaFactPointer replaced;
    {
        const std::lock_guard lock{mutex_};
        const auto found = places_.find(fact->episode.key);
        if (found != places_.end()) {
            replaced = std::exchange(found->second->fact, fact);
            entries_.splice(entries_.begin(), entries_, found->second);
        } else {
            entries_.push_front({fact->episode.key, fact});
            places_.emplace(entries_.front().key, entries_.begin());
            keys_[fact->episode.id.value] = fact->episode.key;
            if (entries_.size() > limit_) {
                keys_.erase(entries_.back().fact->episode.id.value);
                places_.erase(entries_.back().key);
                entries_.pop_back();
            }
        }
    }
    if (!replaced) return;
    const auto* before = stored_media(*replaced);
    const auto* after = stored_media(*fact);
    if (before && (!after || after->sha256 != before->sha256)) blobs_.forget(before->sha256);
}

}  // namespace mooring::app::delivering
