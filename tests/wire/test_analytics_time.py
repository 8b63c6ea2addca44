"""analytics-rest.md, section 2: days, ranges, buckets. Rounding and what is refused are in time_range_test.cpp too."""

import pytest

from analytics import DAY, T0, Analytics, unix
from instance import Instance


@pytest.fixture(scope="module")
def api():
    """Published on 6 March at 06:00; a download before that, one in the last second of a day, one in the first, one today."""
    one = Instance()
    one.start("--limits-enabled", "false")
    try:
        api = Analytics(one)
        api.episode = api.published("Slack Water", "2026-03-06T06:00:00Z")
        api.other = api.published("Spring Tides", "2026-03-01T06:00:00Z")
        api.scheduled = api.draft()
        api.update(api.scheduled, title="Neaps", publishOn="2026-04-01T06:00:00Z", isPublished=True)
        api.sketch = api.draft()
        api.empty_show = api.new_show("Nothing Yet")["id"]
        facts = api.facts()
        for number, at in enumerate(["2026-03-04T12:00:00", "2026-03-08T23:59:59", "2026-03-09T00:00:00",
                                     "2026-03-12T23:59:59", "2026-03-13T00:00:00"]):
            facts.download(api.episode, at, number)
        api.add(facts)
        yield api
    finally:
        one.close()


def plays(api, **query):
    return api.of_episode(api.episode, "plays", **query)


def counts(answer):
    return {at: count for at, count in answer["data"]["rows"] if count}


def test_days_are_those_of_utc_and_today_is_none_of_them(api):
    assert counts(plays(api)) == {unix("2026-03-04"): 1, unix("2026-03-08"): 1, unix("2026-03-09"): 1, unix("2026-03-12"): 1}
    assert plays(api)["data"]["rows"][-1][0] == T0 - DAY
    assert api.rows("totalPlays") == [4]
    assert api.read(f"/v3/stations/{api.station}/episodePage")["items"][2]["totalPlays"] == 4, "here too"


def test_numbers_move_with_midnight(api):
    try:
        api.move_to(api.instance, "2026-03-14T00:00:01")
        assert api.rows("totalPlays", headers=api.by_cookie) == [5]
    finally:
        api.move_to(api.instance, "2026-03-13T09:30:00")


def test_default_ranges(api):
    assert plays(api)["parameters"]["timeRange"] == [unix("2026-03-04"), T0], "an event before publication"
    assert api.of_episode(api.other, "plays")["parameters"]["timeRange"] == [unix("2026-03-01"), T0]
    station = api.of_station("plays")
    assert station["parameters"]["timeRange"] == [unix("2026-03-01"), T0] and len(station["data"]["rows"]) == 12
    only_end = api.of_station("plays", timeRangeEnd=unix("2026-03-05"))
    assert only_end["parameters"]["timeRange"] == [unix("2026-03-01"), unix("2026-03-05")]
    only_start = api.of_station("plays", timeRangeStart=unix("2026-03-11"))
    assert only_start["parameters"]["timeRange"] == [unix("2026-03-11"), T0] and len(only_start["data"]["rows"]) == 2


def test_an_episode_of_1970(api):
    """Some imports know no better: the range is long, and every month is there."""
    show = api.new_show("Old Times")["id"]
    episode = api.ok("POST", f"/v3/stations/{show}/episodes", {"hourOffset": 0})["episodeId"]
    api.update(episode, title="Old", publishOn="1970-01-01T00:00:00.000Z", isPublished=True)
    rows = api.of_station("plays", show, timeInterval=2628000)
    assert rows["parameters"]["timeRange"] == [0, T0] and len(rows["data"]["rows"]) == 56 * 12 + 3


def test_no_range_at_all(api):
    for episode in (api.scheduled, api.sketch):
        answer = api.of_episode(episode, "plays", timeInterval=604800)
        assert answer["parameters"] == {"timeRange": [], "timeInterval": 604800} and answer["data"]["rows"] == []
        explicit = api.of_episode(episode, "plays", timeRangeStart=unix("2026-03-10"), timeRangeEnd=unix("2026-03-11"))
        assert explicit["data"]["rows"] == [[unix("2026-03-10"), 0], [unix("2026-03-11"), 0]]
    for kind in ("plays", "playsByApp", "playsByGeo", "playsByEpisode", "playsByAgeRange", "playsByGender"):
        answer = api.of_station(kind, api.empty_show)
        assert answer["parameters"]["timeRange"] == [] and answer["data"]["rows"] == [], kind


@pytest.mark.parametrize("seconds,day", [(43199, 0), (43200, 1), (43201, 1)])
def test_rounding_to_the_nearest_midnight(api, seconds, day):
    begin = unix("2026-03-08")
    answer = plays(api, timeRangeStart=begin + seconds, timeRangeEnd=begin + seconds)
    assert answer["parameters"]["timeRange"] == [begin + day * DAY] * 2
    assert answer["data"]["rows"] == [[begin + day * DAY, 1]]


def test_rounding_of_hours(api):
    begin = unix("2026-03-08T23:00")
    for shift, hour in ((-1800, 0), (1799, 0), (1800, 3600)):
        answer = plays(api, timeInterval=3600, timeRangeStart=begin + shift, timeRangeEnd=begin + 3600)
        assert answer["parameters"]["timeRange"] == [begin + hour, begin + 3600]
        assert answer["data"]["rows"] == [[begin + at, 1] for at in (0, 3600) if at >= hour]


def test_both_ends_count(api):
    begin = unix("2026-03-08")
    assert len(plays(api, timeRangeStart=begin, timeRangeEnd=begin + 3 * DAY)["data"]["rows"]) == 4
    assert plays(api, timeRangeStart=begin, timeRangeEnd=begin)["data"]["rows"] == [[begin, 1]]
    future = plays(api, timeRangeStart=T0 - DAY, timeRangeEnd=T0 + 30 * DAY)
    assert future["parameters"]["timeRange"] == [T0 - DAY, T0 + 30 * DAY] and future["data"]["rows"] == [[T0 - DAY, 1]]
    wholly = plays(api, timeRangeStart=T0, timeRangeEnd=T0 + 30 * DAY)
    assert wholly["data"]["rows"] == [] and wholly["parameters"]["timeRange"] == [T0, T0 + 30 * DAY]
    before = plays(api, timeRangeStart=unix("2025-01-01"), timeRangeEnd=unix("2025-01-03"))
    assert [count for _, count in before["data"]["rows"]] == [0, 0, 0]
    since_1970 = plays(api, timeRangeStart=0)
    assert len(since_1970["data"]["rows"]) == T0 // DAY and sum(count for _, count in since_1970["data"]["rows"]) == 4


def test_every_interval_has_the_same_sum(api):
    for interval, rows in ((3600, 9 * 24), (86400, 9), (604800, 2), (2628000, 1)):
        answer = plays(api, timeInterval=interval)
        assert len(answer["data"]["rows"]) == rows
        assert sum(count for _, count in answer["data"]["rows"]) == 4
    weeks = plays(api, timeInterval=604800)["data"]["rows"]
    assert weeks == [[unix("2026-03-02"), 2], [unix("2026-03-09"), 2]], "the first begins before the range"
    assert plays(api, timeInterval=2628000)["data"]["rows"] == [[unix("2026-03-01"), 4]]
    leap = plays(api, timeInterval=86400, timeRangeStart=unix("2024-02-28"), timeRangeEnd=unix("2024-03-01"))
    assert [at for at, _ in leap["data"]["rows"]] == [unix("2024-02-28"), unix("2024-02-29"), unix("2024-03-01")]


def test_demographics_echo_what_was_asked(api):
    for kind in ("playsByAgeRange", "playsByGender"):
        answer = api.of_station(kind, timeRangeStart=1772924400, timeRangeEnd=1773183600, timeInterval="x")
        assert answer["parameters"] == {"timeRange": [1772924400, 1773183600]}
    assert api.of_station("playsByApp", timeRangeStart=1772924400)["parameters"]["timeRange"][0] == 1772928000


@pytest.mark.parametrize("kind", ["plays", "playsByEpisode", "playsByApp", "playsByDevice", "playsByGeo", "playsByAgeRange", "playsByGender"])
def test_what_is_refused(api, kind):
    path = f"/v3/analytics/station/{api.station}/{kind}"
    for name in ("timeRangeStart", "timeRangeEnd"):
        for text in ("-1", "1772928000000", "1.5", "2026-03-01", "x", "4102444800", "%2B1"):
            assert api.refused(400, "invalid_field", "GET", f"{path}?{name}={text}")["parameter"] == name
    assert api.refused(400, "invalid_field", "GET", path, timeRangeStart=2000, timeRangeEnd=1999)["parameter"] == "timeRangeStart"
    assert api.refused(400, "invalid_field", "GET", path, timeRangeEnd=1999)["parameter"] == "timeRangeEnd"
    if kind not in ("plays", "playsByEpisode"):
        return
    for text in ("0", "60", "daily", "86400.0", "604801"):
        assert api.refused(400, "invalid_field", "GET", f"{path}?timeInterval={text}")["parameter"] == "timeInterval"
    begin = unix("2025-11-01")
    api.read(path, timeInterval=3600, timeRangeStart=begin, timeRangeEnd=begin + 92 * DAY)
    assert api.refused(400, "invalid_field", "GET", path, timeInterval=3600, timeRangeStart=begin,
                       timeRangeEnd=begin + 92 * DAY + 3600)["parameter"] == "timeInterval"
