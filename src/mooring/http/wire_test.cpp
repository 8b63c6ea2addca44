// What stands around a request on the wire: its head, chunks, forwarding headers, the PROXY preamble, response heads.

#include <gtest/gtest.h>

#include "mooring/http/chunked.hpp"
#include "mooring/http/delivery_ledger.hpp"
#include "mooring/http/forwarded.hpp"
#include "mooring/http/proxy_protocol.hpp"
#include "mooring/http/request_head.hpp"
#include "mooring/http/response_head.hpp"

namespace mooring::http {
namespace {

using namespace std::string_literals;

struct HeadRow {
    std::string text;
    int status;  ///< 0: fine
};

int status_of(const std::string& text, Request& request, Framing& framing) {
    HeadScanner scanner{32 * 1024, 16 * 1024};
    switch (scanner.scan(text)) {
        case HeadScanner::State::more: return -1;
        case HeadScanner::State::malformed: return 400;
        case HeadScanner::State::target_too_long: return 414;
        case HeadScanner::State::too_large: return 431;
        case HeadScanner::State::complete: break;
    }
    const auto fault = parse_head(scanner.head(text), 16 * 1024, request, framing);
    return fault ? fault->status : 0;
}

TEST(RequestHead, IsRefusedWhereRfc9112SaysSo) {
    const std::string host = "Host: a.example\r\n";
    const std::vector<HeadRow> rows{
        {"GET / HTTP/1.1\r\n" + host + "\r\n", 0},
        {"\r\nGET / HTTP/1.1\r\n" + host + "\r\n", 0},
        {"GET / HTTP/1.0\r\n\r\n", 0},
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n" + host + host + "\r\n", 400},
        {"GET / HTTP/1.1\r\n" + host + "Host: b.example\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 0},
        {"GET / HTTP/1.1\n" + host + "\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\n\r\n", 400},
        {"GET / HTTP/1.1\r\n" + host + "X: a\r\n b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n" + host + "X : a\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n" + host + "X\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n" + host + "X: a\0b\r\n\r\n"s, 400},
        {"GET / HTTP/1.1\r\n" + host + "X: a\rb\r\n\r\n", 400},
        {"GET / HTTP/2.0\r\n" + host + "\r\n", 400},
        {"GET /\r\n" + host + "\r\n", 400},
        {"GET  / HTTP/1.1\r\n" + host + "\r\n", 400},
        {"CONNECT a.example:443 HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET * HTTP/1.1\r\n" + host + "\r\n", 400},
        {"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 0},
        {"\x16\x03\x01", 400},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 5, 5\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 0x5\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\n", 0},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n", 501},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n", 0},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"GET /" + std::string(16 * 1024, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414},
        {"GET /" + std::string(40 * 1024, 'a'), 414},
        {"GET / HTTP/1.1\r\n" + host + "X: " + std::string(32 * 1024, 'a') + "\r\n\r\n", 431},
        {"GET / HTTP/1.1\r\n" + host + "X: " + std::string(33 * 1024, 'a'), 431},
        {"GET / HTTP/1.1\r\n" + host + "X: a", -1},
        {"GE", -1},
        {"\r", -1},
    };
    for (const HeadRow& row : rows) {
        Request request;
        Framing framing;
        EXPECT_EQ(status_of(row.text, request, framing), row.status) << row.text.substr(0, 120);
    }
}

TEST(RequestHead, IsFoundInEveryCut) {
    const std::string text = "\r\nPOST /a?b=c#d HTTP/1.1\r\nHost: A.example:80\r\nContent-Length: 3\r\n\r\nxyz";
    for (std::size_t step = 1; step <= text.size(); ++step) {
        HeadScanner scanner{32 * 1024, 16 * 1024};
        HeadScanner::State state = HeadScanner::State::more;
        std::size_t size = 0;
        while (state == HeadScanner::State::more) {
            size = std::min(size + step, text.size());
            state = scanner.scan(std::string_view{text}.substr(0, size));
        }
        ASSERT_EQ(state, HeadScanner::State::complete) << step;
        EXPECT_EQ(scanner.size(), text.size() - 3) << step;
        Request request;
        Framing framing;
        EXPECT_FALSE(parse_head(scanner.head(text), 16 * 1024, request, framing));
        EXPECT_EQ(request.raw_path, "/a");
        EXPECT_EQ(request.query, "b=c");
        EXPECT_EQ(request.host, "a.example");
        EXPECT_EQ(request.content_length, 3U);
        EXPECT_TRUE(framing.keep_alive);
    }
}

TEST(RequestHead, TakesTheHostOfAnAbsoluteTarget) {
    Request request;
    Framing framing;
    EXPECT_EQ(status_of("GET HTTP://B.example:8080/x?y HTTP/1.1\r\nHost: a.example\r\n\r\n", request, framing), 0);
    EXPECT_EQ(request.host, "b.example");
    EXPECT_EQ(request.raw_path, "/x");
    EXPECT_EQ(request.query, "y");
}

TEST(RequestHead, TellsKeepAliveByVersion) {
    const std::vector<std::pair<std::string, bool>> rows{
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
        {"GET / HTTP/1.0\r\n\r\n", false},
        {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true},
    };
    for (const auto& [text, keep_alive] : rows) {
        Request request;
        Framing framing;
        EXPECT_EQ(status_of(text, request, framing), 0) << text;
        EXPECT_EQ(framing.keep_alive, keep_alive) << text;
    }
}

ChunkedDecoder::State decode_all(const std::string& text, std::size_t step, std::string& out, std::size_t& used) {
    ChunkedDecoder decoder;
    auto state = ChunkedDecoder::State::more;
    used = 0;
    for (std::size_t at = 0; at < text.size() && state == ChunkedDecoder::State::more; at += step) {
        std::string_view piece = std::string_view{text}.substr(at, step);
        while (!piece.empty() && state == ChunkedDecoder::State::more) {
            std::size_t consumed = 0;
            std::string some;
            state = decoder.decode(piece, consumed, some, 3);  // a small limit: data comes in several goes
            out += some;
            used += consumed;
            piece.remove_prefix(consumed);
        }
    }
    return state;
}

TEST(ChunkedBody, IsDecodedInEveryCut) {
    const std::string text = "5\r\nhello\r\n1;x=\"y\"\r\n \r\nA \r\n0123456789\r\n0\r\nTrailer: a\r\n\r\nNEXT";
    for (std::size_t step = 1; step <= text.size(); ++step) {
        std::string out;
        std::size_t used = 0;
        EXPECT_EQ(decode_all(text, step, out, used), ChunkedDecoder::State::complete) << step;
        EXPECT_EQ(out, "hello 0123456789") << step;
        EXPECT_EQ(used, text.size() - 4) << step;
    }
}

TEST(ChunkedBody, IsRefusedWhenMalformed) {
    for (const std::string& text :
         {"x\r\n"s, "\r\n"s, "5\nhello"s, "5\r\nhelloX"s, "5\r\nhello\rX"s, "-5\r\n"s, "1000000000000000\r\n"s,
          "0\r\na\nb"s, "5;" + std::string(2000, 'x'), "0\r\n" + std::string(9000, 'x'), "5\rX"s}) {
        std::string out;
        std::size_t used = 0;
        EXPECT_EQ(decode_all(text, 1, out, used), ChunkedDecoder::State::malformed) << text.substr(0, 20);
    }
}

IpAddress ip(std::string_view text) {
    return *IpAddress::parse(text);
}

TEST(Forwarding, TakesTheRightmostUntrustedAddress) {
    const std::vector<IpNetwork> trusted{*IpNetwork::parse("10.0.0.0/8"), *IpNetwork::parse("2001:db8::/32")};
    struct Row {
        std::vector<Header> fields;
        std::string_view client;
        bool is_malformed = false;
        std::optional<bool> is_secure = {};
        std::optional<std::string> host = {};
    };
    const std::vector<Row> rows{
        {{}, "10.0.0.1"},
        {{{"X-Forwarded-For", "192.0.2.7"}}, "192.0.2.7"},
        {{{"X-Forwarded-For", "203.0.113.9, 192.0.2.7, 10.1.1.1"}}, "192.0.2.7"},
        {{{"X-Forwarded-For", "203.0.113.9"}, {"x-forwarded-for", "192.0.2.7"}}, "192.0.2.7"},
        {{{"X-Forwarded-For", "10.2.2.2, 10.1.1.1"}}, "10.2.2.2"},
        {{{"X-Forwarded-For", "192.0.2.7:5555"}}, "192.0.2.7"},
        {{{"X-Forwarded-For", "[2001:dead::1]:5555"}}, "2001:dead::1"},
        {{{"X-Forwarded-For", "::ffff:192.0.2.7"}}, "192.0.2.7"},
        {{{"X-Forwarded-For", "nonsense, 192.0.2.7"}}, "192.0.2.7"},
        {{{"X-Forwarded-For", "192.0.2.7, nonsense"}}, "10.0.0.1", true},
        {{{"X-Forwarded-For", ""}}, "10.0.0.1", true},
        {{{"Forwarded", "for=192.0.2.7;proto=https;host=Pods.example"}}, "192.0.2.7", false, true, "pods.example"},
        {{{"Forwarded", "for=\"[2001:dead::1]:99\", for=10.1.1.1"}}, "2001:dead::1"},
        {{{"Forwarded", "for=unknown"}}, "10.0.0.1", true},
        {{{"Forwarded", "for"}}, "10.0.0.1", true},
        {{{"X-Forwarded-For", "192.0.2.7"}, {"Forwarded", "for=192.0.2.7"}}, "192.0.2.7"},
        {{{"X-Forwarded-For", "192.0.2.7"}, {"Forwarded", "for=6.6.6.6"}}, "10.0.0.1", true},
        {{{"X-Forwarded-For", "192.0.2.7"}, {"X-Forwarded-Proto", "https"}, {"X-Forwarded-Host", "Pods.example:443"}},
         "192.0.2.7",
         false,
         true,
         "pods.example"},
        {{{"X-Forwarded-For", "192.0.2.7, 10.1.1.1"}, {"X-Forwarded-Proto", "https, http"}}, "192.0.2.7", false, true},
        {{{"X-Forwarded-For", "192.0.2.7, 10.1.1.1"}, {"X-Forwarded-Proto", "http"}}, "192.0.2.7", false, false},
    };
    for (const Row& row : rows) {
        Headers headers;
        std::string text;
        for (const Header& field : row.fields) {
            headers.add(field.name, field.value);
            text += field.name + ": " + field.value + "; ";
        }
        const Forwarded forwarded = read_forwarded(headers, ip("10.0.0.1"), trusted);
        EXPECT_EQ(forwarded.client.to_string(), row.client) << text;
        EXPECT_EQ(forwarded.is_malformed, row.is_malformed) << text;
        EXPECT_EQ(forwarded.is_secure, row.is_secure) << text;
        EXPECT_EQ(forwarded.host, row.host) << text;
    }
}

const std::string v2_signature{"\r\n\r\n\0\r\nQUIT\n", 12};

TEST(ProxyPreamble, IsReadInBothVersions) {
    struct Row {
        std::string text;
        ProxyPreamble::State state;
        std::string source = "";
        std::size_t left = 0;
    };
    using State = ProxyPreamble::State;
    const std::string v4_body = "\xC0\x00\x02\x07\x7F\x00\x00\x01\x15\xB3\x01\xBB"s;
    const std::vector<Row> rows{
        {"PROXY TCP4 192.0.2.7 127.0.0.1 5555 443\r\nGET", State::complete, "192.0.2.7", 3},
        {"PROXY TCP6 2001:dead::1 ::1 5555 443\r\n", State::complete, "2001:dead::1"},
        {"PROXY UNKNOWN\r\n", State::complete},
        {"PROXY UNKNOWN ff:: ff:: 1 2\r\n", State::complete},
        {"PROXY TCP4 192.0.2.7 127.0.0.1 5555\r\n", State::malformed},
        {"PROXY TCP4 192.0.2.7 127.0.0.1 5555 443 1\r\n", State::malformed},
        {"PROXY TCP4 2001:dead::1 ::1 5555 443\r\n", State::malformed},
        {"PROXY TCP4 192.0.2.7 127.0.0.1 5555 99999\r\n", State::malformed},
        {"PROXY TCP4  127.0.0.1 5555 443\r\n", State::malformed},
        {"PROXY \r\n", State::malformed},
        {"PROXY " + std::string(120, 'x'), State::malformed},
        {"GET / HTTP/1.1\r\n", State::malformed},
        {v2_signature + "\x21\x11\x00\x0C"s + v4_body + "GET", State::complete, "192.0.2.7", 3},
        {v2_signature + "\x20\x00\x00\x00"s, State::complete},
        {v2_signature + "\x21\x00\x00\x00"s, State::complete},
        {v2_signature + "\x21\x11\x00\x0B"s + v4_body, State::malformed},
        {v2_signature + "\x11\x11\x00\x0C"s + v4_body, State::malformed},
        {v2_signature + "\x22\x11\x00\x0C"s + v4_body, State::malformed},
        {v2_signature + "\x21\x11\xFF\xFF"s, State::malformed},
    };
    for (const Row& row : rows) {
        const ProxyPreamble preamble = read_proxy_preamble(row.text);
        ASSERT_EQ(preamble.state, row.state) << row.text;
        EXPECT_EQ(preamble.source ? preamble.source->to_string() : "", row.source) << row.text;
        if (row.state == State::complete) {
            EXPECT_EQ(preamble.size, row.text.size() - row.left) << row.text;
            for (std::size_t size = 0; size < preamble.size; ++size) {
                EXPECT_EQ(read_proxy_preamble(std::string_view{row.text}.substr(0, size)).state, State::more) << size;
            }
        }
    }
}

std::string head_of(const Response& response, ResponseHeadOptions options = {}) {
    options.date = "D";
    std::string out;
    return format_response_head(response, options, out) ? out : "refused";
}

TEST(ResponseHead, HasTheServersOwnFields) {
    const Response hello = Response::text(200, "text/plain", "hello");
    EXPECT_EQ(head_of(hello), "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(
        head_of(hello, {.keep_alive = false}),
        "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\n");
    EXPECT_NE(head_of(hello, {.http_minor = 0}).find("Connection: keep-alive\r\n"), std::string::npos);
    EXPECT_EQ(head_of(Response::empty(204)), "HTTP/1.1 204 No Content\r\nDate: D\r\n\r\n");
    EXPECT_EQ(head_of(Response::empty(304)), "HTTP/1.1 304 Not Modified\r\nDate: D\r\n\r\n");
    EXPECT_EQ(head_of(Response::empty(200)), "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Length: 0\r\n\r\n");
    Response sized = Response::empty(200);
    sized.declared_length = 99;
    EXPECT_NE(head_of(sized, {.request_method = Method::head}).find("Content-Length: 99\r\n"), std::string::npos);
    sized.no_content_length = true;
    EXPECT_EQ(head_of(sized, {.request_method = Method::head}).find("Content-Length"), std::string::npos);
    Response own = Response::empty(200);
    own.header("content-length", "7").header("Connection", "close").header("date", "x");
    EXPECT_EQ(head_of(own), head_of(Response::empty(200)));
}

TEST(ResponseHead, RefusesInjection) {
    for (const std::string& value : {"a\r\nX: b"s, "a\nb"s, "a\rb"s, "a\0b"s}) {
        Response response = Response::empty(200);
        response.header("Location", value);
        EXPECT_EQ(head_of(response), "refused");
    }
    for (const std::string& name : {"a b"s, ""s, "a:"s, "a\r\n"s}) {
        Response response = Response::empty(200);
        response.header(name, "x");
        EXPECT_EQ(head_of(response), "refused");
    }
}

TEST(DeliveredBytes, AreWhatThePeerAcknowledgedOfTheBody) {
    const SentResponse plain{.wire_begin = 1000, .wire_end = 11'200, .head_bytes = 200, .body_bytes = 10'000};
    EXPECT_EQ(delivered_body_bytes(plain, 500), 0);
    EXPECT_EQ(delivered_body_bytes(plain, 1100), 0);
    EXPECT_EQ(delivered_body_bytes(plain, 1201), 1);
    EXPECT_EQ(delivered_body_bytes(plain, 6200), 5000);
    EXPECT_EQ(delivered_body_bytes(plain, 11'200), 10'000);
    const SentResponse encrypted{.wire_begin = 0, .wire_end = 20'400, .head_bytes = 200, .body_bytes = 10'000};
    EXPECT_EQ(delivered_body_bytes(encrypted, 10'400), 5000);
}

TEST(DeliveryLedger, TellsEachResponseOnce) {
    std::vector<std::int64_t> told;
    const auto note = [&](const Transfer& transfer) { told.push_back(transfer.body_bytes_delivered); };
    DeliveryLedger ledger;
    const auto add = [&](std::uint64_t begin, std::uint64_t end, std::uint64_t acknowledged) {
        const auto bytes = static_cast<std::int64_t>(end - begin);
        ledger.add({.wire_begin = begin, .wire_end = end, .head_bytes = 0, .body_bytes = bytes},
                   {.body_bytes_written = bytes}, true, note, acknowledged);
    };
    add(0, 100, 100);
    EXPECT_EQ(told, (std::vector<std::int64_t>{100}));
    add(100, 200, 150);
    add(200, 300, 150);
    EXPECT_EQ(told.size(), 1U);
    ledger.settle(220);
    EXPECT_EQ(told, (std::vector<std::int64_t>{100, 100}));
    ledger.close(250);
    EXPECT_EQ(told, (std::vector<std::int64_t>{100, 100, 50}));
    EXPECT_TRUE(ledger.is_empty());
}

}  // namespace
}  // namespace mooring::http
