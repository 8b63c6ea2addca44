#include "mooring/media/transcripts/transcript.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "mooring/base/utf8.hpp"

namespace mooring::media::transcripts {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr Format timed_formats[] = {Format::vtt, Format::srt, Format::json};

Transcript talk() {
    return {{{0ms, 1500ms, "Ada", "Good evening."},
             {1500ms, 4021ms, "Bo Lund", "Ebbe & Flut, 3 < 4, ü and 船."},
             {4021ms, 4021ms, "Bo Lund", "And on."},
             {3'725'007ms, 3'726'999ms, "Ada", "Late."}}};
}

TEST(Transcripts, KeepTimesAndSpeakersInEveryFormat) {
    for (const Format from : timed_formats) {
        for (const Format to : timed_formats) {
            const auto first = parse(from, write(from, talk()).value());
            ASSERT_TRUE(first) << first.error().message;
            const auto second = parse(to, write(to, *first).value());
            ASSERT_TRUE(second) << second.error().message;
            EXPECT_EQ(*second, talk()) << extension_of(from) << " to " << extension_of(to);
        }
    }
}

TEST(Transcripts, AreToldApartByContent) {
    for (const Format format : timed_formats) EXPECT_EQ(sniff_format(write(format, talk()).value()), format);
    EXPECT_EQ(sniff_format(write(Format::text, talk()).value()), Format::text);
    EXPECT_EQ(sniff_format("\xef\xbb\xbfWEBVTT\n"), Format::vtt);
    EXPECT_EQ(sniff_format("\r\n\r\n1\r\n00:00:00,000 --> 00:00:01,000\r\nHi\r\n"), Format::srt);
    EXPECT_EQ(sniff_format(""), Format::text);
}

TEST(WriteVtt, HasHoursVoicesAndEscapes) {
    EXPECT_EQ(write(Format::vtt, {{{61'002ms, 62'000ms, "A & B", "a --> b <i>"}}}).value(),
              "WEBVTT\n\n00:01:01.002 --> 00:01:02.000\n<v A &amp; B>a --&gt; b &lt;i&gt;\n");
    const std::string text = write(Format::vtt, {{{0ms, 1ms, "", std::string(200, 'x')}}}).value();
    EXPECT_THAT(text, HasSubstr("\n" + std::string(65, 'x') + "\n" + std::string(65, 'x') + "\n"));
}

TEST(WriteVtt, MakesNoArrowOfAName) {
    const Transcript odd{{{0ms, 1ms, "A --", "x"}}};
    EXPECT_EQ(parse(Format::vtt, write(Format::vtt, odd).value()).value(), odd);
}

TEST(ReadVtt, TakesWhatTheStandardAllows) {
    const auto transcript =
        parse(Format::vtt,
              "\xef\xbb\xbfWEBVTT - with a title\r\nKind: captions\r\n\r\nNOTE\r\nnot --- this\r\n\r\n"
              "STYLE\r\n::cue { color: red }\r\n\r\nintro\r\n00:01.000 --> 00:02.500 align:start line:0\r\n"
              "<v.loud Ada>Good <b>evening</b>, <00:00:01.500><c.x>all</c> &amp; "
              "one&nbsp;&#x41;&#66;&bogus;</v>\r\n<v Bo>Hi\r\n\r\n"
              "00:02.500 --> 00:03.000\r\n<i></i>\r\n\r\n100:00:00.000 --> 100:00:00.000\nlast");
    ASSERT_TRUE(transcript) << transcript.error().message;
    EXPECT_THAT(transcript->segments,
                ElementsAre(Segment{1000ms, 2500ms, "Ada", "Good evening, all & one AB&bogus;"},
                            Segment{1000ms, 2500ms, "Bo", "Hi"}, Segment{100h, 100h, "", "last"}));
}

TEST(WriteSrt, SplitsLongSpeechIntoCuesThatShareItsTime) {
    const std::string text =
        write(Format::srt, {{{0ms, 4000ms, "Ada",
                              "one two three four five six seven eight nine ten eleven twelve thirteen "
                              "fourteen fifteen sixteen seventeen"}}})
            .value();
    EXPECT_EQ(text,
              "1\n00:00:00,000 --> 00:00:02,000\nAda: one two three four five six\nseven eight nine ten eleven\n\n"
              "2\n00:00:02,000 --> 00:00:04,000\ntwelve thirteen fourteen fifteen\nsixteen seventeen\n\n");
    const auto back = parse(Format::srt, text);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->segments.size(), 2U);
    EXPECT_EQ(back->segments[1].speaker, "Ada");
}

TEST(WriteSrt, HoldsNothingThatAPlayerCouldTakeForMarkup) {
    const std::string text = write(Format::srt, {{{0ms, 1ms, "", "<script>x</script> {\\an8} ---> 1 < 2"}}}).value();
    EXPECT_EQ(text, "1\n00:00:00,000 --> 00:00:00,001\n< script>x< /script> { \\an8} ->\n1 < 2\n\n");
}

TEST(ReadSrt, TakesWhatPlayersTake) {
    const auto transcript =
        parse(Format::srt,
              "\n\n1\r\n00:00:01,000  -->  00:00:02.000 X1:1 X2:2\r\n{\\an8}<font color=\"red\">Ada: <i>Hi</i>,"
              "</font>\r\nthere\r\n\r\n0:00:02,000 --> 0:00:03,000\r\nno number\r\n\r\n3\n00:00:03,000 --> "
              "00:00:04,000\n\n4\n00:00:04,000 --> 00:00:05,000\n1 < 2 & 3: yes\n");
    ASSERT_TRUE(transcript) << transcript.error().message;
    EXPECT_THAT(transcript->segments,
                ElementsAre(Segment{1000ms, 2000ms, "Ada", "Hi, there"}, Segment{2000ms, 3000ms, "Ada", "no number"},
                            Segment{4000ms, 5000ms, "Ada", "1 < 2 & 3: yes"}));
}

TEST(ReadText, TakesParagraphsAndNames) {
    const auto transcript = parse(Format::text,
                                  "Ada: Good\nevening.\n\nHe said this: no name, too long to be one? "
                                  "Yes.\n\n\nBo: Hi: you.\n");
    ASSERT_TRUE(transcript);
    EXPECT_FALSE(transcript->is_timed);
    ASSERT_EQ(transcript->segments.size(), 3U);
    EXPECT_EQ(transcript->segments[0], (Segment{0ms, 0ms, "Ada", "Good evening."}));
    EXPECT_EQ(transcript->segments[2], (Segment{0ms, 0ms, "Bo", "Hi: you."}));
    const auto again = parse(Format::text, write(Format::text, *transcript).value());
    EXPECT_EQ(*again, *transcript);
    for (const Format format : timed_formats) EXPECT_EQ(write(format, *transcript).error().code, Errc::unsupported);
    EXPECT_TRUE(check_against(*transcript, 0ms));
}

TEST(ReadTranscripts, SaysWhereItIsWrong) {
    const struct {
        Format format;
        std::string bytes;
        const char* message;
    } rows[] = {
        {Format::vtt, "", "line 1: a WebVTT file begins with WEBVTT"},
        {Format::vtt, "WEBVTTX\n", "line 1: a WebVTT file begins with WEBVTT"},
        {Format::vtt, "WEBVTT\n\n00:01.000 --> 00:02\nx\n", "line 3: the times of a cue cannot be read"},
        {Format::vtt, "WEBVTT\n\n00:02.000 --> 00:01.000\nx\n", "line 3: the times of a cue cannot be read"},
        {Format::vtt, "WEBVTT\n\nname\n\n", "line 4: a cue without times"},
        {Format::vtt, "WEBVTT\n\n00:61.000 --> 00:62.000\nx\n", "line 3: the times of a cue cannot be read"},
        {Format::vtt, "WEBVTT\n\n00:05.000 --> 00:06.000\nx\n\n00:04.499 --> 00:06.000\ny\n",
         "line 6: it begins before the one before it"},
        {Format::srt, "1\n00:00:01,000 -> 00:00:02,000\nx\n", "line 2: the times of a cue cannot be read"},
        {Format::srt, "1\n\n", "line 2: a cue without times"},
        {Format::srt, "1\n00:00:01,000 --> 00:00:02,000\nok\n\nhello\n", "line 5: the times of a cue cannot be read"},
        {Format::srt, "1\n99999:00:01,000 --> 99999:00:02,000\nx\n", "line 2: the times of a cue cannot be read"},
        {Format::srt, "1\n00:00:01,000 --> 00:00:02,000\nok\n\xff\n", "line 4: not UTF-8"},
        {Format::json, "{", "this is not JSON: incomplete JSON"},
        {Format::json, "[]", "there is no list `segments`"},
        {Format::json, R"({"segments":[{"startTime":1,"body":"a"},{"startTime":"2","body":"b"}]})",
         "segment 2: `startTime` is not a number of seconds"},
        {Format::json, R"({"segments":[{"startTime":2,"endTime":1,"body":"a"}]})",
         "segment 1: it ends before it begins"},
        {Format::json, R"({"segments":[{"startTime":-1,"body":"a"}]})",
         "segment 1: `startTime` is not a number of seconds"},
        {Format::json, R"({"segments":[{"startTime":1e999,"body":"a"}]})",
         "segment 1: `startTime` is not a number of seconds"},
        {Format::json, R"({"segments":[7]})", "segment 1: not an object"},
        {Format::json, std::string(100'000, '['), "this is not JSON: too deep"},
    };
    for (const auto& row : rows) {
        const auto transcript = parse(row.format, row.bytes);
        ASSERT_FALSE(transcript) << row.bytes.substr(0, 100);
        EXPECT_EQ(transcript.error().code, Errc::corrupt);
        EXPECT_EQ(transcript.error().message, row.message);
        EXPECT_EQ(transcript.error().field, "transcript");
    }
    EXPECT_TRUE(parse(Format::vtt, "WEBVTT\n\n00:05.000 --> 00:06.000\nx\n\n00:04.500 --> 00:06.000\ny\n"))
        << "tolerance";
}

TEST(ReadTranscripts, HasLimits) {
    EXPECT_EQ(parse(Format::text, std::string(most_bytes + 1, ' ')).error().code, Errc::too_large);
    EXPECT_TRUE(parse(Format::text, std::string(most_bytes, ' ')));
    EXPECT_EQ(
        parse(Format::vtt, "WEBVTT\n\n00:00.000 --> 00:01.000\n" + std::string(most_text_bytes + 1, 'x')).error().code,
        Errc::corrupt);
    std::string many;
    for (std::size_t index = 0; index <= most_segments; ++index) many += "x\n\n";
    EXPECT_EQ(parse(Format::text, many).error().code, Errc::too_large);
}

TEST(ReadTranscripts, LeavesNoControlCharacters) {
    const auto transcript =
        parse(Format::json, R"({"segments":[{"startTime":0,"speaker":"A\u0000\nB","body":"a\u001bb\u0085c"}]})");
    ASSERT_TRUE(transcript);
    EXPECT_THAT(transcript->segments, ElementsAre(Segment{0ms, 0ms, "A B", "a b c"}));
}

TEST(CheckAgainst, LetsTheEndRunOverByTwoSeconds) {
    const Transcript transcript{{{0ms, 12'000ms, "", "x"}}};
    EXPECT_TRUE(check_against(transcript, 10'000ms));
    const auto late = check_against(transcript, 9'999ms);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().message, "segment 1 ends at 00:00:12.000, after the episode, which ends at 00:00:09.999");
}

TEST(WriteHtml, EscapesEverything) {
    EXPECT_EQ(write_html({{{61'000ms, 62'000ms, "<A>", "\"x\" & <script>"}}}),
              "<cite>&lt;A&gt;:</cite>\n<time>00:01:01</time>\n<p>&quot;x&quot; &amp; &lt;script&gt;</p>\n");
}

TEST(Transcripts, SurviveRandomDamage) {
    std::mt19937 random{11};
    for (const Format format : {Format::vtt, Format::srt, Format::json, Format::text}) {
        const std::string whole = write(format, talk()).value();
        for (int turn = 0; turn < 2000; ++turn) {
            std::string bytes = whole;
            for (int hits = 0; hits < 3; ++hits) bytes[random() % bytes.size()] = static_cast<char>(random() % 128);
            const auto transcript = parse(format, bytes);
            if (!transcript) continue;
            for (const Segment& segment : transcript->segments) {
                ASSERT_FALSE(has_control_character(segment.text)) << bytes;
                ASSERT_FALSE(segment.text.empty());
                ASSERT_LE(segment.start, segment.end);
            }
        }
    }
}

}  // namespace
}  // namespace mooring::media::transcripts
