#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/domain/podcast_tags.hpp"
#include "mooring/feed/url_text.hpp"
#include "mooring/feed/xml_writer.hpp"

namespace mooring::feed {

// Longest values, in characters (delivery.md, 2.2).
inline constexpr std::size_t max_value_length = 255;
inline constexpr std::size_t max_podcast_value_length = 128;
inline constexpr std::size_t max_podcast_text_length = 4000;
inline constexpr std::size_t max_short_attribute_length = 32;

/// A feed's artwork in its own `feed` and `og` sizes (delivery.md, 7.2). Unknown sizes are 0, unknown texts empty.
struct FeedArtwork {
    std::string url;  ///< empty: no artwork
    int width = 0;
    int height = 0;
    std::string mime_type;
    std::string social_url;  ///< the 1200 × 630 card
};

/// Writes the tags of the `podcast:` namespace that only carry data, in the order of delivery.md, 2.5. A tag without
/// what the namespace requires of it, or with a URL that a feed may not carry, is left out; an optional attribute
/// with such a URL is left out alone.
class PodcastTagWriter {
public:
    PodcastTagWriter(std::string& out, UrlSchemes schemes) : xml_(out), out_(out), schemes_(schemes) {}

    void funding(const std::vector<domain::Funding>& funding);
    void persons(const std::vector<domain::Person>& persons);
    void locations(const std::vector<domain::Location>& locations);
    void license(const std::optional<domain::License>& license);
    void txt(const std::vector<domain::Txt>& txt);
    void social_interact(const std::vector<domain::SocialInteract>& interactions);
    void chat(const std::optional<domain::Chat>& chat);
    /// Our own pictures, then the others; of those, none for a purpose that ours serve.
    void images(const FeedArtwork& artwork, const std::vector<domain::TagImage>& images);
    void value(const std::optional<domain::Value>& value);

    // Of a channel.
    void podroll(const std::vector<domain::RemoteItem>& items);
    void publisher(const std::optional<domain::RemoteItem>& publisher);
    void update_frequency(const std::optional<domain::UpdateFrequency>& frequency);
    void service_blocks(const std::vector<domain::ServiceBlock>& blocks);
    void live_items(const std::vector<domain::LiveItem>& items);

    // Of an item.
    void transcripts(const std::vector<domain::TranscriptLink>& transcripts);
    void chapters(const std::optional<domain::ChaptersLink>& chapters);
    /// Those that lie within the episode, as far as its length is known.
    void soundbites(const std::vector<domain::Soundbite>& soundbites,
                    std::optional<std::chrono::milliseconds> episode_length);
    void alternate_enclosures(const std::vector<domain::AlternateEnclosure>& enclosures);
    void content_links(const std::vector<domain::ContentLink>& links);

private:
    void remote_item(const domain::RemoteItem& item, std::string_view medium);
    void value_recipients(const std::vector<domain::ValueRecipient>& recipients);
    void value_time_split(const domain::ValueTimeSplit& split);
    void url_attribute_if_set(std::string_view name, std::string_view url);
    std::optional<std::string> url_text(std::string_view url) const { return feed_url_text(url, schemes_); }

    XmlWriter xml_;
    std::string& out_;
    UrlSchemes schemes_;
};

/// The persons of an item. Item persons replace the channel's entirely, so an episode that names persons but no host
/// has the show's hosts repeated before them; one that names none needs no tag. Source: delivery.md, 2.5, `person`.
std::vector<domain::Person> item_persons(const std::vector<domain::Person>& show_persons,
                                         const std::vector<domain::Person>& episode_persons);

}  // namespace mooring::feed
