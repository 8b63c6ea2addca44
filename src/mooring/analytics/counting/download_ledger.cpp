#include "mooring/analytics/counting/download_ledger.hpp"

#include <algorithm>
#include <utility>

#include "mooring/analytics/counting/group_code.hpp"

namespace mooring::analytics {

GroupKey DownloadLedger::key_of(const RawHit& hit) const {
    GroupKey key{.net_key = hit.net_key, .episode = hit.episode_id};
    if (rules_.window == DownloadWindow::calendar) key.day = day_of(hit.at);
    return key;
}

void DownloadLedger::index(const GroupKey& key, const Candidate& candidate) {
    if (!candidate.playback_id.empty()) groups_of_playback_[candidate.playback_id].insert(key);
}

void DownloadLedger::add(const RawHit& hit, const MediaRegion& media, PlayContext context) {
    const GroupKey key = key_of(hit);
    Candidate candidate = make_candidate(hit, media, std::move(context));
    index(key, candidate);
    Entry& entry = entries_[key];
    days_.insert(key.day);
    entry.show = domain::ShowId{hit.show_id};
    entry.ip_key = hit.ip_key;
    entry.is_safe = entry.is_safe || (hit.flags & flag_safe_network) != 0;
    entry.group.know(hit.revision, media);
    entry.group.add(std::move(candidate), rules_.window);
    dirty_.insert(key);
}

void DownloadLedger::accept_playback(const std::string& playback_id, std::chrono::sys_days day) {
    if (!own_playbacks_.insert(playback_id).second) return;
    playbacks_of_day_[day].push_back(playback_id);
    if (const auto groups = groups_of_playback_.find(playback_id); groups != groups_of_playback_.end()) {
        dirty_.insert(groups->second.begin(), groups->second.end());
    }
}

void DownloadLedger::set_weight(const GroupKey& key, const HitKey& ip_key, Instant begin, bool counts) {
    auto& downloads = downloads_of_address_[{day_of(begin), ip_key}];
    const bool was_over = downloads.size() > rules_.volume_limit;
    if (counts) {
        downloads.emplace(key, begin);
    } else {
        downloads.erase({key, begin});
    }
    if (was_over != (downloads.size() > rules_.volume_limit)) {
        for (const auto& [group, opened] : downloads) dirty_.insert(group);
    }
}

/// Bring the count of the address's downloads up to date; when it passes the limit either way, all of that day's
/// groups of the address are to be published again.
void DownloadLedger::weigh(const GroupKey& key, Entry& entry) {
    std::vector<Instant> weighed;
    for (const WindowOutcome& outcome : entry.group.outcomes(rules_.window, own_playbacks_)) {
        if (outcome.is_iab_download && !entry.is_safe) weighed.push_back(outcome.begin);
    }
    // Windows that move leave others behind.
    for (const Instant begin : entry.weighed) {
        if (std::ranges::find(weighed, begin) == weighed.end()) set_weight(key, entry.ip_key, begin, false);
    }
    for (const Instant begin : weighed) set_weight(key, entry.ip_key, begin, true);
    entry.weighed = std::move(weighed);
}

bool DownloadLedger::is_over_volume(const Entry& entry, Instant begin) const {
    const auto downloads = downloads_of_address_.find({day_of(begin), entry.ip_key});
    return !entry.is_safe && downloads != downloads_of_address_.end() && downloads->second.size() > rules_.volume_limit;
}

void DownloadLedger::publish(const GroupKey& key, Entry& entry, PlayChanges& changes) {
    std::vector<std::pair<PlayName, HitId>> published;
    for (const WindowOutcome& outcome : entry.group.outcomes(rules_.window, own_playbacks_)) {
        if (!outcome.is_iab_download || is_over_volume(entry, outcome.begin)) continue;
        Play play{.kind = outcome.is_download ? PlayKind::download : PlayKind::own_player_download,
                  .show = entry.show,
                  .episode = domain::EpisodeId{key.episode},
                  .at = outcome.first.at,
                  .listener = listener_of(key.net_key),
                  .context = outcome.first.context};
        const std::pair now{name_of(play), outcome.first.hit_id};
        published.push_back(now);
        const bool is_news = entry.is_anew || std::ranges::find(entry.published, now) == entry.published.end();
        if (is_news) changes.put.push_back(std::move(play));
    }
    for (const auto& [name, hit_id] : entry.published) {
        const bool stays = std::ranges::any_of(published, [&](const auto& now) { return now.first == name; });
        if (!stays) changes.withdrawn.push_back(name);
    }
    entry.published = std::move(published);
    entry.is_anew = false;
}

void DownloadLedger::take_changes(PlayChanges& changes) {
    for (const GroupKey& key : std::set<GroupKey>{dirty_}) weigh(key, entries_.at(key));
    for (const GroupKey& key : std::exchange(dirty_, {})) {
        Entry& entry = entries_.at(key);
        publish(key, entry, changes);
        const GroupRecord record{.group = entry.group,
                                 .show = entry.show,
                                 .ip_key = entry.ip_key,
                                 .is_safe = entry.is_safe,
                                 .published = entry.published};
        changes.states.push_back({.day = key.day, .key = encode_group_key(key), .bytes = encode_group(record)});
    }
}

Disposition DownloadLedger::disposition_of(const RawHit& hit) const {
    const bool is_own = !hit.playback_id.empty() && own_playbacks_.contains(hit.playback_id);
    if (is_own) return Disposition::own_player;
    const auto found = entries_.find(key_of(hit));
    if (found == entries_.end()) return Disposition::candidate;
    for (const WindowOutcome& outcome : found->second.group.outcomes(rules_.window, own_playbacks_)) {
        if (hit.at < outcome.begin || hit.at >= outcome.end) continue;
        if (!outcome.is_download) return Disposition::partial;
        return is_over_volume(found->second, outcome.begin) ? Disposition::volume : Disposition::counted;
    }
    return Disposition::candidate;
}

Result<void> DownloadLedger::restore(std::string_view key_bytes, std::string_view bytes) {
    MOORING_TRY(const GroupKey key, decode_group_key(key_bytes));
    MOORING_TRY(GroupRecord record, decode_group(bytes));
    Entry& entry = entries_[key];
    entry = Entry{.group = std::move(record.group),
                  .show = record.show,
                  .ip_key = record.ip_key,
                  .is_safe = record.is_safe,
                  .published = std::move(record.published)};
    days_.insert(key.day);
    for (const Candidate& candidate : entry.group.candidates()) index(key, candidate);
    weigh(key, entry);
    return ok();
}

void DownloadLedger::begin_anew(domain::ShowId show, std::chrono::sys_days day) {
    for (auto& [key, entry] : entries_) {
        const bool is_meant = entry.show == show && (rules_.window != DownloadWindow::calendar || key.day == day);
        if (!is_meant) continue;
        entry.group = {};
        entry.is_safe = false;
        entry.is_anew = true;
        dirty_.insert(key);
    }
}

std::set<domain::ShowId> DownloadLedger::shows() const {
    std::set<domain::ShowId> shows;
    for (const auto& [key, entry] : entries_) shows.insert(entry.show);
    return shows;
}

void DownloadLedger::forget_all_but(const std::set<std::chrono::sys_days>& days) {
    if (rules_.window != DownloadWindow::calendar) return;
    std::erase_if(entries_, [&](const auto& entry) { return !days.contains(entry.first.day); });
    std::erase_if(dirty_, [&](const GroupKey& key) { return !days.contains(key.day); });
    std::erase_if(days_, [&](std::chrono::sys_days day) { return !days.contains(day); });
    std::erase_if(downloads_of_address_, [&](const auto& downloads) { return !days.contains(downloads.first.first); });
    unname_forgotten();
}

/// A playback that is accepted late must not wake groups that are gone.
void DownloadLedger::unname_forgotten() {
    for (auto& [playback, groups] : groups_of_playback_) {
        std::erase_if(groups, [&](const GroupKey& key) { return !entries_.contains(key); });
    }
    std::erase_if(groups_of_playback_, [](const auto& named) { return named.second.empty(); });
}

void DownloadLedger::forget_before(std::chrono::sys_days day) {
    if (rules_.window == DownloadWindow::calendar) {
        std::erase_if(entries_, [&](const auto& entry) { return entry.first.day < day; });
        std::erase_if(dirty_, [&](const GroupKey& key) { return key.day < day; });
        days_.erase(days_.begin(), days_.lower_bound(day));
        unname_forgotten();
    }
    for (auto of_day = playbacks_of_day_.begin(); of_day != playbacks_of_day_.lower_bound(day);) {
        for (const std::string& playback : of_day->second) {
            own_playbacks_.erase(playback);
            groups_of_playback_.erase(playback);
        }
        of_day = playbacks_of_day_.erase(of_day);
    }
    std::erase_if(downloads_of_address_, [&](const auto& downloads) { return downloads.first.first < day; });
}

}  // namespace mooring::analytics
