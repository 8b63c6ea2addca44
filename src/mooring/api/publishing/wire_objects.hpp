#pragma once

#include <string>
#include <string_view>

#include "mooring/api/json/json_writer.hpp"
#include "mooring/app/public_urls.hpp"
#include "mooring/app/publishing/ports.hpp"

namespace mooring::api::publishing {

/// The episode object: nine members, always all of them, none ever null (publishing-v1.md, section 4).
void write_episode(JsonWriter& json, const domain::Episode& episode, std::string_view show_title,
                   const app::PublicUrls& urls);

/// The show object (publishing-v1.md, section 11).
void write_show(JsonWriter& json, const domain::Show& show, const app::PublicUrls& urls);

/// A show's artwork: as it was given, else the stored picture's address, else "".
std::string show_image(const domain::Show& show, const app::PublicUrls& urls);

}  // namespace mooring::api::publishing
