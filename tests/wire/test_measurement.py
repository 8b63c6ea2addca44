"""From requests to numbers: the built program counts what it served (measurement.md, 6 and 10.4)."""

import datetime
import json
import time

import pytest

from feeds import Host
from publishing import mp3_bytes

DATA = mp3_bytes(90)  # over a minute: a part is enough
OVERCAST = "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)"
SPOTIFY = "Spotify/9.0.2 Android/34 (SM-S911B)"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture
def host(publishing):
    host = Host(publishing)
    host.stored = host.upload(DATA)
    host.path = host.media_path(host.stored)
    return host


def fetch(host, user_agent=OVERCAST, method="GET", **headers):
    sent = {"User-Agent": user_agent, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return host.instance.request(method, host.path, headers=sent)


def measure(instance, metric, *flags):
    day = datetime.date.today()
    span = ["--from", str(day - datetime.timedelta(days=1)), "--to", str(day + datetime.timedelta(days=1))]
    return instance.admin("measure", metric, *span, *flags)


def total(instance, metric="downloads"):
    return measure(instance, metric)[0]["value"]


def admin_fails(instance, *arguments):
    """What a command says on its standard error."""
    done = instance.admin(*arguments, check=False)
    assert done.returncode != 0, done.stdout
    return done.stderr


def await_log(instance, words):
    """Counting is its own thread's affair: it says within a moment what is wrong."""
    deadline = time.monotonic() + 10
    while words not in instance.log_text():
        assert time.monotonic() < deadline, instance.log_text()
        time.sleep(0.05)


def test_a_listener_an_episode_and_a_day_are_one_download(host):
    fetch(host)
    fetch(host)
    fetch(host, SPOTIFY)
    fetch(host, GOOGLEBOT)
    fetch(host, method="HEAD")
    fetch(host, SPOTIFY, Range="bytes=0-1")
    assert total(host.instance) == 2
    assert total(host.instance, "download_listeners") == 2
    by_app = {row["app"]: row["value"] for row in measure(host.instance, "downloads", "--by", "app")}
    assert by_app == {"Overcast": 1, "Spotify": 1}
    by_show = measure(host.instance, "sd", "--by", "show")
    assert [(row["show"], row["value"]) for row in by_show] == [(str(host.show["id"]), 2)]


def test_parts_add_up_and_repeats_do_not(host):
    minute = len(DATA) * 60 // 90 + 2048
    half = minute // 2
    fetch(host, Range=f"bytes=0-{half}")
    fetch(host, Range=f"bytes=0-{half}")
    assert total(host.instance) == 0
    fetch(host, Range=f"bytes={half}-{minute}")
    assert total(host.instance) == 1


def test_every_hit_can_be_explained(host):
    fetch(host)
    fetch(host, GOOGLEBOT)
    fetch(host, SPOTIFY, Range="bytes=0-999")
    host.instance.admin("settle")
    explained = {}
    for hit in host.instance.admin("hits"):
        if hit["subject"] == "media":
            trail = host.instance.admin("explain-hit", hit["hit_id"])
            explained[trail["app"]] = (trail["disposition"], trail["rule"])
    assert explained == {"Overcast": ("counted", "candidate"), "Googlebot": ("bot", "bot_rule"),
                         "Spotify": ("partial", "candidate")}
    assert "32 hexadecimal digits" in admin_fails(host.instance, "explain-hit", "x")
    assert "no hit" in admin_fails(host.instance, "explain-hit", "0" * 32)


def test_a_kill_loses_and_doubles_nothing(host):
    for number in range(4):
        fetch(host, f"AntennaPod/{number}")
        host.instance.admin("settle")
        fetch(host, f"AntennaPod/{number} (again)")
        host.instance.admin("hits")
        host.instance.kill()
        host.instance.start()
        # The second may not have reached the disk; the first was settled.
        assert total(host.instance) >= number + 1
        fetch(host, f"AntennaPod/{number} (again)")
    assert total(host.instance) == 8


def test_counting_goes_on_without_a_server(host):
    fetch(host)
    host.instance.stop()
    assert total(host.instance) == 1


def test_a_broken_store_does_not_stop_delivery(host):
    fetch(host)
    assert total(host.instance) == 1
    host.instance.stop()
    plays = host.instance.data / "plays.duckdb"
    kept = plays.read_bytes()
    plays.write_bytes(b"this is no database" * 1000)
    host.instance.start()
    assert fetch(host, SPOTIFY).status == 200
    assert "cannot open the plays" in admin_fails(host.instance, "settle")
    await_log(host.instance, "plays cannot be counted")
    plays.write_bytes(kept)
    assert total(host.instance) == 2  # the spool held it


def test_own_rules_take_the_place_of_the_programs(host):
    rules = host.instance.data / "rules"
    rules.mkdir()
    (rules / "apps.json").write_text(json.dumps({"entries": [{"name": "Harbour Radio", "pattern": "^HarbourRadio/",
                                                               "examples": ["HarbourRadio/1"]}]}))
    host.instance.restart()
    fetch(host, "HarbourRadio/2")
    assert [row["app"] for row in measure(host.instance, "downloads", "--by", "app")] == ["Harbour Radio"]


def test_a_shared_network_is_left_alone_by_the_rule_about_volume(publishing):
    instance = publishing.instance
    rules = instance.data / "rules"
    rules.mkdir(exist_ok=True)
    listed = {"network": "127.0.0.0/8", "name": "A campus", "reviewed": str(datetime.date.today() - datetime.timedelta(days=91))}
    (rules / "safe-networks.json").write_text(json.dumps([listed]))
    instance.restart("--limits-enabled", "false", "--measurement-volume-limit", "2")
    host = Host(publishing)
    host.path = host.media_path(host.upload(DATA))
    for number in range(4):
        fetch(host, f"Overcast/3.{number} (+http://overcast.fm/; iOS podcast app)")
    instance.admin("settle")
    assert total(instance) == 4
    assert any("A campus" in row["what"] for row in instance.admin("doctor"))
    (rules / "safe-networks.json").write_text("[{}]")
    assert any("safe networks is refused" in row["what"] for row in instance.admin("doctor"))


@pytest.mark.parametrize("agent", [b"Bad\xff\xfe\xc3(", b"a\xed\xa0\x80b", "é".encode() * 600])
def test_a_user_agent_of_any_bytes_is_counted(host, agent):
    """One that is no UTF-8, or is none once it is cut, kept all that came after it from being counted."""
    raw = host.instance.connect()
    raw.sendall(b"GET " + host.path.encode() + b" HTTP/1.1\r\nHost: a\r\nUser-Agent: " + agent +
                b"\r\nReferer: https://\xff/\r\nConnection: close\r\n\r\n")
    while raw.recv(65536):
        pass
    raw.close()
    host.instance.admin("settle")
    assert total(host.instance) == 1
