"""The example station of analytics-rest.md, appendix A, and ways to put other facts behind a station."""

import calendar
import json
import time

from creators import Creators
from publishing import Publishing, mp3_bytes

TRAILER_MP3 = mp3_bytes(8.4)
NOW = "2026-03-13T09:30:00Z"
DAY = 86400


def unix(text):
    """Seconds of `2026-03-13`, `2026-03-13T09:30` or `2026-03-13T09:30:00Z`."""
    text = text.rstrip("Z")
    form = "%Y-%m-%dT%H:%M:%S"[: {10: 8, 16: 14, 19: 17}[len(text)]]
    return calendar.timegm(time.strptime(text, form))


T0 = unix("2026-03-13")

# Columns: day, episode, kind, app, device, country, region, age, gender, listeners.
FACTS = """
03-04 41000009 S Mooring_Player iPhone  Germany  Hamburg      28-34 Female        a1
03-05 41000009 S Mooring_Player Android Norway   Vestland     35-44 Male          z1
03-06 41000007 S Mooring_Player iPhone  Germany  Hamburg      28-34 Female        a1 a3 a4
03-06 41000007 D Apple_Podcasts iPhone  Norway   Vestland     -     -             d1 d2
03-06 41000007 D Pocket_Casts   Android Germany  Bremen       -     -             d3
03-07 41000007 S Mooring_Player Android Norway   Oslo         35-44 Male          a2 a5
03-07 41000007 D Web_Browser    Windows Portugal Lisbon       -     -             d4
03-08 41000007 S Mooring_Player iPhone  Germany  Hamburg      28-34 Female        a6 a7 a8
03-08 41000007 S Mooring_Player Android Norway   Vestland     45-59 Male          a9
03-08 41000007 D Apple_Podcasts iPhone  Germany  Lower_Saxony -     -             d5 d6 d7
03-08 41000007 D Other          Other   Portugal -            -     -             d8
03-09 41000008 S Mooring_Player iPhone  Germany  Hamburg      28-34 Female        a1 a3 a6
03-09 41000008 S Mooring_Player Android Norway   Oslo         35-44 Male          a2 a5 b1
03-09 41000008 D Apple_Podcasts iPhone  Norway   Vestland     -     -             d1 d2
03-09 41000007 D Pocket_Casts   Android Germany  Bremen       -     -             d9
03-09 41000007 S Mooring_Player Windows Germany  Hamburg      23-27 Not_specified b2
03-10 41000008 S Mooring_Player iPhone  Germany  Hamburg      28-34 Female        a4 a7 b3
03-10 41000008 S Mooring_Player Android Norway   Vestland     45-59 Male          a9 b4
03-10 41000008 D Web_Browser    Windows Portugal Lisbon       -     -             d4
03-10 41000007 D Apple_Podcasts Mac     Germany  Lower_Saxony -     -             e1
03-10 41000007 S Mooring_Player Android Norway   Oslo         -     Male          b5
03-11 41000008 D Apple_Podcasts iPhone  Norway   Vestland     -     -             e2 e3
03-11 41000008 S Mooring_Player iPhone  Germany  Hamburg      28-34 Female        b6 b7
03-11 41000007 S Mooring_Player Android Portugal Porto        23-27 Not_specified b8
03-12 41000008 S Mooring_Player iPhone  Germany  Hamburg      28-34 Female        a8 b9
03-12 41000008 D Pocket_Casts   Android Germany  Bremen       -     -             d3
"""
PARTLY_HEARD = {"p3": (0, 3200), "p4": (1000, 8400), "p5": (0, 5000), "p6": (0, 2100), "p7": (0, 4500)}
IMPRESSIONS = {"03-04": 14, "03-05": 9, "03-06": 31, "03-07": 22, "03-08": 27, "03-09": 40, "03-10": 35, "03-11": 18}
SOURCES = {"HOME": 88, "SEARCH": 41, "LIBRARY": 52, "OTHER": 15}
CODES = {"Germany": "DE", "Norway": "NO", "Portugal": "PT"}
LENGTHS = {41000007: 1834512, 41000008: 2101000, 41000009: 8400}


class Facts:
    """Collects facts, each with a key of its own."""

    def __init__(self, show):
        self.show = show
        self.all = []
        self.listeners = {}

    def listener(self, name):
        """The key of somebody by their name."""
        return name if isinstance(name, int) else self.listeners.setdefault(name, len(self.listeners) + 1)

    def add(self, at, listener, **more):
        self.all.append({"show": self.show, "at": unix(at) if isinstance(at, str) else at, "key": len(self.all) + 1,
                         "listener": self.listener(listener), **more})

    def download(self, episode, at, listener, **more):
        self.add(at, listener, episode=episode, key=0, **more)

    def session(self, episode, at, listener, heard=((0, 61000),), duration_ms=600000, **more):
        self.add(at, listener, episode=episode, heard=[list(one) for one in heard], duration_ms=duration_ms, **more)

    def impression(self, at, surface="HOME", **more):
        self.add(at, f"seen {len(self.all)}", surface=surface, **more)


class Analytics(Creators):
    """A station whose clock stands in March 2026, and its numbers."""

    def __init__(self, instance, now=NOW):
        self.move_to(instance, now)
        super().__init__(instance)
        instance.admin("workspace", "set", "--workspace", self.accounts.workspace, "--publishing-api", "on")

    @property
    def by_cookie(self):
        """Headers that hold longer than a bearer does."""
        return {"Cookie": f"anchorpw_s={self.session['anchorpw_s']}"}

    @staticmethod
    def move_to(instance, text):
        instance.set_clock_offset(unix(text) - time.time())

    def published(self, title, at, **more):
        """A new episode that came out at `at`, without media."""
        episode = self.draft()
        self.update(episode, title=title, publishOn=at, isPublished=True, **more)
        return episode

    def facts(self):
        return Facts(self.station)

    def add(self, *facts):
        """Put facts down as counted ones; the server goes on after a restart."""
        path = self.instance.data.parent / (self.instance.data.name + ".facts")
        path.write_text(json.dumps([fact for some in facts for fact in some.all]))
        self.instance.stop()
        try:
            self.instance.admin("testing-add-facts", path)
        finally:
            path.unlink()
            self.instance.start(*self.instance.extra, listen=f"127.0.0.1:{self.instance.port}")

    # Questions.

    def of_station(self, kind, station=None, **query):
        return self.read(f"/v3/analytics/station/{station or self.station}/{kind}", **query)

    def of_episode(self, episode, kind, **query):
        return self.read(f"/v3/analytics/episode/{episode}/{kind}", **query)

    def rows(self, kind, **query):
        return self.of_station(kind, **query)["data"]["rows"]

    def measure(self, metric, *flags, begin="2026-01-01", end="2026-03-12"):
        """What `mooring admin measure` prints of this station."""
        return self.instance.admin("measure", metric, "--from", begin, "--to", end, "--show", self.station, *flags)


class Example(Analytics):
    """Appendix A. `ids` tells the episodes' numbers here by those of the contract."""

    def __init__(self, instance):
        super().__init__(instance)
        key = instance.admin("key", "create", "--workspace", self.accounts.workspace, "--label", "test", "--scope",
                             "episodes:write", "--scope", "episodes:read")["key"]
        publishing = Publishing.__new__(Publishing)
        publishing.instance, publishing.key = instance, key
        self.ids = {}
        self.ids[41000007] = self.published("Slack Water", "2026-03-06T06:00:00Z", podcastEpisodeType="full")
        self.ids[41000008] = self.published("Spring Tides", "2026-03-09T06:00:00Z", podcastEpisodeType="full")
        trailer = publishing.upload(self.station, TRAILER_MP3, title="What Is This Show?")
        assert trailer.status == 201, trailer
        self.ids[41000009] = trailer.json["id"]
        self.update(self.ids[41000009], isDraft=True)
        self.update(self.ids[41000009], podcastEpisodeType="trailer", publishOn="2026-03-04T12:00:00Z", isPublished=True)
        self.ids[41000010] = self.draft()
        self.uris = {number: self.overview(self.ids[number])["spotifyUri"] for number in (41000007, 41000008, 41000009)}
        self.add(self.example_facts())

    def example_facts(self):
        import hashlib

        revision = hashlib.sha256(TRAILER_MP3).hexdigest()
        facts = self.facts()
        for line in FACTS.split("\n"):
            if not line:
                continue
            day, episode, kind, *labels, age, gender = line.split()[:9]
            app, device, country, region = (label.replace("_", " ").strip("-") for label in labels)
            episode = int(episode)
            for listener in line.split()[9:]:
                context = {"app": app, "device": device, "country": CODES[country], "region": region}
                at = f"2026-{day}T12:00:00Z"
                if kind == "D":
                    facts.download(self.ids[episode], at, listener, **context)
                    continue
                length = LENGTHS[episode]
                facts.session(self.ids[episode], at, listener, [(0, min(61000, length))], length, revision=revision,
                              age=age.strip("-"), gender={"Female": "FEMALE", "Male": "MALE"}.get(gender, ""), **context)
        for listener, heard in PARTLY_HEARD.items():
            facts.session(self.ids[41000009], "2026-03-05T12:00:00Z", listener, [heard], 8400, revision=revision,
                          app="Mooring Player")
        surfaces = [source for source, count in SOURCES.items() for _ in range(count)]
        for day, count in IMPRESSIONS.items():
            for _ in range(count):
                facts.impression(f"2026-{day}T12:00:00Z", surfaces.pop())
        return facts

    def translated(self, value):
        """An answer of the contract with the ids of this server."""
        text = json.dumps(value)
        text = text.replace("7310042", str(self.station))
        for number, own in self.ids.items():
            text = text.replace(str(number), str(own))
        for uri, number in (("4SlackWaterEpisode0001", 41000007), ("4SpringTidesEpisode001", 41000008),
                            ("4WhatIsThisShowEp00001", 41000009)):
            text = text.replace("spotify:episode:" + uri, self.uris[number])
        return json.loads(text)
