#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mooring::domain {

// Values of the `podcast:` namespace (delivery.md, 2.5; https://podcastindex.org/namespace/1.0). Optional
// attributes are empty strings when unset. Parent: c = show, i = episode.

struct Funding {
    std::string url, label;
    bool operator==(const Funding&) const = default;
};  // c, i
struct Person {
    std::string name, role, group, img, href;
    bool operator==(const Person&) const = default;
};                 // c, i
struct Location {  // c, i
    std::string name, rel, geo, osm, country;
    bool operator==(const Location&) const = default;
};
struct License {
    std::string name, url;
    bool operator==(const License&) const = default;
};  // c, i
struct Txt {
    std::string value, purpose;
    bool operator==(const Txt&) const = default;
};                  // c, i
struct Soundbite {  // i
    double start_seconds = 0, duration_seconds = 0;
    std::string title;
    bool operator==(const Soundbite&) const = default;
};
struct RemoteItem {
    std::string feed_guid, feed_url, item_guid, medium, title;
    bool operator==(const RemoteItem&) const = default;
};
struct UpdateFrequency {  // c
    std::string label, rrule, dtstart;
    bool complete = false;
    bool operator==(const UpdateFrequency&) const = default;
};
struct ServiceBlock {
    std::string service;
    bool blocked = true;
    bool operator==(const ServiceBlock&) const = default;
};                       // c
struct SocialInteract {  // c, i
    std::string protocol, uri, account_id, account_url;
    std::optional<int> priority;
    bool operator==(const SocialInteract&) const = default;
};
struct Chat {
    std::string server, protocol, account_id, space;
    bool operator==(const Chat&) const = default;
};  // c, i
struct ContentLink {
    std::string href, label;
    bool operator==(const ContentLink&) const = default;
};                 // i
struct TagImage {  // c, i
    std::string href, alt, aspect_ratio, type, purpose;
    std::optional<int> width, height;
    bool operator==(const TagImage&) const = default;
};
struct ValueRecipient {
    std::string type, address, name, custom_key, custom_value;
    std::int64_t split = 0;
    bool fee = false;
    bool operator==(const ValueRecipient&) const = default;
};
struct ValueTimeSplit {
    double start_seconds = 0, duration_seconds = 0;
    std::optional<double> remote_start_seconds;
    std::optional<int> remote_percentage;
    std::optional<RemoteItem> remote_item;
    std::vector<ValueRecipient> recipients;
    bool operator==(const ValueTimeSplit&) const = default;
};
struct Value {  // c, i
    std::string type, method, suggested;
    std::vector<ValueRecipient> recipients;
    std::vector<ValueTimeSplit> time_splits;
    bool operator==(const Value&) const = default;
};
struct LiveItem {  // c; imported and kept, never made here: its inner XML is opaque
    std::string status, start, end, inner_xml;
    bool operator==(const LiveItem&) const = default;
};
struct TranscriptLink {
    std::string url, type, language, rel;
    bool operator==(const TranscriptLink&) const = default;
};  // i
struct ChaptersLink {
    std::string url, type;
    bool operator==(const ChaptersLink&) const = default;
};  // i
struct AlternateSource {
    std::string uri, content_type;
    bool operator==(const AlternateSource&) const = default;
};
struct AlternateEnclosure {  // i
    std::string type, lang, title, rel, codecs, integrity_sri;
    std::optional<std::int64_t> length, bitrate;
    std::optional<int> height;
    bool is_default = false;
    std::vector<AlternateSource> sources;
    bool operator==(const AlternateEnclosure&) const = default;
};

/// Tags that a show and an episode may both carry.
struct SharedTags {
    std::vector<Funding> funding;
    std::vector<Person> persons;
    std::vector<Location> locations;
    std::optional<License> license;
    std::vector<Txt> txt;
    std::vector<SocialInteract> social_interact;
    std::optional<Chat> chat;
    std::vector<TagImage> images;
    std::optional<Value> value;
    std::string extra_xml;  ///< unknown elements of an imported feed, well formed, written again in place
    bool operator==(const SharedTags&) const = default;
};

struct ShowTags : SharedTags {
    std::vector<RemoteItem> podroll;
    std::optional<RemoteItem> publisher;
    std::optional<UpdateFrequency> update_frequency;
    std::vector<ServiceBlock> service_blocks;
    std::vector<LiveItem> live_items;
    bool operator==(const ShowTags&) const = default;
};

struct EpisodeTags : SharedTags {
    std::vector<Soundbite> soundbites;
    std::vector<ContentLink> content_links;
    std::vector<TranscriptLink> transcripts;
    std::optional<ChaptersLink> chapters;
    std::vector<AlternateEnclosure> alternate_enclosures;
    bool operator==(const EpisodeTags&) const = default;
};

}  // namespace mooring::domain
