#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/account.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/domain/podcast_tags.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/storage/catalog/image_store.hpp"

namespace mooring::storage {

// The `*_json` columns: composite values that are only ever read and written whole. Members that are unset are left
// out, and a value with nothing set is the empty text. Fractions are texts of their shortest exact digits.

std::string encode_json(const domain::ShowTags& tags);
std::string encode_json(const domain::EpisodeTags& tags);
std::string encode_json(const std::vector<domain::Category>& categories);
std::string encode_json(const std::vector<domain::EnclosurePrefix>& prefixes);
std::string encode_json(const std::vector<ImageVariant>& variants);
std::string encode_json(const domain::CreatorNotes& notes);
std::string encode_json(const domain::Companions& companions);
std::string encode_json(const domain::Distribution& distribution);
std::string encode_json(const domain::Monetisation& money);
std::string encode_json(const domain::CreatorStanding& standing);
std::string encode_json(const std::optional<domain::StoredMedia>& media);
std::string encode_json(const std::optional<domain::StoredVideo>& video);

/// Read what `encode_json` wrote into `value`, which holds its defaults. Members not known are passed over.
/// Errors: corrupt.
Result<void> decode_json(std::string_view text, domain::ShowTags& value);
Result<void> decode_json(std::string_view text, domain::EpisodeTags& value);
Result<void> decode_json(std::string_view text, std::vector<domain::Category>& value);
Result<void> decode_json(std::string_view text, std::vector<domain::EnclosurePrefix>& value);
Result<void> decode_json(std::string_view text, std::vector<ImageVariant>& value);
Result<void> decode_json(std::string_view text, domain::CreatorNotes& value);
Result<void> decode_json(std::string_view text, domain::Companions& value);
Result<void> decode_json(std::string_view text, domain::Distribution& value);
Result<void> decode_json(std::string_view text, domain::Monetisation& value);
Result<void> decode_json(std::string_view text, domain::CreatorStanding& value);
Result<void> decode_json(std::string_view text, std::optional<domain::StoredMedia>& value);
Result<void> decode_json(std::string_view text, std::optional<domain::StoredVideo>& value);

}  // namespace mooring::storage
