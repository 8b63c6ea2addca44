"""publishing-v1.md, section 18: create from a URL, update and archive, idempotency."""

import json
import socket
import threading
import time

import pytest

from publishing import Publishing, mp3_bytes, multipart

URL = "https://archive.tidepool.example/2025/forger.mp3"
ASTRAL = "\U0001F30A"


@pytest.fixture(scope="module")
def show(shared_publishing):
    return shared_publishing.show()["id"]


def episode_count(publishing, show_id):
    return publishing.call("GET", f"/episodes?show_id={show_id}&limit=1").json["total"]


# Create from a URL.

@pytest.mark.parametrize("change,message", [
    ({"title": ...}, "title is required"), ({"title": None}, "title is required"), ({"title": ""}, "title is required"),
    ({"title": " \u3000"}, "title is required"), ({"title": 5}, "title must be a string"),
    ({"title": "x" * 500}, "title must be 499 characters or fewer"),
    ({"title": ASTRAL * 500}, "title must be 499 characters or fewer"),
    ({"title": "a\u0007b"}, None),
    ({"show_id": ...}, "show_id is required"), ({"show_id": None}, "show_id is required"),
    ({"show_id": "5"}, "show_id must be an integer"), ({"show_id": 5.0}, "show_id must be an integer"),
    ({"show_id": True}, "show_id must be an integer"),
    ({"audio_url": ...}, "audio_url is required"), ({"audio_url": ""}, "audio_url is required"),
    ({"audio_url": "x"}, "audio_url must be a valid HTTP/HTTPS URL"),
    ({"audio_url": "https://a.example/" + "x" * 2000}, "audio_url must be 2000 characters or fewer"),
    ({"description": "x" * 10001}, "description must be 10000 characters or fewer"), ({"description": 1}, None),
    ({"description": "a\u0000b"}, None),
    ({"image_url": "ftp://a.example/x"}, "image_url must be a valid HTTP/HTTPS URL"),
    ({"datetime": "1742205600"}, "datetime must be an integer"), ({"datetime": 1.5}, "datetime must be an integer"),
    ({"datetime": 1742205600000}, "datetime must be a Unix timestamp in seconds"),
    ({"datetime": -1}, "datetime must be a Unix timestamp in seconds"),
    ({"datetime": 4102444801}, "datetime must be a Unix timestamp in seconds"),
])
def test_every_wrong_member_is_400_and_leaves_no_row(shared_publishing, show, change, message):
    body = {"title": "t", "show_id": show, "audio_url": URL}
    for name, value in change.items():
        if value is ...:
            body.pop(name)
        else:
            body[name] = value
    before = episode_count(shared_publishing, show)
    answer = shared_publishing.call("POST", "/episodes", body)
    assert answer.status == 400, answer
    assert list(answer.json) == ["message"]
    if message:
        assert answer.json["message"] == message
    assert episode_count(shared_publishing, show) == before


def test_members_at_their_maximum_pass(shared_publishing, show):
    url = "https://a.example/" + "x" * (2000 - len("https://a.example/"))
    answer = shared_publishing.call("POST", "/episodes", {
        "title": ASTRAL * 499, "show_id": show, "audio_url": url, "description": "é" * 10000, "image_url": url,
        "datetime": 4102444800, "unknown": [1]})
    assert answer.status == 201
    episode = answer.json
    assert list(episode) == ["id", "title", "description", "image", "datetime", "audio_url", "audio_length", "show", "show_id"]
    assert episode["title"] == ASTRAL * 499 and episode["audio_url"] == url and episode["image"] == url
    assert answer.header("Location") == f"/v1/episodes/{episode['id']}"
    assert shared_publishing.call("GET", f"/episodes/{episode['id']}").json == episode


def test_null_and_absent_optionals_get_their_defaults(shared_publishing, show):
    before = int(shared_publishing.instance.now())
    for body in ({}, {"description": None, "image_url": None, "datetime": None}):
        episode = shared_publishing.call("POST", "/episodes", {"title": " t ", "show_id": show, "audio_url": URL, **body}).json
        assert episode["title"] == "t" and episode["description"] == "" and episode["image"] == ""
        assert before <= episode["datetime"] <= shared_publishing.instance.now()
        assert episode["audio_length"] == 0 and episode["show_id"] == show and episode["show"] == "Saltmarsh Stories"


def test_validation_comes_before_existence(shared_publishing, show):
    body = {"title": "", "show_id": 999999, "audio_url": URL}
    assert shared_publishing.call("POST", "/episodes", body).status == 400
    body["title"] = "t"
    answer = shared_publishing.call("POST", "/episodes", body)
    assert (answer.status, answer.json) == (404, {"message": "Show not found"})


@pytest.mark.parametrize("raw,message", [
    (b"", "title is required"), (b"[]", "Request body must be a JSON object"), (b"5", "Request body must be a JSON object"),
    (b"{", "Request body must be valid JSON"), (b'{"title":"\xff"}', "Request body must be valid JSON"),
    (b'{"a":' * 40 + b"1" + b"}" * 40, "Request body must be valid JSON"), (b"{}x", "Request body must be valid JSON"),
])
def test_bodies_that_are_no_json_object(shared_publishing, raw, message):
    answer = shared_publishing.call("POST", "/episodes", raw=raw)
    assert answer.status == 400
    if raw:
        assert answer.json == {"message": message}


def test_the_last_of_duplicate_members_counts(shared_publishing, show):
    raw = f'{{"title":"one","title":"two","show_id":{show},"audio_url":"{URL}"}}'.encode()
    answer = shared_publishing.call("POST", "/episodes", raw=raw)
    assert answer.status == 201 and answer.json["title"] == "two"


def test_another_content_type_is_400(shared_publishing):
    answer = shared_publishing.call("POST", "/episodes", raw=b"title=x", headers={"Content-Type": "text/plain"})
    assert answer.status == 400


@pytest.mark.parametrize("url,accepted", [
    ("http://a.example/x.mp3", True), ("HTTPS://A.EXAMPLE/x.mp3", True), ("https://a.example", True),
    ("https://a.example:443/x", True), ("http://a.example:80/x", True), ("https://a.example:8443/x", True),
    ("https://bücher.example/x", True), ("https://xn--bcher-kva.example/x", True), ("https://8.8.8.8/x", True),
    ("https://[2606:4700::1111]/x", True), ("https://a.example./x", True),
    ("ftp://a.example/x", False), ("file:///etc/passwd", False), ("//a.example/x", False), ("/x", False),
    ("https://", False), ("https:///x", False), ("https://user@a.example/", False), ("https://u:p@a.example/", False),
    ("https://a.example:22/", False), ("https://a.example:0/", False), ("https://a.example:99999/", False),
    ("https://a.example:x/", False), ("https://a.example/a b", False), ("https://a.example\\x", False),
    ("https://a.example/\u0001", False), ("https://localhost/", False), ("https://localhost./", False),
    ("https://x.localhost/", False), ("https://printer.local/", False), ("https://db.internal/", False),
    ("https://box.home.arpa/", False), ("https://intranet/", False),
    ("http://127.0.0.1/", False), ("http://127.1/", False), ("http://2130706433/", False), ("http://0177.0.0.1/", False),
    ("http://0x7f.1/", False), ("http://0x7f000001/", False), ("http://10.1.2.3/", False), ("http://100.64.0.1/", False),
    ("http://169.254.169.254/", False), ("http://172.16.0.1/", False), ("http://192.168.1.1/", False),
    ("http://198.18.0.1/", False), ("http://224.0.0.1/", False), ("http://255.255.255.255/", False), ("http://0.0.0.0/", False),
    ("http://[::1]/", False), ("http://[::]/", False), ("http://[fe80::1]/", False), ("http://[fc00::1]/", False),
    ("http://[::ffff:127.0.0.1]/", False), ("http://[::ffff:8.8.8.8]/", True), ("http://[64:ff9b::7f00:1]/", False),
    ("http://[2001:db8::1]/", False), ("http://[2002:7f00:1::]/", False), ("http://127.0.0.1./", False),
])
def test_the_url_table(shared_publishing, show, url, accepted):
    answer = shared_publishing.call("POST", "/episodes", {"title": "t", "show_id": show, "audio_url": url})
    if accepted:
        assert answer.status == 201, (url, answer)
        assert answer.json["audio_url"] == url
    else:
        assert (answer.status, answer.json) == (400, {"message": "audio_url must be a valid HTTP/HTTPS URL"}), url


def test_create_answers_without_waiting_for_any_look_up(shared_publishing, show):
    began = time.monotonic()
    shared_publishing.episode(show, audio_url="https://no-such-host-anywhere.example/x.mp3")
    assert time.monotonic() - began < 5


def test_loopback_is_never_connected_to(publishing):
    """A URL that passes the first check and points here sees no connection: the probe refuses the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    show = publishing.show()["id"]
    port = listener.getsockname()[1]
    for url in (f"http://localtest.me:{port}/a.mp3", f"http://127-0-0-1.example:{port}/a.mp3"):
        publishing.episode(show, audio_url=url)
    publishing.instance.restart("--limits-enabled", "false")
    with pytest.raises(socket.timeout):
        listener.accept()
    listener.close()


# Update and archive.

def test_empty_updates_change_nothing(publishing):
    show = publishing.show()["id"]
    episode = publishing.episode(show)
    feed_before = feed_of(publishing, show)
    for options in ({"body": {}}, {"raw": None}, {"body": {"nonsense": 1, "audio_url": "x", "show_id": "y", "image": 5}}):
        answer = publishing.call("PUT", f"/episodes/{episode['id']}", **options)
        assert (answer.status, answer.json) == (200, episode)
    assert feed_of(publishing, show) == feed_before


def feed_of(publishing, show):
    row = next(s for s in publishing.instance.admin("show", "list") if s["id"] == show)
    answer = publishing.instance.get(publishing.instance.path_of(row["feed_url"]))
    assert answer.status == 200
    return answer.header("ETag"), answer.header("Last-Modified"), answer.body


def test_a_get_body_sent_back_changes_nothing(publishing):
    show = publishing.show()["id"]
    episode = publishing.episode(show, description="d", image_url="https://img.example/x.jpg")
    got = publishing.call("GET", f"/episodes/{episode['id']}").json
    before = feed_of(publishing, show)
    assert publishing.call("PUT", f"/episodes/{episode['id']}", got).json == got
    assert feed_of(publishing, show) == before


def test_texts_can_be_changed_and_cleared(publishing):
    show = publishing.show()["id"]
    episode = publishing.episode(show, description="d", image_url="https://img.example/x.jpg")
    changed = publishing.call("PUT", f"/episodes/{episode['id']}", {"title": " New ", "description": "", "image_url": ""}).json
    assert changed == {**episode, "title": "New", "description": "", "image": ""}
    assert publishing.call("PUT", f"/episodes/{episode['id']}", {"title": ""}).status == 400


def test_one_invalid_member_changes_none(publishing):
    episode = publishing.episode(publishing.show()["id"])
    answer = publishing.call("PUT", f"/episodes/{episode['id']}", {"title": "New", "datetime": "soon"})
    assert answer.status == 400
    assert publishing.call("GET", f"/episodes/{episode['id']}").json == episode


def test_two_concurrent_updates_of_different_members_both_take_effect(publishing):
    episode = publishing.episode(publishing.show()["id"])
    for n in range(20):
        changes = [{"title": f"Title {n}"}, {"description": f"Description {n}"}]
        threads = [threading.Thread(target=publishing.call, args=("PUT", f"/episodes/{episode['id']}", c)) for c in changes]
        [t.start() for t in threads]
        [t.join() for t in threads]
        now = publishing.call("GET", f"/episodes/{episode['id']}").json
        assert (now["title"], now["description"]) == (f"Title {n}", f"Description {n}")


def test_a_date_in_the_future_schedules_again_and_one_in_the_past_publishes(publishing):
    show = publishing.show()["id"]
    episode = publishing.episode(show)
    future = int(publishing.instance.now()) + 10000
    assert publishing.call("PUT", f"/episodes/{episode['id']}", {"datetime": future}).json["datetime"] == future
    assert episode_count(publishing, show) == 0
    publishing.call("PUT", f"/episodes/{episode['id']}", {"datetime": 1700000000})
    assert episode_count(publishing, show) == 1


def test_archive_is_204_without_a_body_and_then_404(publishing):
    episode = publishing.episode(publishing.show()["id"])
    answer = publishing.call("DELETE", f"/episodes/{episode['id']}")
    assert (answer.status, answer.body, answer.header("Content-Type")) == (204, b"", None)
    for method in ("DELETE", "GET", "PUT"):
        answer = publishing.call(method, f"/episodes/{episode['id']}", body={} if method == "PUT" else None)
        assert (answer.status, answer.json) == (404, {"message": "Episode not found"})


def test_an_archived_episode_is_nowhere_and_comes_back_the_same(publishing):
    instance = publishing.instance
    show = publishing.show()["id"]
    episode = publishing.upload(show, mp3_bytes()).json
    row = next(e for e in instance.admin("episode", "list", "--show", show) if e["id"] == episode["id"])
    media = instance.path_of(episode["audio_url"])
    page = next(s for s in instance.admin("show", "list"))["page_url"]
    assert instance.get(media).status == 200
    publishing.call("DELETE", f"/episodes/{episode['id']}")
    assert instance.get(media).status == 404
    assert row["guid"].encode() not in feed_of(publishing, show)[2]
    assert b"Harbour lights" not in instance.get(instance.path_of(page)).body
    assert publishing.call("GET", "/search?q=harbour").json["total"] == 0
    instance.admin("episode", "restore", "--episode", episode["id"])
    deadline = time.monotonic() + 1
    while not (publishing.call("GET", f"/episodes/{episode['id']}").status == 200
               and instance.get(media).status == 200
               and row["guid"].encode() in feed_of(publishing, show)[2]):
        assert time.monotonic() < deadline
    again = next(e for e in instance.admin("episode", "list", "--show", show) if e["id"] == episode["id"])
    assert {k: v for k, v in again.items() if k != "state"} == {k: v for k, v in row.items() if k != "state"}
    assert publishing.call("GET", f"/episodes/{episode['id']}").json == episode


# Idempotency.

def create(publishing, show, key, **more):
    return publishing.call("POST", "/episodes", {"title": "Once", "show_id": show, "audio_url": URL, **more},
                           headers={"X-Idempotency-Key": key})


def test_the_same_request_twice_is_one_episode(publishing):
    show = publishing.show()["id"]
    first, second = create(publishing, show, "k1"), create(publishing, show, "k1")
    assert (first.status, first.header("X-Idempotency-Replayed")) == (201, None)
    assert (second.status, second.body, second.header("X-Idempotency-Replayed")) == (201, first.body, "true")
    assert episode_count(publishing, show) == 1
    other = create(publishing, show, "k1", title="Twice")
    assert (other.status, other.json) == (409, {"message": "X-Idempotency-Key was already used with a different request"})


def test_the_key_is_forgotten_after_a_day(publishing):
    show = publishing.show()["id"]
    first = create(publishing, show, "k1").json
    publishing.instance.set_clock_offset(24 * 3600 - 60)
    assert create(publishing, show, "k1").json["id"] == first["id"]
    publishing.instance.set_clock_offset(24 * 3600 + 60)
    assert create(publishing, show, "k1").json["id"] != first["id"]


def test_order_and_white_space_do_not_make_another_request(publishing):
    show = publishing.show()["id"]
    first = create(publishing, show, "k1")
    raw = json.dumps({"audio_url": URL, "show_id": show, "title": "  Once ", "description": None}, indent=4).encode()
    again = publishing.call("POST", "/episodes", raw=raw, headers={"X-Idempotency-Key": "k1"})
    assert (again.status, again.body) == (201, first.body)


def test_the_same_upload_with_another_boundary_and_file_name_is_a_replay(publishing):
    show, data = publishing.show()["id"], mp3_bytes()
    first = publishing.upload(show, data, headers={"X-Idempotency-Key": "u1"})
    body, content_type = multipart([("show_id", str(show)), ("title", "Harbour lights")],
                                   [("file", "other.wav", "audio/wav", data)], boundary="quite-another", file_first=True)
    again = publishing.call("POST", "/episodes/upload", raw=body,
                            headers={"Content-Type": content_type, "X-Idempotency-Key": "u1"})
    assert (first.status, again.status, again.body) == (201, 201, first.body)
    assert again.header("X-Idempotency-Replayed") == "true"
    assert publishing.upload(show, data + data[:417], headers={"X-Idempotency-Key": "u1"}).status == 409


def test_fifty_concurrent_creates_make_one_episode(publishing):
    show, answers = publishing.show()["id"], []
    threads = [threading.Thread(target=lambda: answers.append(create(publishing, show, "same"))) for _ in range(50)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert {a.status for a in answers} == {201}
    assert len({a.body for a in answers}) == 1
    assert episode_count(publishing, show) == 1


def test_a_400_does_not_use_the_key_up(publishing):
    show = publishing.show()["id"]
    assert create(publishing, show, "k1", title="").status == 400
    assert create(publishing, show, "k1").status == 201


def test_a_replay_after_archive_gives_the_first_body(publishing):
    show = publishing.show()["id"]
    first = create(publishing, show, "k1")
    publishing.call("DELETE", f"/episodes/{first.json['id']}")
    assert create(publishing, show, "k1").body == first.body


def test_a_replay_survives_kill_and_restart(publishing):
    show = publishing.show()["id"]
    first = create(publishing, show, "k1")
    publishing.instance.kill()
    publishing.instance.start(*publishing.instance.extra)
    again = create(publishing, show, "k1")
    assert (again.status, again.body) == (201, first.body)


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "tab\there", "é"])
def test_a_malformed_key_is_400(shared_publishing, show, key):
    answer = shared_publishing.call(
        "POST", "/episodes", {"title": "t", "show_id": show, "audio_url": URL},
        headers={"X-Idempotency-Key": key.encode().decode("latin-1")})
    assert answer.json == {"message": "X-Idempotency-Key must be 1 to 255 printable ASCII characters"}
    assert answer.status == 400


def test_the_key_is_scoped_to_the_operation_and_outlives_the_api_key(publishing):
    show = publishing.show()["id"]
    first = create(publishing, show, "k1")
    assert publishing.call("POST", "/shows", {"title": "x"}, headers={"X-Idempotency-Key": "k1"}).status == 201
    publishing.key = publishing.new_key("episodes:write", label="successor")
    assert create(publishing, show, "k1").body == first.body
