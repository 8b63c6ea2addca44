"""publishing-v1.md, section 18: keys and scopes; the order of the checks; the error form."""

import threading
import time

import pytest

from publishing import ALL_SCOPES, Publishing, mp3_bytes

OPERATIONS = [
    ("GET", "/station", "station:read"),
    ("GET", "/episodes", "episodes:read"),
    ("GET", "/episodes/1", "episodes:read"),
    ("POST", "/episodes", "episodes:write"),
    ("POST", "/episodes/upload", "episodes:write"),
    ("POST", "/episodes/generate", "episodes:generate"),
    ("PUT", "/episodes/1", "episodes:write"),
    ("DELETE", "/episodes/1", "episodes:write"),
    ("GET", "/shows", "shows:read"),
    ("GET", "/shows/1", "shows:read"),
    ("POST", "/shows", "shows:write"),
    ("PUT", "/shows/1", "shows:write"),
    ("DELETE", "/shows/1", "shows:write"),
    ("GET", "/search", "episodes:read"),
    ("GET", "/schedule", "schedule:read"),
    ("PUT", "/schedule", "schedule:write"),
    ("DELETE", "/schedule", "schedule:write"),
    ("GET", "/now-playing", "schedule:read"),
]


def test_there_are_eighteen_operations():
    assert len(OPERATIONS) == 18


def only_message(answer):
    """Every error has exactly one member, `message`."""
    assert answer.header("Content-Type") == "application/json; charset=utf-8"
    assert list(answer.json) == ["message"]
    return answer.json["message"]


def test_a_missing_header_is_401(shared):
    shared.set_up()
    answer = shared.get("/autopod/v1/episodes")
    assert answer.status == 401
    assert only_message(answer) == "Missing X-API-Key header"


def test_an_empty_header_is_401(shared_publishing):
    assert shared_publishing.call("GET", "/episodes", key="").status == 401


def test_an_unknown_key_is_403(shared_publishing):
    for key in ("apk_" + "x" * 40, "nonsense", "apk_", "é"):
        answer = shared_publishing.instance.request(
            "GET", "/autopod/v1/episodes", headers={"X-API-Key": key.encode("utf-8").decode("latin-1")})
        assert answer.status == 403
        assert only_message(answer) == "Invalid or disabled API key"


def test_a_revoked_key_is_403(shared_publishing):
    key = shared_publishing.new_key("episodes:read")
    assert shared_publishing.call("GET", "/episodes", key=key).status == 200
    admin = shared_publishing.instance.admin
    row = next(k for k in admin("key", "list", "--workspace", shared_publishing.workspace)
               if key[4:12] in k["display"])
    admin("key", "revoke", "--workspace", shared_publishing.workspace, "--key", row["id"])
    deadline = time.monotonic() + 1.0
    while shared_publishing.call("GET", "/episodes", key=key).status == 200:
        assert time.monotonic() < deadline, "a revoked key still worked after one second"
    answer = shared_publishing.call("GET", "/episodes", key=key)
    assert answer.status == 403
    assert only_message(answer) == "Invalid or disabled API key"


def test_a_key_is_refused_from_the_second_of_its_expiry(publishing):
    instance = publishing.instance
    expires = int(instance.now()) + 1000
    key = publishing.new_key("episodes:read", expires=expires)
    assert publishing.call("GET", "/episodes", key=key).status == 200
    instance.set_clock_offset(expires - time.time() - 5)
    assert publishing.call("GET", "/episodes", key=key).status == 200
    instance.set_clock_offset(expires - time.time())
    answer = publishing.call("GET", "/episodes", key=key)
    assert answer.status == 403
    assert only_message(answer) == "Invalid or disabled API key"


def test_keys_of_a_workspace_with_the_api_off_are_403(publishing):
    publishing.instance.admin("workspace", "set", "--workspace", publishing.workspace, "--publishing-api", "off")
    deadline = time.monotonic() + 1.0
    while publishing.call("GET", "/episodes").status == 200:
        assert time.monotonic() < deadline
    assert only_message(publishing.call("GET", "/episodes")) == "Invalid or disabled API key"
    publishing.instance.admin("workspace", "set", "--workspace", publishing.workspace, "--publishing-api", "on")


@pytest.mark.parametrize("method,path,scope", OPERATIONS, ids=lambda v: str(v))
def test_every_scope_but_its_own_is_403_naming_the_scope(shared_publishing, method, path, scope):
    others = shared_publishing.new_key(*[s for s in ALL_SCOPES if s != scope])
    answer = shared_publishing.call(method, path, key=others)
    assert answer.status == 403
    assert only_message(answer) == f"API key is missing required scope: {scope}"


@pytest.mark.parametrize("method,path,scope", OPERATIONS, ids=lambda v: str(v))
def test_its_own_scope_alone_passes_the_scope_check(shared_publishing, method, path, scope):
    own = shared_publishing.new_key(scope)
    assert shared_publishing.call(method, path, key=own).status not in (401, 403, 405)


def test_the_key_is_shown_once_and_stored_nowhere(publishing):
    key = publishing.new_key(*ALL_SCOPES, label="secret keeper")
    show = publishing.show()
    publishing.episode(show["id"])
    publishing.call("GET", "/episodes", key=key)
    listing = str(publishing.instance.admin("key", "list", "--workspace", publishing.workspace))
    assert key not in listing
    publishing.instance.stop()
    for path in publishing.instance.data.rglob("*"):
        if path.is_file():
            assert key.encode() not in path.read_bytes(), path
    assert key not in publishing.instance.log_text()


def test_a_revoked_key_in_steady_use_fails_within_a_second(publishing):
    key = publishing.new_key("episodes:read")
    row = publishing.instance.admin("key", "list", "--workspace", publishing.workspace)[0]
    stopped = threading.Event()
    answers = []

    def use():
        while not stopped.is_set():
            answers.append((time.monotonic(), publishing.call("GET", "/episodes", key=key).status))
            stopped.wait(0.02)  # 50 requests a second

    user = threading.Thread(target=use)
    user.start()
    publishing.instance.admin("key", "revoke", "--workspace", publishing.workspace, "--key", row["id"])
    revoked = time.monotonic()
    while not any(status == 403 for _, status in answers) and time.monotonic() < revoked + 5:
        stopped.wait(0.01)
    stopped.set()
    user.join()
    assert any(status == 200 for _, status in answers)
    assert all(status == 403 for when, status in answers if when > revoked + 1)
    assert any(status == 403 for _, status in answers)


def test_a_key_anywhere_else_is_not_looked_at(shared_publishing):
    key, instance = shared_publishing.key, shared_publishing.instance
    assert instance.get(f"/autopod/v1/episodes?api_key={key}&X-API-Key={key}").status == 401
    assert instance.get("/autopod/v1/episodes", Authorization=f"Bearer {key}").status == 401


def test_another_workspace_is_as_if_it_did_not_exist(shared_publishing):
    theirs = Publishing(shared_publishing.instance, name="Other Audio")
    show = theirs.show("Elsewhere")
    episode = theirs.episode(show["id"])
    ours = shared_publishing
    missing_episode = ours.call("GET", "/episodes/999999999999").text
    missing_show = ours.call("GET", "/shows/999999999999").text
    for method in ("GET", "PUT", "DELETE"):
        answer = ours.call(method, f"/episodes/{episode['id']}", body={} if method == "PUT" else None)
        assert (answer.status, answer.text) == (404, missing_episode)
        answer = ours.call(method, f"/shows/{show['id']}", body={} if method == "PUT" else None)
        assert (answer.status, answer.text) == (404, missing_show)
    answer = ours.call("POST", "/episodes", {"title": "x", "show_id": show["id"], "audio_url": "https://a.example/a.mp3"})
    assert (answer.status, only_message(answer)) == (404, "Show not found")
    assert ours.call("GET", f"/episodes?show_id={show['id']}").json["episodes"] == []
    cursor = theirs.call("GET", "/episodes?limit=1").json
    assert ours.call("GET", f"/episodes?cursor={cursor['next_cursor'] or ''}").status == 200
    body = {"title": "Same key", "show_id": show["id"], "audio_url": "https://a.example/a.mp3"}
    assert theirs.call("POST", "/episodes", body, headers={"X-Idempotency-Key": "one"}).status == 201
    our_show = ours.show("Ours")
    mine = ours.call("POST", "/episodes", {**body, "show_id": our_show["id"]}, headers={"X-Idempotency-Key": "one"})
    assert mine.status == 201 and mine.header("X-Idempotency-Replayed") is None


def test_the_first_failing_check_answers(shared_publishing):
    """2.3: path, method, key, scope, size, body, existence, conflict."""
    call = shared_publishing.call
    assert call("GET", "/nonsense", key="bad").status == 404
    assert only_message(call("GET", "/nonsense")) == "Not found"
    answer = call("PATCH", "/episodes/1", key="bad")
    assert answer.status == 405
    assert {"GET", "PUT", "DELETE"} <= {m.strip() for m in answer.header("Allow").split(",")}
    weak = shared_publishing.new_key("station:read")
    assert call("POST", "/episodes", raw=b"x" * 2_000_000, key=weak).status == 403
    assert call("POST", "/episodes", raw=b"x" * 2_000_000).status == 413
    assert call("PUT", "/episodes/999999999", raw=b"{").status == 400
    assert call("PUT", "/episodes/999999999", body={}).status == 404


def test_cors_lets_a_page_call_the_api(shared_publishing):
    answer = shared_publishing.instance.request(
        "OPTIONS", "/autopod/v1/episodes", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"})
    assert answer.status == 204 and answer.body == b""
    assert answer.header("Access-Control-Allow-Origin") == "*"
    allowed = {h.strip().lower() for h in answer.header("Access-Control-Allow-Headers").split(",")}
    assert {"x-api-key", "x-idempotency-key", "content-type"} <= allowed
    for answer in (shared_publishing.call("GET", "/episodes"), shared_publishing.call("GET", "/nonsense")):
        assert answer.header("Access-Control-Allow-Origin") == "*"
        assert answer.header("Access-Control-Allow-Credentials") is None


def test_head_and_trailing_slashes_work(shared_publishing):
    full = shared_publishing.call("GET", "/shows")
    head = shared_publishing.call("HEAD", "/shows")
    assert (head.status, head.body) == (200, b"")
    assert head.header("Content-Length") == full.header("Content-Length")
    assert shared_publishing.call("GET", "/shows/").text == full.text


def test_generate_is_501_with_the_scope(shared_publishing):
    answer = shared_publishing.call("POST", "/episodes/generate", {"title": "x"})
    assert answer.status == 501
    assert only_message(answer) == "Recording is not available on this server"


class TestRateLimits:
    """Section 15, on a server with its limits on."""

    @pytest.fixture()
    def limited(self):
        from instance import Instance
        one = Instance()
        one.start()
        yield Publishing(one)
        one.close()

    def test_a_429_says_when_one_request_is_certain_to_pass(self, limited):
        limited.instance.set_clock_offset(0)
        statuses = [limited.call("GET", "/station").status for _ in range(75)]
        assert statuses[:60] == [200] * 60 and 429 in statuses
        while (answer := limited.call("GET", "/station")).status == 200:
            pass
        assert only_message(answer) == "Rate limit exceeded"
        wait = int(answer.header("Retry-After"))
        assert wait >= 1
        limited.instance.set_clock_offset(wait)
        assert limited.call("GET", "/station").status == 200

    def test_every_answer_with_a_valid_key_tells_its_bucket(self, limited):
        answer = limited.call("GET", "/episodes")
        assert int(answer.header("X-RateLimit-Limit")) == 120
        remaining = int(answer.header("X-RateLimit-Remaining"))
        assert int(answer.header("X-RateLimit-Reset")) >= int(limited.instance.now()) - 1
        assert int(limited.call("GET", "/episodes").header("X-RateLimit-Remaining")) < remaining + 1
        assert limited.call("GET", "/episodes", key="bad").header("X-RateLimit-Limit") is None

    def test_guessing_keys_from_one_address_is_429_after_thirty(self, limited):
        statuses = [limited.call("GET", "/episodes", key=f"apk_{n:040}").status for n in range(40)]
        assert statuses[:30] == [403] * 30
        assert statuses[-1] == 429

    def test_a_third_upload_at_once_is_429(self, limited):
        show = limited.show()
        body_head = (b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; '
                     b'name="file"; filename="a.mp3"\r\n\r\n')
        head = (f"POST /autopod/v1/episodes/upload HTTP/1.1\r\nHost: a\r\nX-API-Key: {limited.key}\r\n"
                "Content-Type: multipart/form-data; boundary=b\r\nExpect: 100-continue\r\nContent-Length: 5000000\r\n\r\n").encode()
        open_ones = []
        for _ in range(2):
            raw = limited.instance.connect()
            raw.sendall(head)
            assert raw.recv(4096).startswith(b"HTTP/1.1 100")
            raw.sendall(body_head)
            open_ones.append(raw)
        assert limited.upload(show["id"], mp3_bytes()).status == 429
        for raw in open_ones:
            raw.close()
