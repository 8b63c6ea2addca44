"""The HTTP server: connections, malformed requests, slow clients, limits and the drain."""

import signal
import socket
import threading
import time

import pytest

from feeds import Host
from publishing import Publishing, mp3_bytes, multipart
from test_hits import hits
from test_publishing_upload import incoming
from wire import Wire, serving

DATA = mp3_bytes(4)
GET = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
API = "/autopod/v1/shows"


@pytest.fixture(scope="module")
def media(shared_publishing):
    host = Host(shared_publishing)
    host.stored = host.upload(DATA)
    host.path = host.media_path(host.stored)
    return host


# Connections.

def test_a_connection_is_kept(media):
    with Wire(media.instance) as wire:
        for _ in range(100):
            assert wire.ask(GET).body == b"ok\n"
        assert wire.ask(f"GET {media.path} HTTP/1.1\r\nHost: a\r\n\r\n").body == DATA
        assert wire.ask("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").status == 200
        assert wire.is_closed()


def test_http_1_0_is_closed_unless_it_asks_to_stay(media):
    with Wire(media.instance) as wire:
        reply = wire.ask("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        assert (reply.status, reply.headers["Connection"].lower()) == (200, "keep-alive")
        assert wire.ask("GET /healthz HTTP/1.0\r\n\r\n").status == 200
        assert wire.is_closed()


def test_pipelined_requests_are_answered_in_order(media):
    publishing = media.publishing
    body = b'{"title": "Piped"}'
    create = (f"POST {API} HTTP/1.1\r\nHost: a\r\nX-API-Key: {publishing.key}\r\nContent-Type: application/json\r\n"
              f"Content-Length: {len(body)}\r\n\r\n").encode() + body
    requests = [
        (GET.encode(), 200, b"ok\n"),
        (f"GET {media.path} HTTP/1.1\r\nHost: a\r\nRange: bytes=100-199\r\n\r\n".encode(), 206, DATA[100:200]),
        (create, 201, None),
        (f"GET {media.feed_path} HTTP/1.1\r\nHost: a\r\n\r\n".encode(), 200, None),
        (b"GET /not/there HTTP/1.1\r\nHost: a\r\n\r\n", 404, None),
    ] * 5
    with Wire(media.instance) as wire:
        wire.send(b"".join(r[0] for r in requests))
        for request, status, expected in requests:
            reply = wire.read()
            assert reply.status == status, (request, reply)
            assert expected is None or reply.body == expected


def test_a_request_may_come_byte_by_byte(media):
    with Wire(media.instance) as wire:
        wire.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in GET.encode():
            wire.send(bytes([byte]))
        assert wire.read().body == b"ok\n"


def test_head_is_get_without_the_body(media):
    image = media.instance.path_of(media.channel().find("image/url").text)
    for path in (media.path, media.feed_path, image, "/healthz", "/", media.instance.path_of(media.row["page_url"])):
        with Wire(media.instance) as wire:
            got = wire.ask(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n")
            head = wire.ask(f"HEAD {path} HTTP/1.1\r\nHost: a\r\n\r\n", head_only=True)
            assert wire.ask(GET).body == b"ok\n", path  # no stray byte in between
        assert (got.status, head.status) == (200, 200), path
        for headers in (got.headers, head.headers):
            del headers["Date"]
        assert dict(head.headers) == dict(got.headers), path
        assert int(head.headers["Content-Length"]) == len(got.body), path


# Malformed requests: refused, and the connection ends, since nobody knows where the next request begins.

HOST = "\r\nHost: a\r\n"
SMUGGLED = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"


MALFORMED = [
    ("noise", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    ("no version", "GET /\r\n\r\n", 400),
    ("another version", f"GET / HTTP/3.0{HOST}\r\n", 400),
    ("no host", "GET / HTTP/1.1\r\n\r\n", 400),
    ("two hosts", f"GET / HTTP/1.1{HOST}Host: b\r\n\r\n", 400),
    ("a host that is none", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
    ("bare line feeds", "GET / HTTP/1.1\nHost: a\n\n", 400),
    ("a folded line", f"GET / HTTP/1.1{HOST}X: a\r\n b\r\n\r\n", 400),
    ("a space before the colon", f"GET / HTTP/1.1{HOST}X : a\r\n\r\n", 400),
    ("a line without a colon", f"GET / HTTP/1.1{HOST}nothing\r\n\r\n", 400),
    ("a NUL", f"GET / HTTP/1.1{HOST}X: a\0b\r\n\r\n", 400),
    ("a target without a slash", f"GET x HTTP/1.1{HOST}\r\n", 400),
    ("a long target", f"GET /{'a' * 17000} HTTP/1.1{HOST}\r\n", 414),
    ("a target without an end", f"GET /{'a' * 20000}", 414),
    ("a large head", f"GET / HTTP/1.1{HOST}X: {'a' * 40000}\r\n\r\n", 431),
    ("many lines", f"GET / HTTP/1.1{HOST}" + "X: a\r\n" * 300 + "\r\n", 431),
    ("length and chunks", f"POST / HTTP/1.1{HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}", 400),
    ("chunks and length", f"POST / HTTP/1.1{HOST}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n{SMUGGLED}", 400),
    ("two lengths", f"POST / HTTP/1.1{HOST}Content-Length: 0\r\nContent-Length: 49\r\n\r\n{SMUGGLED}", 400),
    ("a list of lengths", f"POST / HTTP/1.1{HOST}Content-Length: 0, 0\r\n\r\n{SMUGGLED}", 400),
    ("a length below zero", f"POST / HTTP/1.1{HOST}Content-Length: -1\r\n\r\n{SMUGGLED}", 400),
    ("a length with a sign", f"POST / HTTP/1.1{HOST}Content-Length: +0\r\n\r\n{SMUGGLED}", 400),
    ("a length beyond numbers", f"POST / HTTP/1.1{HOST}Content-Length: 99999999999999999999999\r\n\r\n", 400),
    ("another coding", f"POST / HTTP/1.1{HOST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n{SMUGGLED}", 501),
    ("a coding almost chunked", f"POST / HTTP/1.1{HOST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{SMUGGLED}", 501),
    ("chunks twice", f"POST / HTTP/1.1{HOST}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}", 400),
    ("chunks in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED, 400),
]


@pytest.mark.parametrize("name, request_text, status", MALFORMED, ids=[row[0] for row in MALFORMED])
def test_malformed_requests_are_refused_and_the_connection_closed(media, name, request_text, status):
    with Wire(media.instance) as wire:
        reply = wire.ask(request_text.encode("latin-1"))
        assert reply is not None and reply.status == status, (name, reply)
        assert reply.headers["Connection"] == "close"
        wire.socket.shutdown(socket.SHUT_WR)
        assert wire.is_closed(), f"{name}: the bytes behind were answered: {wire.buffered[:200]}"
    assert media.instance.get("/healthz").status == 200


@pytest.mark.parametrize("chunks", ["z\r\n", "5\r\nabc\r\n0\r\n\r\n", "-1\r\n", "5;" + "a" * 20000, "FFFFFFFFFFFFFFFFF\r\n", "\r\n"])
def test_malformed_chunks_are_400(media, chunks):
    with Wire(media.instance) as wire:
        wire.send(f"POST {API} HTTP/1.1\r\nHost: a\r\nX-API-Key: {media.publishing.key}\r\nContent-Type: application/json\r\n"
                  f"Transfer-Encoding: chunked\r\n\r\n{chunks}")
        wire.socket.shutdown(socket.SHUT_WR)
        reply = wire.read()
        assert reply.status == 400 and reply.headers["Connection"] == "close"
        assert wire.is_closed()


def test_refusals_have_the_form_of_the_family(media):
    with Wire(media.instance) as wire:
        reply = wire.ask(f"GET {API} HTTP/1.1{HOST}X: {'a' * 40000}\r\n\r\n")
    assert reply.status == 431 and reply.headers["Content-Type"].startswith("application/json")
    assert reply.body.startswith(b'{"message":')


def test_sixty_four_header_lines_pass(media):
    with Wire(media.instance) as wire:
        assert wire.ask(f"GET /healthz HTTP/1.1{HOST}" + "".join(f"X-{n}: v\r\n" for n in range(63)) + "\r\n").status == 200
        assert wire.ask(GET).status == 200


def test_only_100_continue_can_be_expected(media):
    publishing = media.publishing
    body = b'{"title": "Expected"}'
    head = (f"POST {API} HTTP/1.1\r\nHost: a\r\nX-API-Key: {publishing.key}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n")
    with Wire(media.instance) as wire:
        assert wire.ask(head + "Expect: 100-continue\r\n\r\n").status == 100
        assert wire.ask(body).status == 201
        reply = wire.ask(head + "Expect: 200-ok\r\n\r\n")
        assert (reply.status, reply.headers["Connection"]) == (417, "close")
    with Wire(media.instance) as wire:  # no such key: the body is not asked for
        wire.send(head.replace(publishing.key, "nobody") + "Expect: 100-continue\r\n\r\n")
        assert wire.read().status == 403


# Slow clients. The waits are the server's own, set to a second.

IMPATIENT = ("--http-header-timeout", "1", "--http-idle-timeout", "1", "--http-body-idle-timeout", "1")


@pytest.fixture(scope="module")
def impatient():
    with serving(*IMPATIENT) as one:
        one.publishing = Publishing(one)
        one.show = one.publishing.show()["id"]
        yield one


def test_half_a_head_is_408(impatient):
    with Wire(impatient, timeout=20) as wire:
        reply = wire.ask("GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow")
        assert (reply.status, reply.headers["Connection"]) == (408, "close")
        assert wire.is_closed()


def test_a_dripping_head_does_not_put_the_end_off(impatient):
    with Wire(impatient, timeout=20) as wire:
        began, stop = time.monotonic(), threading.Event()
        wire.send("GET /healthz HTTP/1.1\r\nHost: a\r\n")

        def drip():
            try:
                while not stop.wait(0.1):
                    wire.send("X: a\r\n")
            except OSError:
                pass

        dripping = threading.Thread(target=drip)
        dripping.start()
        reply = wire.read()
        stop.set()
        dripping.join()
        assert reply is None or reply.status == 408
        assert time.monotonic() - began < 15


def test_an_idle_connection_is_closed_without_a_word(impatient):
    with Wire(impatient, timeout=20) as silent, Wire(impatient, timeout=20) as resting:
        assert resting.ask(GET).status == 200
        assert resting.is_closed() and silent.is_closed()


def test_a_stalled_body_is_408_and_leaves_nothing(impatient):
    body, content_type = multipart([("title", "a"), ("show_id", str(impatient.show))], [("file", "a.mp3", "x/y", mp3_bytes(60))])
    for framing in (f"Content-Length: {len(body)}\r\n\r\n".encode(), b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(body)):
        with Wire(impatient, timeout=20) as wire:
            reply = wire.ask(f"POST /autopod/v1/episodes/upload HTTP/1.1\r\nHost: a\r\nX-API-Key: {impatient.publishing.key}\r\n"
                             f"Content-Type: {content_type}\r\n".encode() + framing + body[:200_000])
            assert (reply.status, reply.headers["Connection"]) == (408, "close")
            assert reply.headers["Content-Type"].startswith("application/json")
    deadline = time.monotonic() + 5
    while incoming(impatient):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert impatient.publishing.call("GET", "/episodes").json["total"] == 0


def test_slow_clients_do_not_keep_others_waiting(impatient):
    slow = [Wire(impatient, timeout=20).send("GET /healthz HTTP/1.1\r\nHo") for _ in range(200)]
    took = []
    for _ in range(50):
        began = time.monotonic()
        assert impatient.get("/healthz").status == 200
        took.append(time.monotonic() - began)
    assert sorted(took)[25] < 0.5
    for wire in slow:
        reply = wire.read()
        assert reply is None or reply.status == 408
        wire.close()


def test_a_client_that_takes_nothing_is_dropped():
    with serving("--http-write-idle-timeout", "1") as one:
        host = Host(Publishing(one))
        data = mp3_bytes(1800)  # 29 MB: more than the kernel takes
        path = host.media_path(host.upload(data))
        with Wire(one, receive_buffer=8192) as wire:
            wire.send(f"GET {path} HTTP/1.1\r\nHost: a\r\nUser-Agent: x\r\n\r\n")
            deadline = time.monotonic() + 30
            while not (rows := [h for h in one.admin("hits") if h["subject"] == "media"]):
                assert time.monotonic() < deadline, "still waiting for the client"
        assert "aborted" in rows[0]["flags"] and rows[0]["sent"] < len(data)


# Limits.

def test_connections_over_the_limit_are_refused():
    with serving("--http-connections", "4") as one:
        kept = [Wire(one) for _ in range(4)]
        for wire in kept:
            assert wire.ask(GET).status == 200
        with Wire(one) as refused:
            reply = refused.read()
            assert reply is None or reply.status == 503
            assert refused.is_closed()
        assert kept[0].ask(GET).status == 200
        metrics = kept[0].ask(GET.replace("healthz", "metrics")).body.decode()
        assert "\nmooring_http_connections_refused_total 1\n" in metrics
        kept.pop().close()
        deadline = time.monotonic() + 10
        while True:  # the free place is found out about
            with Wire(one) as wire:
                reply = wire.ask(GET)
                if reply is not None and reply.status == 200:
                    break
            assert time.monotonic() < deadline
        for wire in kept:
            wire.close()


# The drain.

def await_refusal(port):
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            return
        except ConnectionResetError:  # it was in the queue of the socket that closed
            pass
        assert time.monotonic() < deadline, "still accepting"
        time.sleep(0.01)


def test_sigterm_lets_what_is_under_way_finish():
    with serving() as one:
        publishing = Publishing(one)
        host = Host(publishing)
        data = mp3_bytes(1800)
        path = host.media_path(host.upload(data))
        body, content_type = multipart([("title", "Drained"), ("show_id", str(host.show["id"]))],
                                       [("file", "a.mp3", "x/y", mp3_bytes(20))])
        idle = Wire(one)
        assert idle.ask(GET).status == 200
        download = one.connect(receive_buffer=8192)
        download.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nUser-Agent: slow\r\n\r\n".encode())
        received = bytearray(download.recv(8192))
        upload = Wire(one)
        upload.send(f"POST /autopod/v1/episodes/upload HTTP/1.1\r\nHost: a\r\nX-API-Key: {publishing.key}\r\n"
                    f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[:100_000])
        deadline = time.monotonic() + 10
        while not incoming(one):
            assert time.monotonic() < deadline
            time.sleep(0.01)

        one.process.send_signal(signal.SIGTERM)
        await_refusal(one.port)
        assert idle.is_closed()
        assert upload.ask(body[100_000:]).status == 201
        assert one.process.poll() is None, "the download is still under way"
        while block := download.recv(1 << 20):
            received += block
        assert bytes(received).partition(b"\r\n\r\n")[2] == data
        assert one.process.wait(30) == 0
        row = hits(one, 1, user_agent="slow")[0]
        assert (row["status"], row["sent"]) == (200, len(data)) and "aborted" not in row["flags"]
        one.start(*one.extra)
        assert {i.findtext("title") for i in host.items()} == {"Drained", "Harbour lights"}


def test_the_drain_has_an_end():
    with serving("--http-drain-timeout", "1") as one:
        with Wire(one) as wire:
            wire.send(f"POST {API} HTTP/1.1\r\nHost: a\r\nX-API-Key: x\r\nContent-Length: 100\r\nContent-Type: a/b\r\n")
            assert one.get("/healthz").status == 200
            one.process.send_signal(signal.SIGTERM)
            assert one.process.wait(20) == 0
