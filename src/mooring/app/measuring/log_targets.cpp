#include "mooring/app/measuring/log_targets.hpp"

#include <algorithm>
#include <utility>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::measuring {

namespace {

/// Longer paths are not compared with a pattern: it could take long.
constexpr std::size_t longest_path = 1024;
constexpr std::string_view episode_mark = "{episode}";

bool is_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

/// Whether a part of a path looks like a host: names apart by dots, the last of letters, and it is no file name, since
/// more follows.
bool looks_like_host(std::string_view part) {
    part = part.substr(0, part.find(':'));
    const std::size_t dot = part.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || part.size() - dot < 3) return false;
    const auto fits = [](char character) {
        return is_letter(character) || (character >= '0' && character <= '9') || character == '-' || character == '.';
    };
    return std::ranges::all_of(part, fits) && std::ranges::all_of(part.substr(dot + 1), is_letter);
}

std::string_view without_query(std::string_view target) {
    return target.substr(0, target.find_first_of("?#"));
}

std::string_view path_of(std::string_view address) {
    const std::size_t slash = address.find('/');
    return slash == std::string_view::npos ? std::string_view{} : address.substr(slash);
}

bool is_matched(std::string_view text, std::string_view pattern) {
    std::size_t at = 0;
    std::size_t in = 0;
    std::size_t star = std::string_view::npos;
    std::size_t from = 0;
    while (at < text.size()) {
        if (in < pattern.size() && pattern[in] == '*') {
            star = in++;
            from = at;
        } else if (in < pattern.size() && pattern[in] == text[at]) {
            ++in;
            ++at;
        } else if (star != std::string_view::npos) {
            in = star + 1;
            at = ++from;
        } else {
            return false;
        }
    }
    while (in < pattern.size() && pattern[in] == '*') ++in;
    return in == pattern.size();
}

}  // namespace

std::string plain_address(std::string_view target) {
    target = without_query(target);
    if (const std::size_t scheme = target.rfind("://"); scheme != std::string_view::npos) {
        target.remove_prefix(scheme + 3);
    }
    auto decoded = percent_decode(target);
    std::string text = decoded ? std::move(*decoded) : std::string{target};
    // The last part that looks like a host and has more behind it.
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('/', at);
        if (end == std::string::npos) break;
        if (looks_like_host(std::string_view{text}.substr(at, end - at))) begin = at;
        at = end + 1;
    }
    text.erase(0, begin);
    const std::size_t host_end = text.starts_with('/') ? 0 : std::min(text.find('/'), text.size());
    std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(host_end), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

bool is_feed_path(std::string_view target) {
    const std::string address = plain_address(target);
    return path_of(address).starts_with("/feeds/") || path_of(address).ends_with("/podcast/rss");
}

Result<LogTargets> LogTargets::make(std::string_view pattern) {
    LogTargets targets;
    if (pattern.empty()) return targets;
    const std::size_t mark = pattern.find(episode_mark);
    if (mark == std::string_view::npos || pattern.find(episode_mark, mark + 1) != std::string_view::npos) {
        return invalid("map", "a pattern of URLs holds {episode} once, such as /audio/{episode}.mp3");
    }
    targets.before_ = pattern.substr(0, mark);
    targets.behind_ = pattern.substr(mark + episode_mark.size());
    targets.has_pattern_ = true;
    return targets;
}

void LogTargets::add_name(const std::string& name, std::size_t target) {
    if (name.empty()) return;
    const auto [place, is_new] = names_.try_emplace(name, target);
    if (!is_new && place->second != target) place->second = ambiguous;
}

void LogTargets::add_path(std::string path, std::size_t target) {
    if (path.size() < 2) return;
    const auto [place, is_new] = paths_.try_emplace(std::move(path), target);
    if (!is_new && place->second != target) place->second = ambiguous;
}

void LogTargets::add(const domain::Show& show, const domain::Episode& episode) {
    const std::size_t index = targets_.size();
    LogTarget target{.show = show.id, .episode = episode.id, .revision = {}};
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) {
        target.revision = stored->sha256;
        target.size_bytes = stored->size_bytes;
    } else if (const auto* external = std::get_if<domain::ExternalMedia>(&episode.media)) {
        target.revision = to_hex(sha256(external->url));
        target.size_bytes = external->size_bytes.value_or(0);
        std::string address = plain_address(external->url);
        add_path(std::string{path_of(address)}, index);
        add_path(std::move(address), index);
    }
    targets_.push_back(std::move(target));
    for (const std::string& name : {episode.key, std::to_string(episode.id.value), episode.opaque_id, episode.guid,
                                    episode.slug, domain::web_episode_id(episode.id)}) {
        add_name(name, index);
    }
}

Result<void> LogTargets::add_address(std::string_view address, std::string_view episode) {
    const auto name = names_.find(std::string{episode});
    if (name == names_.end() || name->second == ambiguous) {
        return Error{Errc::not_found, "no one episode is called '" + std::string{episode} + "'", "map"};
    }
    paths_.insert_or_assign(plain_address(address), name->second);
    return ok();
}

const LogTarget* LogTargets::at(const std::unordered_map<std::string, std::size_t>& places,
                                const std::string& name) const {
    const auto place = places.find(name);
    return place == places.end() || place->second == ambiguous ? nullptr : &targets_[place->second];
}

/// `/media/{key}.{ext}`, and the addresses that older hosts' feeds bear.
const LogTarget* LogTargets::find_ours(std::string_view path) const {
    constexpr std::string_view media = "/media/";
    constexpr std::string_view alias = "/podcast/play/";
    if (path.starts_with(media)) {
        std::string_view key = path.substr(media.size());
        if (key.ends_with("/;")) key.remove_suffix(2);
        if (key.find('/') != std::string_view::npos) return nullptr;  // a film or a stream: counted by other rules
        key = key.substr(0, key.find('.'));
        return domain::is_public_key(key) ? at(names_, std::string{key}) : nullptr;
    }
    if (path.starts_with("/s/")) {
        const std::size_t place = path.find(alias);
        if (place == std::string_view::npos) return nullptr;
        const std::string_view name = path.substr(place + alias.size());
        return at(names_, std::string{name.substr(0, name.find('/'))});
    }
    return nullptr;
}

const LogTarget* LogTargets::find_by_pattern(std::string_view path) const {
    if (!has_pattern_ || path.size() > longest_path) return nullptr;
    // The name is what stands between two slashes, or a slash and a dot: the shortest part that is an episode's.
    for (std::size_t begin = 0; begin < path.size(); ++begin) {
        if (!is_matched(path.substr(0, begin), before_)) continue;
        for (std::size_t end = begin + 1; end <= path.size() && end - begin <= 512; ++end) {
            if (!is_matched(path.substr(end), behind_)) continue;
            if (const LogTarget* found = at(names_, std::string{path.substr(begin, end - begin)})) return found;
        }
        if (before_.find('*') == std::string::npos) break;
    }
    return nullptr;
}

const LogTarget* LogTargets::find(std::string_view target) const {
    const std::string address = plain_address(target);
    const std::string_view path = path_of(address);
    if (const LogTarget* listed = at(paths_, address)) return listed;
    if (const LogTarget* listed = at(paths_, std::string{path})) return listed;
    if (const LogTarget* ours = find_ours(path)) return ours;
    return find_by_pattern(path);
}

}  // namespace mooring::app::measuring
