#pragma once

#include "mooring/domain/podcast_tags.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/storage/catalog/image_store.hpp"

namespace mooring::storage {

// The members of each stored value and their names in JSON, said once for reading and for writing. The names lie in
// databases: a member may be added, but none renamed.

template <class Archive>
void members(Archive& a, domain::Category& v) {
    a("group", v.group)("subcategory", v.subcategory);
}
template <class Archive>
void members(Archive& a, domain::EnclosurePrefix& v) {
    a("url", v.url)("strip_scheme", v.strip_scheme);
}
template <class Archive>
void members(Archive& a, ImageVariant& v) {
    a("size", v.size)("extension", v.extension)("sha256", v.sha256);
    a("size_bytes", v.size_bytes)("width", v.width)("height", v.height);
}
template <class Archive>
void members(Archive& a, domain::Funding& v) {
    a("url", v.url)("label", v.label);
}
template <class Archive>
void members(Archive& a, domain::Person& v) {
    a("name", v.name)("role", v.role)("group", v.group)("img", v.img)("href", v.href);
}
template <class Archive>
void members(Archive& a, domain::Location& v) {
    a("name", v.name)("rel", v.rel)("geo", v.geo)("osm", v.osm)("country", v.country);
}
template <class Archive>
void members(Archive& a, domain::License& v) {
    a("name", v.name)("url", v.url);
}
template <class Archive>
void members(Archive& a, domain::Txt& v) {
    a("value", v.value)("purpose", v.purpose);
}
template <class Archive>
void members(Archive& a, domain::Soundbite& v) {
    a("start_seconds", v.start_seconds)("duration_seconds", v.duration_seconds)("title", v.title);
}
template <class Archive>
void members(Archive& a, domain::RemoteItem& v) {
    a("feed_guid", v.feed_guid)("feed_url", v.feed_url)("item_guid", v.item_guid);
    a("medium", v.medium)("title", v.title);
}
template <class Archive>
void members(Archive& a, domain::UpdateFrequency& v) {
    a("label", v.label)("rrule", v.rrule)("dtstart", v.dtstart)("complete", v.complete);
}
template <class Archive>
void members(Archive& a, domain::ServiceBlock& v) {
    a("service", v.service)("blocked", v.blocked);
}
template <class Archive>
void members(Archive& a, domain::SocialInteract& v) {
    a("protocol", v.protocol)("uri", v.uri)("account_id", v.account_id)("account_url", v.account_url);
    a("priority", v.priority);
}
template <class Archive>
void members(Archive& a, domain::Chat& v) {
    a("server", v.server)("protocol", v.protocol)("account_id", v.account_id)("space", v.space);
}
template <class Archive>
void members(Archive& a, domain::ContentLink& v) {
    a("href", v.href)("label", v.label);
}
template <class Archive>
void members(Archive& a, domain::TagImage& v) {
    a("href", v.href)("alt", v.alt)("aspect_ratio", v.aspect_ratio)("type", v.type)("purpose", v.purpose);
    a("width", v.width)("height", v.height);
}
template <class Archive>
void members(Archive& a, domain::ValueRecipient& v) {
    a("type", v.type)("address", v.address)("name", v.name)("custom_key", v.custom_key);
    a("custom_value", v.custom_value)("split", v.split)("fee", v.fee);
}
template <class Archive>
void members(Archive& a, domain::ValueTimeSplit& v) {
    a("start_seconds", v.start_seconds)("duration_seconds", v.duration_seconds);
    a("remote_start_seconds", v.remote_start_seconds)("remote_percentage", v.remote_percentage);
    a("remote_item", v.remote_item)("recipients", v.recipients);
}
template <class Archive>
void members(Archive& a, domain::Value& v) {
    a("type", v.type)("method", v.method)("suggested", v.suggested);
    a("recipients", v.recipients)("time_splits", v.time_splits);
}
template <class Archive>
void members(Archive& a, domain::LiveItem& v) {
    a("status", v.status)("start", v.start)("end", v.end)("inner_xml", v.inner_xml);
}
template <class Archive>
void members(Archive& a, domain::TranscriptLink& v) {
    a("url", v.url)("type", v.type)("language", v.language)("rel", v.rel);
}
template <class Archive>
void members(Archive& a, domain::ChaptersLink& v) {
    a("url", v.url)("type", v.type);
}
template <class Archive>
void members(Archive& a, domain::AlternateSource& v) {
    a("uri", v.uri)("content_type", v.content_type);
}
template <class Archive>
void members(Archive& a, domain::AlternateEnclosure& v) {
    a("type", v.type)("lang", v.lang)("title", v.title)("rel", v.rel)("codecs", v.codecs);
    a("integrity_sri", v.integrity_sri)("length", v.length)("bitrate", v.bitrate)("height", v.height);
    a("is_default", v.is_default)("sources", v.sources);
}
template <class Archive>
void members(Archive& a, domain::SharedTags& v) {
    a("funding", v.funding)("persons", v.persons)("locations", v.locations)("license", v.license)("txt", v.txt);
    a("social_interact", v.social_interact)("chat", v.chat)("images", v.images)("value", v.value);
    a("extra_xml", v.extra_xml);
}
template <class Archive>
void members(Archive& a, domain::ShowTags& v) {
    members(a, static_cast<domain::SharedTags&>(v));
    a("podroll", v.podroll)("publisher", v.publisher)("update_frequency", v.update_frequency);
    a("service_blocks", v.service_blocks)("live_items", v.live_items);
}
template <class Archive>
void members(Archive& a, domain::EpisodeTags& v) {
    members(a, static_cast<domain::SharedTags&>(v));
    a("soundbites", v.soundbites)("content_links", v.content_links)("transcripts", v.transcripts);
    a("chapters", v.chapters)("alternate_enclosures", v.alternate_enclosures);
}

template <class Archive>
void members(Archive& a, domain::CreatorNotes& v) {
    a("hour_offset", v.hour_offset)("is_sponsored", v.is_sponsored)("is_adult_video", v.is_adult_video);
    a("caption", v.caption)("wizard_time", v.wizard_time);
}
template <class Archive>
void members(Archive& a, domain::Distribution& v) {
    a("links", v.links)("spotify", v.spotify)("itunes_owner_code", v.itunes_owner_code);
    a("is_feed_disabled", v.is_feed_disabled);
}
template <class Archive>
void members(Archive& a, domain::Monetisation& v) {
    a("partner_program", v.partner_program)("pending_requirements", v.pending_requirements)("paywall", v.paywall);
    a("is_paywall_eligible", v.is_paywall_eligible)("is_paywall_enabled", v.is_paywall_enabled);
    a("is_paywall_set_up", v.is_paywall_set_up)("subscribers", v.subscribers);
    a("wallet_obstacles", v.wallet_obstacles)("currency", v.currency)("balance", v.balance);
    a("pending_balance", v.pending_balance)("lifetime_earnings", v.lifetime_earnings);
}
template <class Archive>
void members(Archive& a, domain::CreatorStanding& v) {
    a("verification", v.verification)("has_valid_birthdate", v.has_valid_birthdate);
    a("optimizely_id", v.optimizely_id)("mparticle_id", v.mparticle_id);
}
template <class Archive>
void members(Archive& a, domain::StoredMedia& v) {
    a("sha256", v.sha256)("size_bytes", v.size_bytes)("mime_type", v.mime_type)("extension", v.extension);
    a("duration", v.duration)("media_begin", v.media_begin)("media_end", v.media_end)("bitrate_kbps", v.bitrate_kbps);
    a("sample_rate_hz", v.sample_rate_hz)("channels", v.channels)("since", v.since);
}
template <class Archive>
void members(Archive& a, domain::StoredVideo& v) {
    a("sha256", v.sha256)("size_bytes", v.size_bytes)("duration", v.duration)("width", v.width)("height", v.height);
    a("bitrate_kbps", v.bitrate_kbps)("integrity", v.integrity)("caption", v.caption)("upload", v.upload);
    a("since", v.since);
}

template <class Archive>
void members(Archive& a, domain::StreamedFilm& v) {
    a("sha256", v.sha256)("size_bytes", v.size_bytes)("duration", v.duration)("made_of", v.made_of)("since", v.since);
}
template <class Archive>
void members(Archive& a, domain::TranscriptMark& v) {
    a("language", v.language)("is_timed", v.is_timed)("since", v.since);
}
template <class Archive>
void members(Archive& a, domain::Companions& v) {
    a("stream", v.stream)("chapters_since", v.chapters_since)("has_file_chapters", v.has_file_chapters);
    a("transcripts", v.transcripts);
}

// The greatest enumerators that are known; they lie in the database as their numbers.
constexpr domain::DirectoryStatus last_of(domain::DirectoryStatus) {
    return domain::DirectoryStatus::on;
}
constexpr domain::Verification last_of(domain::Verification) {
    return domain::Verification::email_change_requested;
}
static_assert(static_cast<int>(domain::DirectoryStatus::off) == 0);
static_assert(static_cast<int>(domain::DirectoryStatus::pending) == 1);
static_assert(static_cast<int>(domain::DirectoryStatus::on) == 2);
static_assert(static_cast<int>(domain::Verification::unverified) == 0);
static_assert(static_cast<int>(domain::Verification::verified) == 1);
static_assert(static_cast<int>(domain::Verification::email_change_requested) == 2);

}  // namespace mooring::storage
