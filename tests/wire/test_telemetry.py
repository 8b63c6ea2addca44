"""Reports of players (measurement.md, section 4): the endpoint, its refusals, and what becomes numbers."""

import json
import time
import uuid

import pytest

from browser import Browser
from creators import Creators
from documents import tone
from feeds import Host
from instance import Instance
from publishing import mp3_bytes
from test_measurement import total

SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15"
EVENTS = "/t/v1/events"


@pytest.fixture
def host(publishing):
    host = Host(publishing)
    host.stored = host.upload(mp3_bytes(90))
    host.path = host.media_path(host.stored)
    host.key = host.path.rsplit("/", 1)[1].removesuffix(".mp3")
    host.instance.set_clock_offset(3600)  # it is out for an hour
    return host


def stamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + ".000Z"


class Player:
    """What a player of our own sends."""

    def __init__(self, host, user_agent=SAFARI):
        self.host, self.user_agent, self.pid = host, user_agent, str(uuid.uuid4())
        answer = host.instance.get(f"/t/v1/token?episode={host.key}", User_Agent=user_agent)
        assert answer.status == 200 and answer.header("Cache-Control") == "no-store", answer
        assert answer.header("Access-Control-Allow-Origin") == "*"
        self.token = answer.json["token"]

    def event(self, type, ago=0, **more):
        return {"id": str(uuid.uuid4()), "t": type, "at": stamp(self.host.instance.now() - ago), "pid": self.pid,
                "episode": self.host.key, **more}

    def send(self, *events, token=None, headers=None, raw=None, **more):
        body = raw if raw is not None else json.dumps(
            {"v": 1, "sent_at": stamp(self.host.instance.now()), "token": self.token if token is None else token,
             "client": {"kind": "embed", "version": "1.0.0"}, "events": events, **more})
        return self.host.instance.request("POST", EVENTS, body.encode(), {
            "User-Agent": self.user_agent, "Content-Type": "text/plain;charset=UTF-8", **(headers or {})})

    def fates(self, *events, **more):
        answer = self.send(*events, **more)
        assert answer.status == 202, answer
        assert set(answer.json) == {"accepted", "duplicate", "rejected"}
        return answer.json["accepted"], answer.json["duplicate"], [one["reason"] for one in answer.json["rejected"]]


def test_reports_become_starts_streams_and_time(host):
    player = Player(host)
    assert player.fates(player.event("start", 70), player.event("progress", 25, ranges=[[0, 45000]])) == (2, 0, [])
    host.instance.admin("settle")
    assert [total(host.instance, name) for name in ("starts", "plays", "streams")] == [1, 1, 0]
    assert player.fates(player.event("end", 4, ranges=[[45000, 66000]])) == (1, 0, [])
    host.instance.admin("settle")
    assert [total(host.instance, name) for name in ("starts", "plays", "streams")] == [1, 1, 1]
    assert total(host.instance, "consumption_ms") == 66000


def test_a_batch_that_was_answered_survives_a_kill_and_counts_once(host):
    player = Player(host)
    sent = [player.event("start", 70), player.event("progress", 1, ranges=[[0, 66000]])]
    assert player.fates(*sent) == (2, 0, [])
    host.instance.kill()
    host.instance.start(*host.instance.extra, listen=f"127.0.0.1:{host.instance.port}")
    assert player.send(*sent).status == 202
    host.instance.admin("settle")
    assert [total(host.instance, name) for name in ("starts", "streams")] == [1, 1]


def test_the_same_ids_again_are_duplicates(host):
    player = Player(host)
    event = player.event("start")
    assert player.fates(event) == (1, 0, [])
    assert player.fates(event, player.event("pause")) == (1, 1, [])


def test_the_players_own_requests_are_no_downloads_beside_its_session(host):
    player = Player(host)
    host.instance.request("GET", f"{host.path}?pid={player.pid}", headers={"User-Agent": SAFARI})
    player.fates(player.event("start", 70), player.event("progress", 0, ranges=[[0, 66000]]))
    host.instance.admin("settle")
    assert total(host.instance, "downloads") == 0
    assert total(host.instance, "iab_downloads") == 1
    assert total(host.instance, "sd") == 1


@pytest.mark.parametrize("body,status", [
    ("", 400), ("[]", 400), ("{", 400), ('{"v":2,"sent_at":"2026-03-03T10:00:00Z","events":[]}', 400),
    ('{"v":1,"events":[]}', 400), ('{"v":1,"sent_at":"2026-03-03T10:00:00Z","events":{}}', 400),
    ("[" * 60000, 400), (" " * 65537, 413), ("\xff\xfe", 400),
    (json.dumps({"v": 1, "sent_at": "2026-03-03T10:00:00Z", "events": [{}] * 201}), 413)])
def test_what_is_no_batch(host, body, status):
    answer = Player(host).send(raw=body)
    assert answer.status == status, answer
    assert answer.header("Access-Control-Allow-Origin") == "*" and answer.json["error"]["message"]


def test_one_reason_for_every_event_that_is_refused(host):
    player = Player(host)
    other = Player(host, "Other/1.0")
    future = player.event("start")
    future["at"] = stamp(host.instance.now() + 3600)
    assert player.fates(
        {**player.event("start"), "id": "7"}, future, {**player.event("start"), "episode": "0000000000000000"},
        player.event("progress", ranges=[[5, 5]]), player.event("progress", ranges=[[0, 92000]]),
        player.event("progress", ranges=[[0, 89000]])) == (
            0, 0, ["bad_id", "bad_time", "bad_range", "no_episode", "bad_range", "too_fast"])
    assert player.fates(player.event("start"), token=other.token) == (0, 0, ["bad_token"])
    assert player.fates(player.event("start"), token="") == (0, 0, ["bad_token"])
    robot = Player(host, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
    assert robot.fates(robot.event("start")) == (0, 0, ["bot"])
    assert "unknown" not in player.send(player.event("start", unknown={"members": "are ignored"})).text
    metrics = host.instance.get("/metrics").text
    assert 'mooring_events_total{outcome="too_fast"} 1' in metrics


def test_members_of_the_show_are_no_listeners(host):
    api = Creators(host.instance)
    player = Player(host)
    answer = player.send(player.event("start"), token="", headers={"Authorization": f"Bearer {api.token}"})
    assert answer.json["rejected"][0]["reason"] == "owner"
    assert player.send(player.event("start"), headers={"Authorization": "Bearer nonsense"}).status == 401


def test_people_who_are_signed_in_follow_and_unfollow(host):
    api = Creators(host.instance)
    accounts = api.accounts
    accounts.person("reader")
    bearer = {"Authorization": f"Bearer {api.token_of(accounts.session('reader'))}"}
    player = Player(host)
    show = {"show": host.describe()["feed_url"].rsplit("/", 1)[1].removesuffix(".xml")}

    def follow(type, ago):
        event = {"id": str(uuid.uuid4()), "t": type, "at": stamp(host.instance.now() - ago), **show}
        assert player.send(event, token="", headers=bearer).json["accepted"] == 1
        host.instance.admin("settle")
        return total(host.instance, "followers")

    assert follow("follow", 30) == 1
    assert follow("follow", 20) == 1
    assert follow("unfollow", 10) == 0


def test_impressions_count_again_after_half_an_hour(host):
    player = Player(host)
    seen = [player.event("impression", ago, surface="HOME") for ago in (3000, 2000, 1100)]
    assert player.fates(*seen) == (3, 0, [])
    host.instance.admin("settle")
    assert total(host.instance, "impressions") == 2


def test_a_token_is_given_for_what_is_out(host):
    for episode in ("0000000000000000", "x", ""):
        answer = host.instance.get(f"/t/v1/token?episode={episode}")
        assert answer.status == 404 and answer.json["error"]["field"] == "episode"
    assert host.instance.request("POST", "/t/v1/token").status == 405
    assert host.instance.get(EVENTS).header("Allow") == "POST, OPTIONS"
    assert host.instance.get("/t/v1/nothing").status == 404


def test_every_site_may_report(host):
    answer = host.instance.request("OPTIONS", EVENTS, headers={
        "Origin": "https://blog.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"})
    assert answer.status == 204 and answer.header("Access-Control-Allow-Origin") == "*"
    assert answer.header("Access-Control-Allow-Credentials") is None
    assert "Content-Type" in answer.header("Access-Control-Allow-Headers")


def test_many_batches_have_to_wait():
    one = Instance()
    try:
        one.start("--http-trusted-proxies", "127.0.0.1", "--limits-event-batches", "3")
        ask = lambda: one.request("POST", EVENTS, b"{}", {"X-Forwarded-For": "203.0.113.9"})
        assert [ask().status for _ in range(3)] == [400] * 3
        refused = ask()
        assert refused.status == 429 and int(refused.header("Retry-After")) >= 1
    finally:
        one.close()


@pytest.fixture(scope="module")
def browser():
    one = Browser()
    yield one
    one.close()


def accepted(host):
    lines = host.instance.get("/metrics").text.splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith('mooring_events_total{outcome="accepted"}'))


def await_reports(host, page, count):
    """Until the server took that many reports; the browser's own list leaves out requests that outlive a page."""
    deadline = time.monotonic() + 20
    while accepted(host) < count:
        assert time.monotonic() < deadline, host.instance.get("/metrics").text
        page.evaluate("1")


def test_the_embedded_player_reports_what_is_heard(browser, publishing):
    host = Host(publishing, title="Saltmarsh Stories")
    stored = host.upload(tone(8), title="Harbour lights")
    embed = host.row_of(stored)["media_url"].replace("/media/", "/embed/episode/").removesuffix(".mp3")
    page = browser.page()
    page.call("Emulation.setUserAgentOverride", userAgent=SAFARI)  # its own says that nobody sits before it
    try:
        page.go(embed)
        assert not [one for one in page.requests if "/t/v1/" in one["url"] or "/media/" in one["url"]], "nothing unasked"
        page.evaluate("document.querySelector('audio').muted = true")
        page.click("audio", 20, 25)
        page.wait_for("document.querySelector('audio').currentTime > 2")
        page.evaluate("document.querySelector('audio').pause()")
        await_reports(host, page, 2)
        host.instance.admin("settle")
        assert total(host.instance, "starts") == 1
        heard = total(host.instance, "consumption_ms")
        at = page.evaluate("document.querySelector('audio').currentTime * 1000")
        assert abs(heard - at) < 400, (heard, at)
        page.evaluate("document.querySelector('audio').play()")
        page.wait_for("document.querySelector('audio').ended")
        await_reports(host, page, 3)
        host.instance.admin("settle")
        assert total(host.instance, "starts") == 1, "one intention to play is one session"
        assert abs(total(host.instance, "consumption_ms") - 8000) < 500
        assert total(host.instance, "downloads") == 0, "its requests carry the playback's id"
        assert page.violations == [] and page.errors == []
    finally:
        page.close()
