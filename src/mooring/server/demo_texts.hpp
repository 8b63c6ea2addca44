#pragma once

#include <string>

namespace mooring::server {

/// The invented texts of the demo's `index`-th show; the same for the same number.
struct DemoShowText {
    std::string title, description, author, category, language;
};
DemoShowText demo_show_text(int index);

/// The invented texts of the `index`-th episode (from 0, the oldest) of the `show`-th show.
struct DemoEpisodeText {
    std::string title, description;
};
DemoEpisodeText demo_episode_text(int show, int index);

/// What the voice says in the `index`-th clip.
std::string demo_speech(int index);

}  // namespace mooring::server
