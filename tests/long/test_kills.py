"""kill -9 at random points of a mixed load. MOORING_KILLS is the number of rounds, MOORING_KILLS_SEED repeats a run."""

import collections
import hashlib
import os
import random
import time

from feeds import Host
from instance import Instance
from load import FRAME, Ledger, Load
from outside import Outside
from publishing import Publishing

ROUNDS = int(os.environ.get("MOORING_KILLS", "100"))
SEED = os.environ.get("MOORING_KILLS_SEED") or str(time.time_ns())
ROUNDS_PER_SHOW = 10
SETTLED_SECONDS = 1.0  # a hit is on disk at the latest so long after it ended (measurement.md, section 2)


def rows_of(instance, show):
    return {row["id"]: row for row in instance.admin("episode", "list", "--show", show)}


def ask_again(load, ledger):
    """What was never answered is asked again with the same key, as a client would: there is one episode afterwards."""
    for title, (kind, key) in list(ledger.unanswered.items()):
        load.send_create(kind, title, key)
    assert not ledger.unanswered


def check_writes(instance, publishing, show, ledger):
    rows = rows_of(instance, show)
    for title, episode in ledger.created.items():
        assert episode in rows, f"{title} ({episode}) was acknowledged and is lost"
    assert set(rows) == set(ledger.created.values()), "an episode that nobody asked for"
    for episode, row in rows.items():
        assert row["title"] in ledger.titles[episode], (row["title"], ledger.titles[episode])
        is_archived = row["state"] == "archived"
        if episode in ledger.archived:
            assert is_archived or not ledger.archived[episode], f"{episode} was archived and is back"
            ledger.archived[episode] = is_archived
        else:
            assert not is_archived, f"{episode} is archived and nobody asked for it"
        ledger.titles[episode] = [row["title"]]
    for episode in [e for e, archived in ledger.archived.items() if not archived]:
        del ledger.archived[episode]  # the request never got there
    twice = [t for t, n in collections.Counter(row["title"] for row in rows.values()).items() if n > 1]
    assert not twice, f"two episodes of one key: {twice}"
    return rows


def check_media(instance, ledger, chance, most):
    """What is served is what was uploaded, whole; what was archived is not served."""
    for episode in chance.sample(sorted(ledger.media), min(most, len(ledger.media))):
        path, digest = ledger.media[episode]
        answer = instance.get(path)
        if episode in ledger.archived:
            assert answer.status == 404, f"{path} is archived and served"
        else:
            assert answer.status == 200 and hashlib.sha256(answer.body).hexdigest() == digest, path


def check_feed(host, rows):
    guids = {row["guid"] for row in rows.values() if row["state"] != "archived"}
    fed = {item.findtext("guid") for item in host.items()}
    assert fed == guids
    for item in host.items()[:20]:
        path = host.instance.path_of(item.find("enclosure").get("url"))
        assert host.instance.request("HEAD", path).status in (200, 302), path


def check_blobs(instance, known):
    """Every file in the store is whole: its name is its content's hash."""
    for path in (instance.data / "media" / "blobs").rglob("*"):
        if path.is_file() and path.name not in known:
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name, f"{path} is not whole"
            known.add(path.name)


def check_hits(instance, ledger, killed_at, margin):
    agents = collections.Counter(hit["user_agent"] for hit in instance.admin("hits"))
    lost = [agent for agent, ended in ledger.hits.items() if ended < killed_at - margin and agent not in agents]
    assert not lost, f"{len(lost)} of {len(ledger.hits)} hits were lost, such as {lost[:5]} (margin {margin:.2f} s)"
    twice = [agent for agent in ledger.hits if agents[agent] > 1]
    assert not twice, f"on record twice: {twice[:5]}"


def test_kill_minus_nine_at_random_points_of_a_mixed_load():
    print(f"\nMOORING_KILLS_SEED={SEED}")
    chance = random.Random(SEED)
    instance, outside = Instance(), Outside({"/a.mp3": (200, {"Content-Type": "audio/mpeg"}, FRAME)})
    flags = ("--limits-enabled", "false", "--storage-disk-reserve-bytes", "0",  # probes of external audio are part of the load
             "--testing-hosts", "archive.tidepool.example=127.0.0.1", "--outbound-allow-addresses", "127.0.0.1")
    external = f"http://archive.tidepool.example:{outside.port}/a.mp3"
    blobs, finished = set(), []
    writes = reads = 0
    try:
        instance.start(*flags)
        publishing = Publishing(instance)
        for number in range(ROUNDS):
            if number % ROUNDS_PER_SHOW == 0:
                host, ledger = Host(publishing, title=f"Show {number}"), Ledger()
                finished.append((host, ledger))
            ledger.hits.clear()
            load = Load(publishing, host.show["id"], host.feed_path, external, ledger, f"r{number}", f"{SEED}-{number}")
            load.start()
            time.sleep(chance.uniform(0.02, 2.0))
            killed_at = time.monotonic()
            instance.kill()
            load.end()
            # Answers that were on their way when the program died were acknowledged, too: they are in the ledger.
            assert not ledger.problems, ledger.problems
            instance.start(*flags)
            check_hits(instance, ledger, killed_at, SETTLED_SECONDS + 4 * load.longest_pause)
            ask_again(load, ledger)
            assert not ledger.problems, ledger.problems
            rows = check_writes(instance, publishing, host.show["id"], ledger)
            check_media(instance, ledger, chance, 10)
            check_feed(host, rows)
            check_blobs(instance, blobs)
            assert instance.admin("doctor", "--storage-disk-reserve-bytes", "0") == []
            writes, reads = writes + len(ledger.created), reads + len(ledger.hits)
        for host, ledger in finished:  # nothing of an earlier round was lost in a later one
            check_writes(instance, publishing, host.show["id"], ledger)
            check_media(instance, ledger, chance, 1000)
        assert reads > ROUNDS and writes > ROUNDS, "there was no load"
    except BaseException:
        print(instance.log_text()[-4000:])
        raise
    finally:
        instance.close()
        outside.close()
