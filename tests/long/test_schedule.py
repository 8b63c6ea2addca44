"""Publication by the real clock: within one second of its time in the feed, and the hooks after that."""

import threading
import time

import pytest

from feeds import Host
from instance import Instance
from outside import Outside
from publishing import Publishing, mp3_bytes

EPISODES = 12


@pytest.fixture
def outside():
    server = Outside()
    yield server
    server.close()


def test_episodes_appear_within_a_second_of_their_time_and_hooks_come_after(outside):
    """Episodes due at consecutive seconds; a listener asks all the time, and the hub asks when it is told."""
    seen_by_hub = []
    one = Instance()

    host = None

    def hub(_):
        seen_by_hub.append((time.time(), one.get(host.feed_path).body if host else b""))
        return 204, {}, b""

    outside.pages["/hub"] = hub
    one.start("--limits-enabled", "false", "--hooks-websub", outside.url + "/hub", "--outbound-allow-addresses", "127.0.0.1")
    try:
        host = Host(Publishing(one))
        first = int(time.time()) + 5
        due = {f"Due {n}": first + n for n in range(EPISODES)}
        data, paths = mp3_bytes(1), {}
        for title, at in due.items():
            episode = host.upload(data, title=title, datetime=at)
            paths[title] = host.media_path(episode)
        assert time.time() < first, "this machine is too slow for the test: the first episode is due already"

        appeared, early, longest_pause, last = {}, [], 0.0, time.monotonic()
        while len(appeared) < EPISODES and time.time() < first + EPISODES + 30:
            asked = time.time()
            body = one.get(host.feed_path).body
            answered = time.time()
            for title, at in due.items():
                if title not in appeared and f"<title>{title}</title>".encode() in body:
                    appeared[title] = asked  # it was there when this request was made, or soon after
                    if answered < at:
                        early.append(title)
            now = time.monotonic()
            longest_pause, last = max(longest_pause, now - last), now
        assert not early, f"before their time: {early}"
        late = {t: round(appeared[t] - due[t], 3) for t in due if t not in appeared or appeared[t] - due[t] > 1 + longest_pause}
        assert not late, f"more than a second late: {late} (the longest request took {longest_pause:.3f} s)"
        for path in paths.values():
            assert one.get(path).body == data

        # Hooks of one show are put together, so not each has its own; when one comes, the episode is in the feed.
        deadline = time.monotonic() + 60
        while not any(b"<title>Due 11</title>" in body for _, body in seen_by_hub):
            assert time.monotonic() < deadline, "the hub was not told of the last episode"
            time.sleep(0.1)
        told = [at for at, body in seen_by_hub if b"<title>Due 0</title>" in body]
        assert told and told[0] >= first
    finally:
        one.close()


def test_a_time_that_passes_while_the_program_is_down_counts_from_its_start(publishing):
    instance = publishing.instance
    host = Host(publishing)
    host.upload(mp3_bytes(1), title="Overslept", datetime=int(time.time()) + 2)
    assert host.titles() == []
    instance.kill()
    threading.Event().wait(3)
    instance.start(*instance.extra)
    assert host.titles() == ["Overslept"]
