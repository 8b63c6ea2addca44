#pragma once

#include <string>
#include <string_view>

#include "mooring/app/delivering/media_facts.hpp"

namespace mooring::app::delivering {

// What goes with an episode's media, as texts that listeners' apps fetch (delivery.md, 6). Errors: not_found (there is
// none), and the catalog's.

/// `application/json+chapters`
Result<std::string> chapters_text(storage::Catalog& catalog, const MediaFact& fact);

/// `extension` is `vtt`, `srt`, `json`, `txt` or `html`. Text and page are of the untimed transcript where there is
/// one.
Result<std::string> transcript_text(storage::Catalog& catalog, const MediaFact& fact, std::string_view language,
                                    std::string_view extension);

/// With its charset; empty for an extension of no transcript.
std::string_view transcript_type(std::string_view extension);

}  // namespace mooring::app::delivering
