#include "mooring/server/demo_texts.hpp"

#include <array>
#include <string_view>

namespace mooring::server {
namespace {

struct ShowRow {
    std::string_view title, description, author, category, language;
};

constexpr std::array shows{
    ShowRow{"Saltmarsh Stories", "<p>Long tales from the edge of the water, <em>told slowly</em>.</p>", "Ines Varga",
            "Fiction|Drama", "en-gb"},
    ShowRow{"Low Water", "<p>Ten minutes on the mud: what lives there, and who looks after it.</p>", "Tomas Reed",
            "Science|Nature", "en-gb"},
    ShowRow{"The Lamp Room", "<p>Two engineers and a lighthouse. Every week one machine, from the inside.</p>",
            "Odile Marsh & Per Lund", "Technology", "en"},
};

constexpr std::array subjects{"Harbour lights",          "The tide table forger", "A bell under the ice",
                              "Letters from the sluice", "The last ferry",        "Nine kinds of fog",
                              "Counting curlews",        "The keeper's log",      "Rope, tar and time",
                              "Salt in the wiring",      "What the gauge knew",   "A map of the channel"};
constexpr std::array angles{"a beginning", "the long way round", "voices from the quay", "what was left out",
                            "in the dark", "an ordinary day",    "the second opinion",   "low season"};
constexpr std::array notes{
    "The log of 1931, read by the people who found it in a wall.",
    "A true story about false numbers, and the woman who noticed.",
    "We went out at four in the morning so that you do not have to.",
    "A conversation that was meant to take ten minutes.",
    "With recordings from the archive, cleaned with patience and a small brush.",
};

}  // namespace

DemoShowText demo_show_text(int index) {
    const auto number = static_cast<std::size_t>(index);
    const ShowRow& row = shows[number % shows.size()];
    const std::string series = number < shows.size() ? "" : ", series " + std::to_string(number / shows.size() + 1);
    return {std::string{row.title} + series, std::string{row.description}, std::string{row.author},
            std::string{row.category}, std::string{row.language}};
}

DemoEpisodeText demo_episode_text(int show, int index) {
    const auto number = static_cast<std::size_t>(index);
    const auto turn = number + static_cast<std::size_t>(show) * 5;
    std::string title = subjects[turn % subjects.size()];
    if (number >= subjects.size()) {
        title += ": " + std::string{angles[(turn / subjects.size()) % angles.size()]} + ", part " +
                 std::to_string(number / subjects.size() + 1);
    }
    const std::string note = notes[(turn * 7) % notes.size()];
    return {title, "<p>" + note + "</p><p>More at <a href=\"https://saltmarsh.example/notes/" +
                       std::to_string(number + 1) + "\">the notes</a>.</p>"};
}

std::string demo_speech(int index) {
    const auto number = static_cast<std::size_t>(index);
    return "Welcome. This is clip number " + std::to_string(index + 1) +
           " of the demonstration. Today: " + std::string{subjects[number % subjects.size()]} + ". " +
           notes[number % notes.size()] +
           " Nothing you hear was downloaded: a small program spoke these words while your server was being prepared. "
           "If you can hear them in your podcast app, then the feed, the file and the range requests all work. " +
           notes[(number + 2) % notes.size()] + " Thank you for listening.";
}

}  // namespace mooring::server
