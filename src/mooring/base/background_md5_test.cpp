#include "mooring/base/background_md5.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace mooring {
namespace {

std::string text_of(std::size_t length) {
    std::string text(length, '\0');
    std::uint32_t state = 7;
    for (char& one : text) {
        state = state * 1664525U + 1013904223U;
        one = static_cast<char>(state >> 24U);
    }
    return text;
}

std::array<std::byte, 16> md5_of(std::string_view text) {
    Md5 md5;
    md5.update(text);
    return md5.finish();
}

void bring(BackgroundMd5& to, std::string_view text, std::size_t step) {
    for (std::size_t at = 0; at < text.size(); at += step) to.update(text.substr(at, step));
}

TEST(BackgroundMd5, IsTheMd5OfShortAndLongTexts) {
    for (const std::size_t length : {0UL, 1UL, 4'194'304UL, 4'194'305UL, 11'000'003UL}) {
        const std::string text = text_of(length);
        for (const std::size_t step : {4'093UL, 65'536UL, 3'000'001UL}) {
            BackgroundMd5 md5;
            bring(md5, text, step);
            EXPECT_EQ(md5.finish(), md5_of(text)) << length << ' ' << step;
        }
    }
}

TEST(BackgroundMd5, TakesManyAtOnceAndLosesNone) {
    const std::string text = text_of(6'000'000);
    const auto expected = md5_of(text);
    std::vector<std::unique_ptr<BackgroundMd5>> many;
    for (int index = 0; index < 40; ++index) {
        many.push_back(std::make_unique<BackgroundMd5>());
        bring(*many.back(), text, 500'000);
    }
    for (const auto& one : many) EXPECT_EQ(one->finish(), expected);
}

TEST(BackgroundMd5, MayBeGivenUpAtAnyTime) {
    const std::string text = text_of(8'000'000);
    for (const std::size_t length : {0UL, 100UL, 5'000'000UL, 8'000'000UL}) {
        BackgroundMd5 md5;
        bring(md5, std::string_view{text}.substr(0, length), 65'536);
    }
}

}  // namespace
}  // namespace mooring
