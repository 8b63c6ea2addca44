#include "mooring/feed/reading/read_feed.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "mooring/base/utf8.hpp"
#include "mooring/feed/categories.hpp"
#include "mooring/feed/language.hpp"
#include "mooring/feed/podcast_guid.hpp"
#include "mooring/feed/reading/element_names.hpp"
#include "mooring/feed/reading/feed_date.hpp"
#include "mooring/feed/reading/podcast_tags.hpp"
#include "mooring/feed/reading/safe_xml.hpp"
#include "mooring/feed/reading/values.hpp"

namespace mooring::feed::reading {
namespace {

using pugi::xml_node;
using enum Vocabulary;

constexpr std::size_t most_warnings = 100;
constexpr std::size_t most_extra_bytes = std::size_t{256} * 1024;
constexpr std::size_t most_guid_bytes = 4096;
constexpr std::size_t most_categories = 3;

/// The texts that elements of several names may give: the first name in the list that has one wins.
template <std::size_t N>
class Candidates {
public:
    void take(std::size_t rank, std::string text) {
        if (texts_[rank].empty()) texts_[rank] = std::move(text);
    }
    std::string best() const {
        const auto found = std::ranges::find_if(texts_, [](const std::string& text) { return !text.empty(); });
        return found == texts_.end() ? std::string{} : *found;
    }
    const std::string& at(std::size_t rank) const { return texts_[rank]; }

private:
    std::array<std::string, N> texts_;
};

void append_extra(std::string& extra, const xml_node& element) {
    const std::string text = standalone_xml(element);
    if (extra.size() + text.size() <= most_extra_bytes) extra += text;
}

bool is_media_type(std::string_view type) {
    const std::string lower = to_lower_ascii(type.substr(0, 8));
    return lower.starts_with("audio/") || lower.starts_with("video/");
}

bool has_media_extension(std::string_view url) {
    static constexpr std::array known{".mp3", ".m4a",  ".mp4", ".m4v",  ".mov", ".aac", ".ogg",
                                      ".oga", ".opus", ".wav", ".flac", ".aif", ".aiff"};
    const std::string path = to_lower_ascii(url.substr(0, url.find_first_of("?#")));
    return std::ranges::any_of(known, [&](std::string_view extension) { return path.ends_with(extension); });
}

/// `mail@example.com (Name)` of RSS as the name alone.
std::string name_of_mailbox(const std::string& text) {
    const std::size_t open = text.find('(');
    const std::size_t close = text.rfind(')');
    if (open != std::string::npos && close != std::string::npos && open < close) {
        return line_of(std::string_view{text}.substr(open + 1, close - open - 1));
    }
    return text;
}

class Reader {
public:
    explicit Reader(std::string_view feed_url) : base_(feed_url) {}

    Result<ReadFeed> read(const xml_node& channel) {
        read_channel(channel);
        for (const xml_node& child : channel.children()) {
            if (child.type() != pugi::node_element || !name_of(child).is(rss, "item")) continue;
            if (feed_.items.size() + feed_.skipped.size() == most_items) {
                warn("the feed has more than 20000 items; the rest is left out");
                break;
            }
            read_item(child);
        }
        date_undated();
        return std::move(feed_);
    }

private:
    void warn(std::string text) {
        if (feed_.warnings.size() < most_warnings) feed_.warnings.push_back(std::move(text));
    }
    std::string address(std::string_view text) const { return address_of(base_, text); }

    // Channel.

    void read_channel(const xml_node& channel) {
        domain::Show& show = feed_.show;
        for (const xml_node& child : channel.children()) {
            if (child.type() == pugi::node_element) take_channel_element(child, name_of(child));
        }
        show.title = titles_.at(1).empty() ? titles_.at(0) : titles_.at(1);
        if (!titles_.at(0).empty() && titles_.at(0) != show.title) show.apple_title = titles_.at(0);
        show.description = descriptions_.best();
        show.author = authors_.best();
        show.image_url = pictures_.best();
        feed_.has_own_guid = !show.guid.empty();
        if (!feed_.has_own_guid) show.guid = podcast_guid(base_);
        if (show.title.empty()) {
            show.title = "Untitled show";
            warn("the feed has no title");
        }
        titles_ = {};
        descriptions_ = {};
        authors_ = {};
        pictures_ = {};
    }

    void take_channel_element(const xml_node& element, const ElementName& name) {
        domain::Show& show = feed_.show;
        switch (name.vocabulary) {
            case rss: take_rss_channel_element(element, name.local); return;
            case itunes:
                if (!take_itunes_channel_element(element, name.local)) append_extra(show.tags.extra_xml, element);
                return;
            case podcast: take_podcast_channel_element(element, name.local); return;
            case atom:
                if (name.local != "link") append_extra(show.tags.extra_xml, element);
                return;
            case dublin_core:
                if (name.local == "creator") {
                    authors_.take(2, line_of(element));
                } else {
                    append_extra(show.tags.extra_xml, element);
                }
                return;
            case media:
                if (name.local == "thumbnail")
                    pictures_.take(3, address(element.attribute("url").value()));
                else
                    append_extra(show.tags.extra_xml, element);
                return;
            case content:
            case simple_chapters:
            case foreign: append_extra(show.tags.extra_xml, element); return;
        }
    }

    void take_rss_channel_element(const xml_node& element, std::string_view name) {
        domain::Show& show = feed_.show;
        if (name == "title") titles_.take(1, line_of(element));
        if (name == "description") descriptions_.take(0, notes_of(element));
        if (name == "managingEditor") authors_.take(1, name_of_mailbox(line_of(element)));
        if (name == "copyright") show.copyright = line_of(element);
        if (name == "link") show.website_url = address(text_of(element));
        if (name == "image") pictures_.take(2, address(text_of(element.child("url"))));
        if (name == "language") {
            const std::string text = line_of(element);
            std::string tag = text;
            std::ranges::replace(tag, '_', '-');
            if (const auto language = parse_language(tag)) {
                show.language = *language;
            } else if (!text.empty()) {
                warn("the language '" + text + "' is not known");
            }
        }
    }

    bool take_itunes_channel_element(const xml_node& element, std::string_view name) {
        domain::Show& show = feed_.show;
        if (name == "title")
            titles_.take(0, line_of(element));
        else if (name == "summary")
            descriptions_.take(1, notes_of(element));
        else if (name == "subtitle")
            descriptions_.take(2, notes_of(element));
        else if (name == "author")
            authors_.take(0, line_of(element));
        else if (name == "image")
            pictures_.take(0, address(element.attribute("href").value()));
        else if (name == "explicit")
            show.is_explicit = flag_of(line_of(element)).value_or(false);
        else if (name == "complete")
            show.is_complete = flag_of(line_of(element)).value_or(false);
        else if (name == "block")
            show.block_directories = flag_of(line_of(element)).value_or(false);
        else if (name == "new-feed-url")
            feed_.new_feed_url = address(text_of(element));
        else if (name == "category")
            take_category(element);
        else if (name == "owner")
            take_owner(element);
        else if (name == "type") {
            const bool is_serial = equals_ignoring_case(line_of(element), "serial");
            show.type = is_serial ? domain::ShowType::serial : domain::ShowType::episodic;
        } else
            return false;
        return true;
    }

    void take_owner(const xml_node& owner) {
        for (const xml_node& child : owner.children()) {
            if (child.type() != pugi::node_element) continue;
            const ElementName name = name_of(child);
            if (name.is(itunes, "name")) feed_.show.owner_name = line_of(child);
            if (name.is(itunes, "email")) feed_.show.owner_email = line_of(child);
        }
    }

    void take_category(const xml_node& element) {
        const std::string group = attribute_of(element, "text");
        bool has_child = false;
        for (const xml_node& child : element.children()) {
            if (child.type() != pugi::node_element || !name_of(child).is(itunes, "category")) continue;
            has_child = true;
            add_category({group, attribute_of(child, "text")});
        }
        if (!has_child) add_category({group, {}});
    }

    void add_category(const domain::Category& met) {
        const auto known = current_category(met);
        if (!known) {
            warn("the category '" + category_text(met) + "' is not known");
            return;
        }
        auto& all = feed_.show.categories;
        if (std::ranges::find(all, *known) != all.end()) return;
        if (all.size() == most_categories) {
            warn("more than three categories; '" + category_text(*known) + "' is left out");
            return;
        }
        all.push_back(*known);
    }

    void take_podcast_channel_element(const xml_node& element, std::string_view name) {
        domain::Show& show = feed_.show;
        if (name == "guid") {
            show.guid = to_lower_ascii(line_of(element)).substr(0, 128);
        } else if (name == "locked") {
            feed_.is_locked = flag_of(line_of(element)).value_or(false);
            feed_.lock_owner = attribute_of(element, "owner");
        } else if (name == "medium") {
            if (std::string medium = line_of(element); !medium.empty()) show.medium = std::move(medium);
        } else if (name == "trailer" || name == "podping") {
            // Our feed makes them itself, of its own episodes and hooks.
        } else {
            take_artwork(element, name);
            if (!take_show_tag(element, name, base_, show.tags)) append_extra(show.tags.extra_xml, element);
        }
    }

    void take_artwork(const xml_node& element, std::string_view name) {
        if (name != "image") return;
        const std::string purpose = to_lower_ascii(attribute_of(element, "purpose"));
        if (purpose.empty() || purpose.find("artwork") != std::string::npos) {
            pictures_.take(1, address(element.attribute("href").value()));
        }
    }

    // Items.

    void read_item(const xml_node& item) {
        FeedItem read;
        read.position = static_cast<int>(feed_.items.size() + feed_.skipped.size());
        domain::Episode& episode = read.episode;
        episode.publish_at.reset();
        dates_ = {};
        numbers_ = {};
        seasons_ = {};
        for (const xml_node& child : item.children()) {
            if (child.type() == pugi::node_element) take_item_element(child, name_of(child), read);
        }
        episode.title = titles_.at(1).empty() ? titles_.at(0) : titles_.at(1);
        if (!titles_.at(0).empty() && titles_.at(0) != episode.title) episode.apple_title = titles_.at(0);
        episode.description = descriptions_.best();
        episode.author = authors_.best();
        if (episode.author == feed_.show.author) episode.author.clear();
        episode.image_url = pictures_.best();
        if (episode.image_url == feed_.show.image_url) episode.image_url.clear();
        episode.number = numbers_.best();
        episode.season = whole_number_of(seasons_.best());
        settle_date(episode);
        titles_ = {};
        descriptions_ = {};
        authors_ = {};
        pictures_ = {};
        settle_item(std::move(read));
    }

    void settle_date(domain::Episode& episode) {
        for (std::size_t rank = 0; rank < 2 && !episode.publish_at; ++rank) {
            episode.publish_at = parse_feed_date(dates_.at(rank));
        }
        const bool has_text = !dates_.best().empty();
        if (!episode.publish_at && has_text) warn("the date '" + dates_.best() + "' cannot be read");
    }

    void settle_item(FeedItem read) {
        domain::Episode& episode = read.episode;
        if (episode.guid.empty()) {
            episode.guid = read.enclosure_url;
            episode.guid_is_permalink = false;
        }
        const auto skip = [&](std::string reason) {
            feed_.skipped.push_back(
                {read.position, episode.guid.substr(0, most_guid_bytes), episode.title, std::move(reason)});
        };
        if (read.enclosure_url.empty()) return skip("no_enclosure");
        if (episode.guid.size() > most_guid_bytes) return skip("no_guid");
        if (!guids_.insert(episode.guid).second) return skip("duplicate_guid");
        if (episode.title.empty()) episode.title = "Untitled episode";
        feed_.items.push_back(std::move(read));
    }

    void take_item_element(const xml_node& element, const ElementName& name, FeedItem& read) {
        domain::Episode& episode = read.episode;
        switch (name.vocabulary) {
            case rss: take_rss_item_element(element, name.local, read); return;
            case itunes:
                if (!take_itunes_item_element(element, name.local, read)) append_extra(episode.tags.extra_xml, element);
                return;
            case podcast: take_podcast_item_element(element, name.local, episode); return;
            case content:
                if (name.local == "encoded")
                    descriptions_.take(0, notes_of(element));
                else
                    append_extra(episode.tags.extra_xml, element);
                return;
            case dublin_core:
                if (name.local == "creator")
                    authors_.take(2, line_of(element));
                else if (name.local == "date")
                    dates_.take(1, line_of(element));
                else
                    append_extra(episode.tags.extra_xml, element);
                return;
            case media:
                if (name.local == "thumbnail")
                    pictures_.take(2, address(element.attribute("url").value()));
                else
                    append_extra(episode.tags.extra_xml, element);
                return;
            case simple_chapters:
                if (name.local == "chapters") read.chapters = reading::simple_chapters(element, base_);
                return;
            case atom:
                if (name.local != "link") append_extra(episode.tags.extra_xml, element);
                return;
            case foreign: append_extra(episode.tags.extra_xml, element); return;
        }
    }

    void take_rss_item_element(const xml_node& element, std::string_view name, FeedItem& read) {
        domain::Episode& episode = read.episode;
        if (name == "title") titles_.take(1, line_of(element));
        if (name == "description") descriptions_.take(1, notes_of(element));
        if (name == "author") authors_.take(1, name_of_mailbox(line_of(element)));
        if (name == "link") episode.external_url = address(text_of(element));
        if (name == "pubDate") dates_.take(0, line_of(element));
        if (name == "enclosure") take_enclosure(element, read);
        if (name == "guid" && episode.guid.empty()) {
            const std::string text = text_of(element);
            episode.guid = without_xml_forbidden(trim(text));
            // RSS takes a GUID for an address unless it says otherwise.
            episode.guid_is_permalink = flag_of(attribute_of(element, "isPermaLink")).value_or(true);
        }
    }

    void take_enclosure(const xml_node& element, FeedItem& read) {
        const std::string url = address(element.attribute("url").value());
        const std::string type = attribute_of(element, "type");
        if (url.empty() || (!is_media_type(type) && !has_media_extension(url))) return;
        if (read.enclosure_url.empty()) {
            read.enclosure_url = url;
            read.enclosure_type = type;
            return;
        }
        domain::AlternateEnclosure other;
        other.type = type.empty() ? "audio/mpeg" : type;
        other.length = parse_decimal(attribute_of(element, "length"));
        other.sources = {{url, {}}};
        read.episode.tags.alternate_enclosures.push_back(std::move(other));
    }

    bool take_itunes_item_element(const xml_node& element, std::string_view name, FeedItem& read) {
        domain::Episode& episode = read.episode;
        if (name == "title")
            titles_.take(0, line_of(element));
        else if (name == "summary")
            descriptions_.take(2, notes_of(element));
        else if (name == "subtitle")
            descriptions_.take(3, notes_of(element));
        else if (name == "author")
            authors_.take(0, line_of(element));
        else if (name == "image")
            pictures_.take(0, address(element.attribute("href").value()));
        else if (name == "explicit")
            episode.is_explicit = flag_of(line_of(element));
        else if (name == "block")
            episode.block_directories = flag_of(line_of(element)).value_or(false);
        else if (name == "episode")
            numbers_.take(0, number_text(line_of(element)));
        else if (name == "season")
            seasons_.take(0, line_of(element));
        else if (name == "duration")
            read.stated_duration = parse_feed_duration(line_of(element));
        else if (name == "episodeType")
            episode.type = type_of(line_of(element));
        else
            return false;
        return true;
    }

    static domain::EpisodeType type_of(std::string_view text) {
        if (equals_ignoring_case(text, "trailer")) return domain::EpisodeType::trailer;
        if (equals_ignoring_case(text, "bonus")) return domain::EpisodeType::bonus;
        return domain::EpisodeType::full;
    }

    /// `text` when it is a decimal number as the model keeps them.
    static std::string number_text(std::string text) {
        const auto is_number_sign = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
        const bool is_number = !text.empty() && text.size() <= 16 && std::ranges::all_of(text, is_number_sign) &&
                               std::ranges::count(text, '.') <= 1 && text.front() != '.' && text.back() != '.';
        return is_number ? text : std::string{};
    }

    void take_podcast_item_element(const xml_node& element, std::string_view name, domain::Episode& episode) {
        if (name == "season") {
            seasons_.take(1, line_of(element));
            episode.season_name = attribute_of(element, "name");
        } else if (name == "episode") {
            // A fraction is only here; where both say one, they say the same.
            if (std::string number = number_text(line_of(element)); !number.empty()) {
                numbers_ = {};
                numbers_.take(0, std::move(number));
            }
            episode.number_display = cut_to_code_points(attribute_of(element, "display"), 32);
        } else {
            if (name == "image") {
                const std::string purpose = to_lower_ascii(attribute_of(element, "purpose"));
                if (purpose.empty() || purpose.find("artwork") != std::string::npos) {
                    pictures_.take(1, address(element.attribute("href").value()));
                }
            }
            if (!take_episode_tag(element, name, base_, episode.tags)) {
                append_extra(episode.tags.extra_xml, element);
            }
        }
    }

    /// Items without a date take their place by the order of the feed, a second before the one above them.
    void date_undated() {
        std::optional<Instant> newer;
        for (FeedItem& item : feed_.items) {
            auto& date = item.episode.publish_at;
            if (!date && newer) date = *newer - std::chrono::seconds{1};
            if (date) newer = date;
        }
        std::optional<Instant> older;
        for (auto item = feed_.items.rbegin(); item != feed_.items.rend(); ++item) {
            auto& date = item->episode.publish_at;
            if (!date && older) date = *older + std::chrono::seconds{1};
            if (date) older = date;
        }
    }

    const std::string base_;
    ReadFeed feed_;
    std::set<std::string> guids_;
    // Of the channel or of the item that is being read; ranks are the columns of delivery.md's table.
    Candidates<2> titles_;
    Candidates<4> descriptions_;
    Candidates<3> authors_;
    Candidates<4> pictures_;
    Candidates<2> dates_, numbers_, seasons_;
};

}  // namespace

Result<ReadFeed> read_feed(std::string_view bytes, std::string_view feed_url) {
    pugi::xml_document document;
    MOORING_CHECK(read_xml(bytes, document));
    const xml_node root = document.document_element();
    if (name_of(root).is(atom, "feed")) return Error{Errc::unsupported, "there is an Atom feed; podcasts are RSS"};
    if (equals_ignoring_case(root.name(), "html")) return Error{Errc::unsupported, "there is a web page, not a feed"};
    const xml_node channel = root.child("channel");
    if (std::string_view{root.name()} != "rss" || !channel) {
        return Error{Errc::corrupt, "there is XML, but no RSS channel in it"};
    }
    return Reader(feed_url).read(channel);
}

}  // namespace mooring::feed::reading
