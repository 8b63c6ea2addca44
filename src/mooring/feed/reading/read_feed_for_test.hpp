#pragma once

#include <gtest/gtest.h>

#include <string>

#include "mooring/feed/reading/read_feed.hpp"

namespace mooring::feed::reading::test {

inline constexpr std::string_view feed_address = "https://old.example/shows/harbour/feed.xml";

/// A feed of this channel, with every namespace declared.
inline std::string rss(const std::string& channel) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<rss version=\"2.0\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\""
           " xmlns:podcast=\"https://podcastindex.org/namespace/1.0\""
           " xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:atom=\"http://www.w3.org/2005/Atom\""
           " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"http://search.yahoo.com/mrss/\""
           " xmlns:psc=\"http://podlove.org/simple-chapters\" xmlns:x=\"https://x.example/ns\"><channel>" +
           channel + "</channel></rss>";
}

inline std::string item(const std::string& inner) {
    return "<item><title>One</title><guid isPermaLink=\"false\">g1</guid>"
           "<enclosure url=\"https://old.example/1.mp3\" length=\"5\" type=\"audio/mpeg\"/>" +
           inner + "</item>";
}

inline ReadFeed must_read(const std::string& text) {
    auto read = read_feed(text, feed_address);
    if (!read) throw std::runtime_error(read.error().message);
    return *std::move(read);
}

/// The only episode of a feed with one item that has these elements besides.
inline domain::Episode episode_of(const std::string& inner) {
    const ReadFeed feed = must_read(rss("<title>Harbour</title>" + item(inner)));
    if (feed.items.size() != 1) throw std::runtime_error("not one item");
    return feed.items.front().episode;
}

}  // namespace mooring::feed::reading::test
