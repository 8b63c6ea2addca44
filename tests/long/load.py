"""A mixed load on a server that dies, and a ledger of what it acknowledged."""

import hashlib
import http.client
import itertools
import random
import threading
import time

from publishing import mp3_bytes

FRAME = mp3_bytes(0.5)
LOST = (OSError, http.client.HTTPException)


def audio(name):
    """A short MP3 that no other name has: the name stands in an ID3 tag."""
    text = b"\x03" + name.encode()
    frame = b"TIT2" + len(text).to_bytes(4, "big") + b"\0\0" + text
    return b"ID3\x04\x00\x00" + bytes([0, 0, len(frame) >> 7, len(frame) & 0x7F]) + frame + FRAME


class Ledger:
    """What the server said, and what it was asked without ever answering. Safe from several threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.created = {}      # title at creation -> id, by answers of 201
        self.unanswered = {}   # title -> how to ask again: (kind, key)
        self.titles = {}       # id -> titles it may have now; the first is acknowledged
        self.archived = {}     # id -> True once acknowledged, False while nobody knows
        self.media = {}        # id -> (path, SHA-256) of uploads
        self.hits = {}         # user agent -> when its answer was read
        self.problems = []

    def note(self, change):
        with self.lock:
            change()


class Load:
    """Several clients that work on one show until the server is gone."""

    def __init__(self, publishing, show_id, feed_path, external, ledger, name, seed):
        self.publishing, self.show, self.feed_path, self.external = publishing, show_id, feed_path, external
        self.ledger, self.name = ledger, name
        self.stop = threading.Event()
        self.longest_pause = 0.0
        kinds = [self.create, self.create, self.upload, self.change, self.archive, self.read_feed, self.read_media, self.watch]
        self.threads = [threading.Thread(target=self.run, args=(kind, n, random.Random(f"{seed}-{n}"))) for n, kind in enumerate(kinds)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def run(self, kind, number, chance):
        own = []  # ids that only this thread changes
        for count in itertools.count():
            if self.stop.is_set():
                return
            try:
                kind(f"{self.name}-{number}-{count}", chance, own)
            except LOST:
                if self.stop.wait(0.02):
                    return
            except Exception as problem:  # a wrong answer: for the test's own thread to tell
                self.ledger.note(lambda: self.ledger.problems.append(f"{kind.__name__}: {problem!r}"))
                return

    # The clients.

    def send_create(self, kind, title, key):
        headers = {"X-Idempotency-Key": key}
        if kind == "upload":
            answer = self.publishing.upload(self.show, audio(title), title=title, headers=headers)
        else:
            body = {"title": title, "show_id": self.show, "audio_url": self.external}
            answer = self.publishing.call("POST", "/episodes", body, headers=headers)
        assert answer.status == 201, answer
        episode = answer.json

        def note():
            assert self.ledger.created.setdefault(title, episode["id"]) == episode["id"], f"two ids for {title}"
            self.ledger.unanswered.pop(title, None)
            self.ledger.titles.setdefault(episode["id"], [title])
            if kind == "upload":
                path = self.publishing.instance.path_of(episode["audio_url"])
                self.ledger.media[episode["id"]] = path, hashlib.sha256(audio(title)).hexdigest()

        self.ledger.note(note)
        return episode["id"]

    def create(self, title, chance, own, kind="create"):
        key = f"key-{title}"
        self.ledger.note(lambda: self.ledger.unanswered.update({title: (kind, key)}))
        if chance.random() < 0.2:  # twice at once: one of them waits, and both get the same answer
            twin = threading.Thread(target=self.quietly, args=(kind, title, key))
            twin.start()
            try:
                own.append(self.send_create(kind, title, key))
            finally:
                twin.join()
        else:
            own.append(self.send_create(kind, title, key))

    def quietly(self, kind, title, key):
        try:
            self.send_create(kind, title, key)
        except LOST:
            pass
        except AssertionError as problem:
            self.ledger.note(lambda: self.ledger.problems.append(repr(problem)))

    def upload(self, title, chance, own):
        self.create(title, chance, own, kind="upload")

    def change(self, title, chance, own):
        if not own:
            self.create(title, chance, own)
        episode = chance.choice(own)
        self.ledger.note(lambda: self.ledger.titles[episode].append(title))
        answer = self.publishing.call("PUT", f"/episodes/{episode}", {"title": title})
        assert answer.status == 200, answer
        self.ledger.note(lambda: self.ledger.titles.update({episode: [title]}))

    def archive(self, title, chance, own):
        self.create(title, chance, own, kind=chance.choice(["create", "upload"]))
        episode = own.pop()
        self.ledger.note(lambda: self.ledger.archived.update({episode: False}))
        answer = self.publishing.call("DELETE", f"/episodes/{episode}")
        assert answer.status == 204, answer
        self.ledger.note(lambda: self.ledger.archived.update({episode: True}))

    def read_feed(self, name, chance, own):
        answer = self.publishing.instance.get(self.feed_path, User_Agent=name)
        assert answer.status == 200, answer
        self.ledger.note(lambda: self.ledger.hits.update({name: time.monotonic()}))
        time.sleep(chance.random() * 0.05)

    def read_media(self, name, chance, own):
        with self.ledger.lock:
            known = [m for i, m in self.ledger.media.items() if i not in self.ledger.archived]
        if not known:
            time.sleep(0.005)
            return
        path, digest = chance.choice(known)
        answer = self.publishing.instance.get(path, User_Agent=name)
        if answer.status == 404:  # archived meanwhile
            with self.ledger.lock:
                gone = {m[0] for i, m in self.ledger.media.items() if i in self.ledger.archived}
            assert path in gone, f"{path} is 404"
        else:
            assert answer.status == 200 and hashlib.sha256(answer.body).hexdigest() == digest, path
        self.ledger.note(lambda: self.ledger.hits.update({name: time.monotonic()}))

    def watch(self, *_):
        """How long the machine itself stands still at times."""
        began = time.monotonic()
        time.sleep(0.05)
        self.longest_pause = max(self.longest_pause, time.monotonic() - began - 0.05)
