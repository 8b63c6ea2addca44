#include "mooring/http/multipart.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mooring::http {
namespace {

struct Part {
    MultipartPart head;
    std::string data;
    bool is_ended = false;
};

struct Outcome {
    std::vector<Part> parts;
    Result<void> result;
};

/// Feed `body` in pieces that end at each of `cuts`.
Outcome read(const std::string& body, std::vector<std::size_t> cuts = {}, std::string boundary = "B",
             MultipartLimits limits = {}) {
    Outcome outcome;
    MultipartReader reader{std::move(boundary),
                           {.begin =
                                [&](const MultipartPart& part) {
                                    outcome.parts.push_back({part, "", false});
                                    return ok();
                                },
                            .data =
                                [&](std::string_view bytes) {
                                    outcome.parts.back().data += bytes;
                                    return ok();
                                },
                            .end =
                                [&] {
                                    outcome.parts.back().is_ended = true;
                                    return ok();
                                }},
                           limits};
    cuts.push_back(body.size());
    std::size_t at = 0;
    for (const std::size_t cut : cuts) {
        outcome.result = reader.feed(std::string_view{body}.substr(at, cut - at));
        at = cut;
        if (!outcome.result) {
            return outcome;
        }
    }
    outcome.result = reader.finish();
    return outcome;
}

std::string part_text(const std::string& disposition, const std::string& data) {
    return "--B\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + data + "\r\n";
}

const std::string example = part_text("name=\"title\"", "Fog & tide") +
                            part_text("name=\"file\"; filename=\"a.mp3\"\r\nContent-Type: audio/mpeg",
                                      std::string("\x00\r\n--\r\n--b\r\n-", 12)) +
                            part_text("name=empty", "") + "--B--\r\n";

void expect_example(const Outcome& outcome, const std::string& what) {
    ASSERT_TRUE(outcome.result) << what << outcome.result.error().message;
    ASSERT_EQ(outcome.parts.size(), 3U) << what;
    EXPECT_EQ(outcome.parts[0].head.name, "title") << what;
    EXPECT_FALSE(outcome.parts[0].head.is_file) << what;
    EXPECT_EQ(outcome.parts[0].data, "Fog & tide") << what;
    EXPECT_EQ(outcome.parts[1].head.name, "file") << what;
    EXPECT_TRUE(outcome.parts[1].head.is_file) << what;
    EXPECT_EQ(outcome.parts[1].head.file_name, "a.mp3") << what;
    EXPECT_EQ(outcome.parts[1].head.content_type, "audio/mpeg") << what;
    EXPECT_EQ(outcome.parts[1].data, std::string("\x00\r\n--\r\n--b\r\n-", 12)) << what;
    EXPECT_EQ(outcome.parts[2].head.name, "empty") << what;
    EXPECT_EQ(outcome.parts[2].data, "") << what;
    for (const Part& part : outcome.parts) {
        EXPECT_TRUE(part.is_ended) << what;
    }
}

TEST(Multipart, ReadsAFormInEveryCut) {
    expect_example(read(example), "whole");
    for (std::size_t first = 0; first <= example.size(); ++first) {
        expect_example(read(example, {first}), "cut at " + std::to_string(first));
    }
    std::vector<std::size_t> every;
    for (std::size_t at = 1; at < example.size(); ++at) {
        every.push_back(at);
    }
    expect_example(read(example, every), "byte by byte");
}

TEST(Multipart, AcceptsPreambleEpilogueAndPadding) {
    expect_example(read("hello\r\n" + example + "epilogue\r\n--B\r\n"), "around");
    std::string padded = example;
    padded.replace(padded.find("--B\r\n"), 5, "--B \t \r\n");
    expect_example(read(padded), "padding");
    expect_example(read(example.substr(0, example.size() - 2)), "no CRLF at the end");
}

TEST(Multipart, RefusesMalformedBodies) {
    const std::string long_header(8 * 1024, 'x');
    const std::vector<std::pair<std::string, std::string>> rows{
        {"empty", ""},
        {"no boundary", "hello"},
        {"closing boundary missing", part_text("name=a", "x")},
        {"closing boundary cut", part_text("name=a", "x") + "--B-"},
        {"no name", "--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--\r\n"},
        {"no disposition", "--B\r\nContent-Type: text/plain\r\n\r\nx\r\n--B--\r\n"},
        {"no headers", "--B\r\n\r\nx\r\n--B--\r\n"},
        {"another disposition", "--B\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--B--\r\n"},
        {"two dispositions",
         "--B\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; "
         "name=b\r\n\r\nx\r\n--B--\r\n"},
        {"open quote", "--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B--\r\n"},
        {"folded header", "--B\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\nx\r\n--B--\r\n"},
        {"no colon", "--B\r\nContent-Disposition form-data\r\n\r\nx\r\n--B--\r\n"},
        {"boundary followed by text", "--Bx\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--B--\r\n"},
        {"headers over 8 KiB",
         "--B\r\nContent-Disposition: form-data; name=a\r\nX: " + long_header + "\r\n\r\nx\r\n--B--\r\n"},
        {"headers without end", "--B\r\nX: " + long_header + long_header},
        {"end of padding never comes", "--B" + std::string(100, ' ') + "\r\n"},
    };
    for (const auto& [what, body] : rows) {
        for (const bool is_cut : {false, true}) {
            const Outcome outcome =
                read(body, is_cut ? std::vector<std::size_t>{body.size() / 2} : std::vector<std::size_t>{});
            ASSERT_FALSE(outcome.result) << what;
            EXPECT_EQ(outcome.result.error().code, Errc::invalid_argument) << what;
            EXPECT_EQ(outcome.result.error().message, "Malformed multipart body") << what;
        }
    }
}

TEST(Multipart, AllowsExactly8KiBOfHeaders) {
    const std::string disposition = "Content-Disposition: form-data; name=a\r\nX: ";
    for (const std::size_t extra : {0U, 1U}) {
        const std::string body = "--B\r\n" + disposition + std::string(8 * 1024 - disposition.size() + extra, 'x') +
                                 "\r\n\r\nx\r\n--B--\r\n";
        EXPECT_EQ(read(body).result.has_value(), extra == 0) << extra;
    }
}

TEST(Multipart, AllowsThirtyTwoPartsAndNotThirtyThree) {
    for (const int count : {32, 33}) {
        std::string body;
        for (int index = 0; index < count; ++index) {
            body += part_text("name=n" + std::to_string(index), "x");
        }
        EXPECT_EQ(read(body + "--B--\r\n").result.has_value(), count == 32) << count;
    }
}

TEST(Multipart, StaysFailedAfterAFailure) {
    MultipartReader reader{"B",
                           {.begin = [](const MultipartPart&) { return ok(); },
                            .data = [](std::string_view) -> Result<void> {
                                return Error{Errc::no_space, "full"};
                            },
                            .end = [] { return ok(); }}};
    const Result<void> failed = reader.feed(part_text("name=a", std::string(100, 'x')));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Errc::no_space);
    EXPECT_FALSE(reader.feed("--B--\r\n"));
    EXPECT_FALSE(reader.finish());
}

TEST(Multipart, KeepsBackslashesOfWindowsNames) {
    const Outcome outcome = read(part_text(R"(name="file"; filename="C:\audio\"a\".mp3")", "x") + "--B--\r\n");
    ASSERT_TRUE(outcome.result);
    EXPECT_EQ(outcome.parts[0].head.file_name, R"(C:\audio"a".mp3)");
}

TEST(MultipartBoundary, IsReadFromTheContentType) {
    const std::string longest(70, 'x');
    const std::vector<std::pair<std::string, std::optional<std::string>>> rows{
        {"multipart/form-data; boundary=abc", "abc"},
        {"Multipart/Form-Data;BOUNDARY=abc", "abc"},
        {"multipart/form-data; boundary=\"a b:c\"", "a b:c"},
        {"multipart/form-data; charset=utf-8; boundary=----WebKitFormBoundary7MA4YWxk",
         "----WebKitFormBoundary7MA4YWxk"},
        {"multipart/form-data; boundary=" + longest, longest},
        {"multipart/form-data; boundary=" + longest + "x", std::nullopt},
        {"multipart/form-data; boundary=", std::nullopt},
        {"multipart/form-data; boundary=\"\"", std::nullopt},
        {"multipart/form-data; boundary=\"a \"", std::nullopt},
        {"multipart/form-data; boundary=\"a\r\n\"", std::nullopt},
        {"multipart/form-data; boundary=\"abc", std::nullopt},
        {"multipart/form-data", std::nullopt},
        {"multipart/mixed; boundary=abc", std::nullopt},
        {"", std::nullopt},
    };
    for (const auto& [type, expected] : rows) {
        EXPECT_EQ(multipart_boundary(type), expected) << type;
    }
}

}  // namespace
}  // namespace mooring::http
