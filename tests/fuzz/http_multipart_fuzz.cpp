// Any multipart body, whole and in pieces: both readings give the same events.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mooring/http/multipart.hpp"

namespace {

std::string read(std::string_view body, std::size_t step) {
    using mooring::http::MultipartPart;
    using mooring::http::MultipartReader;
    std::string events;
    MultipartReader reader{"B",
                           {.begin =
                                [&](const MultipartPart& part) {
                                    events += "[" + part.name + "|" + part.file_name + "|" + part.content_type + "]";
                                    return mooring::ok();
                                },
                            .data =
                                [&](std::string_view bytes) {
                                    events += bytes;
                                    return mooring::ok();
                                },
                            .end =
                                [&] {
                                    events += "[end]";
                                    return mooring::ok();
                                }}};
    for (std::size_t at = 0; at < body.size(); at += step) {
        if (!reader.feed(body.substr(at, step))) {
            return "refused";
        }
    }
    return reader.finish() ? events : "refused";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t length) {
    const std::string_view body{reinterpret_cast<const char*>(data), length};
    static_cast<void>(mooring::http::multipart_boundary(body));
    const std::string whole = read(body, length + 1);
    if (whole != read(body, 1) || whole != read(body, 7)) {
        std::abort();
    }
    return 0;
}
