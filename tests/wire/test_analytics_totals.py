"""Invented histories, asked about over REST, against sums that a few lines of Python make (analytics-rest.md, section 3)."""

import base64
import datetime as dt
import json
import random
from collections import Counter

import pytest

from analytics import DAY, T0, Analytics, unix
from instance import Instance

APPS = ["Mooring Player", "Overcast", "Spotify", "Apple Podcasts", "Other", ""]
DEVICES = ["iPhone", "Android", "Mac", "Other"]
PLACES = [("DE", "Hamburg", "Hamburg"), ("DE", "Berlin", "Berlin"), ("NO", "Oslo", "Oslo"), ("NO", "", ""), ("ZZ", "", "")]
NAMES = {"DE": "Germany", "NO": "Norway"}
AGES = ["", "0-17", "18-22", "23-27", "28-34", "35-44", "45-59", "60+"]
GENDERS = {"": "Not specified", "MALE": "Male", "FEMALE": "Female", "NON_BINARY": "Non-binary"}
SURFACES = ["HOME", "SEARCH", "LIBRARY", "OTHER"]
BEGIN = unix("2026-01-05")


class History:
    """Facts of two shows' episodes over ten weeks, some of them of today."""

    def __init__(self, api, seed):
        self.api = api
        random.seed(seed)
        self.station = api.new_show(f"History {seed}")["id"]
        self.episodes = []
        for number in range(5):
            episode = api.ok("POST", f"/v3/stations/{self.station}/episodes", {"hourOffset": 0})["episodeId"]
            api.update(episode, title=f"Episode {number}", publishOn=f"2026-01-{5 + 9 * number % 25:02}T06:00:00Z", isPublished=True)
            self.episodes.append(episode)
        self.facts = api.facts()
        self.facts.show = self.station
        for _ in range(700):
            self.invent()
        for _ in range(150):
            self.facts.impression(self.some_time(), random.choice(SURFACES), episode=random.choice([0, *self.episodes]))

    @staticmethod
    def some_time():
        return BEGIN + int((T0 - BEGIN + 9 * 3600) * random.random() ** 0.7)

    def invent(self):
        country, region, city = random.choice(PLACES)
        context = {"app": random.choice(APPS), "device": random.choice(DEVICES), "country": country, "region": region, "city": city}
        episode, at, listener = random.choice(self.episodes), self.some_time(), random.randrange(120)
        if random.random() < 0.5:
            # A listener gets an episode once a day: the engines take that as said.
            name = (episode, at // DAY, 1000 + listener)
            if name not in self.facts.listeners:
                self.facts.listeners[name] = None
                self.facts.download(episode, at, 1000 + listener, **context)
            return
        end = random.choice([5000, 30000, 60000, 300000])
        self.facts.session(episode, at, listener, [(0, end)], 300000, age=random.choice(AGES), gender=random.choice([*GENDERS]), **context)

    # What it comes to.

    def plays(self, begin=BEGIN, end=T0):
        """Streams and downloads of complete days from `begin` to before `end`."""
        return [fact for fact in self.facts.all if "surface" not in fact and begin <= fact["at"] < min(end, T0) and self.is_play(fact)]

    @staticmethod
    def is_play(fact):
        return "heard" not in fact or fact["heard"][0][1] >= 60000

    @staticmethod
    def is_stream(fact):
        return "heard" in fact and fact["heard"][0][1] >= 60000

    def ask(self, kind, **query):
        return self.api.of_station(kind, self.station, **query)

    def rows(self, kind, **query):
        return self.ask(kind, **query)["data"]["rows"]


@pytest.fixture(scope="module")
def api():
    one = Instance()
    one.start("--limits-enabled", "false")
    try:
        yield Analytics(one)
    finally:
        one.close()


@pytest.fixture(scope="module", params=[3, 14])
def history(api, request):
    one = History(api, request.param)
    other = History(api, request.param + 1000)  # of another show: it must not be seen
    api.add(one.facts, other.facts)
    return one


RANGES = [(BEGIN, T0), (unix("2026-01-31"), unix("2026-02-03")), (unix("2026-02-11"), unix("2026-02-12")), (unix("2026-03-10"), T0)]


def bucket(interval, at):
    day = dt.datetime.fromtimestamp(at, dt.timezone.utc).replace(hour=0, minute=0, second=0)
    if interval == 3600:
        return at - at % 3600
    if interval == 604800:
        day -= dt.timedelta(days=day.weekday())
    if interval == 2628000:
        day = day.replace(day=1)
    return int(day.timestamp())


def query_of(days):
    """The last day is asked for by its own midnight."""
    return {"timeRangeStart": days[0], "timeRangeEnd": days[1] - DAY}


@pytest.mark.parametrize("days", RANGES)
@pytest.mark.parametrize("interval", [3600, 86400, 604800, 2628000])
def test_sums_over_time(history, days, interval):
    end = days[1] if interval != 3600 else days[1] - DAY + 3600  # of hours, the one that begins at the end is the last
    expected = Counter(bucket(interval, fact["at"]) for fact in history.plays(days[0], end))
    rows = history.rows("plays", timeInterval=interval, **query_of(days))
    assert {at: count for at, count in rows if count} == expected
    by_episode = Counter((bucket(interval, fact["at"]), fact["episode"]) for fact in history.plays(days[0], end))
    table = history.ask("playsByEpisode", timeInterval=interval, limit=1000, **query_of(days))["data"]
    titles = {f"Episode {n}": episode for n, episode in enumerate(history.episodes)}
    found = {(at, titles[table["labels"]["EpisodeTitle"][key]]): plays for at, key, plays in table["rows"]}
    assert found == by_episode
    few = history.ask("playsByEpisode", timeInterval=interval, limit=2, **query_of(days))["data"]["rows"]
    assert len(few) == sum(min(2, sum(1 for at, _ in by_episode if at == one)) for one in {at for at, _ in by_episode})


def test_sums_by_episode(history):
    expected = Counter(fact["episode"] for fact in history.plays())
    rows = history.rows("totalPlaysByEpisode")
    assert {row[1]: row[2] for row in rows} == {episode: expected[episode] for episode in history.episodes}
    assert history.rows("totalPlays") == [sum(expected.values())] == [sum(row[1] for row in history.rows("plays", timeRangeStart=BEGIN))]
    page = history.api.read(f"/v3/stations/{history.station}/episodePage", orderBy="plays")
    assert [item["totalPlays"] for item in page["items"]] == [row[2] for row in rows]
    for episode in history.episodes:
        by_day = Counter(bucket(86400, fact["at"]) for fact in history.plays() if fact["episode"] == episode)
        assert {at: n for at, n in history.api.of_episode(episode, "plays")["data"]["rows"] if n} == by_day


@pytest.mark.parametrize("days", RANGES)
def test_shares(history, days):
    plays = history.plays(*days)
    for kind, column in (("playsByApp", "app"), ("playsByDevice", "device")):
        expected = Counter(fact[column] or "Other" for fact in plays)
        assert dict(history.rows(kind, minValue=0, **query_of(days))) == {name: n / len(plays) for name, n in expected.items()}
    streams = [fact for fact in plays if history.is_stream(fact)]
    ages, genders = Counter(fact["age"] for fact in streams), Counter(GENDERS[fact["gender"]] for fact in streams)
    labels = (AGES[1:], GENDERS.values()) if streams else ((), ())
    assert dict(history.rows("playsByAgeRange", **query_of(days))) == {age: ages[age] / len(streams) for age in labels[0]}
    assert dict(history.rows("playsByGender", **query_of(days))) == {name: genders[name] / len(streams) for name in labels[1]}


@pytest.mark.parametrize("days", RANGES)
def test_places(history, days):
    def expected(counts):
        total = sum(counts.values())
        return {name: int((200 * n + total) // (2 * total)) / 100 if n * 100 >= total else n / total for name, n in counts.items()}

    plays = history.plays(*days)
    countries = Counter(NAMES[fact["country"]] for fact in plays if fact["country"] in NAMES)
    assert dict(history.rows("playsByGeo", **query_of(days))) == expected(countries)
    for code, name in NAMES.items():
        regions = Counter(fact["region"] for fact in plays if fact["country"] == code and fact["region"])
        assert dict(history.rows("playsByGeo", resultGeo="geo3", geo2=name, **query_of(days))) == expected(regions)
        cities = Counter(fact["city"] for fact in plays if fact["country"] == code and fact["region"] == "Oslo")
        assert dict(history.rows("playsByGeo", resultGeo="geo4", geo2=name, geo3="Oslo", **query_of(days))) == expected(cities)


def test_listeners_and_the_audience(history):
    week = {fact["listener"] for fact in history.plays(T0 - 7 * DAY)}
    assert history.rows("uniqueListeners") == [len(week)]
    first = 0
    for n, episode in enumerate(history.episodes):
        published = unix(f"2026-01-{5 + 9 * n % 25:02}")
        first += sum(fact["episode"] == episode for fact in history.plays(published, published + 30 * DAY))
    assert history.rows("audienceSize") == [int(first / len(history.episodes) + 0.5)]


def test_the_same_by_the_command(history):
    def measure(metric, *flags):
        return history.api.instance.admin("measure", metric, "--from", "2026-01-05", "--to", "2026-03-12", "--show",
                                          history.station, *flags)

    assert [row["value"] for row in measure("sd", "--bucket", "day")] == [
        row[1] for row in history.rows("plays", timeRangeStart=BEGIN)]
    assert measure("sd")[0]["value"] == len(history.plays())
    assert {row["device"]: row["value"] for row in measure("sd", "--by", "device")} == Counter(f["device"] for f in history.plays())
    assert int(measure("sd_first_30d")[0]["value"] + 0.5) == history.rows("audienceSize")[0]
    done = history.api.instance.admin("measure", "sd_first_30d", "--from", "2026-01-05", "--to", "2026-03-12", check=False)
    assert done.returncode == 2 and "--show" in done.stderr


def test_impressions(history):
    begin, end = unix("2026-02-12T12:00"), unix("2026-03-13T12:00")
    times = {"version": "1.0", "startTime": begin, "endTime": end}
    names = ["impressions", "dailyImpressions", "impressionsBySource"]
    text = base64.b64encode(json.dumps({"include": names, "options": dict.fromkeys(names, times)}).encode()).decode()
    data = history.api.read(f"/v3/analytics/station/{history.station}", query=text)["data"]
    seen = [fact for fact in history.facts.all if "surface" in fact and unix("2026-02-12") <= fact["at"] < T0]
    by_day = Counter(dt.datetime.fromtimestamp(fact["at"], dt.timezone.utc).date().isoformat() for fact in seen)
    assert {one["date"]: one["count"] for one in data["dailyImpressions"]["counts"] if one["count"]} == by_day
    by_source = Counter(fact["surface"] for fact in seen)
    assert data["impressionsBySource"]["sourcedCounts"]["counts"] == {name: by_source[name] for name in SURFACES}
    assert data["impressions"]["count"] == len(seen)
