"""analytics-rest.md, sections 3 to 6: what counts, and the tables: types, order, folding, rounding, nothing at all."""

import hashlib
import shutil
import subprocess

import pytest

from analytics import DAY, Analytics, Facts, unix
from instance import Instance
from publishing import Publishing, mp3_bytes

NOON = "2026-03-10T12:00:00"
AUDIO = mp3_bytes(10)


@pytest.fixture(scope="module")
def api():
    one = Instance()
    one.start("--limits-enabled", "false")
    try:
        yield Analytics(one)
    finally:
        one.close()


class Shows:
    """A show for each test, on one server."""

    def __init__(self, api):
        self.api = api

    def new(self, title):
        self.station = self.api.new_show(title)["id"]
        return self

    def episode(self, title="Slack Water", at="2026-03-02T06:00:00Z", **more):
        episode = self.api.ok("POST", f"/v3/stations/{self.station}/episodes", {"hourOffset": 0})["episodeId"]
        self.api.update(episode, title=title, publishOn=at, isPublished=True, **more)
        return episode

    def facts(self):
        return Facts(self.station)

    def rows(self, kind, **query):
        return self.api.of_station(kind, self.station, **query)["data"]["rows"]

    def of(self, kind, **query):
        return self.api.of_station(kind, self.station, **query)


@pytest.fixture
def show(api, request):
    return Shows(api).new(request.node.name[:60])


# Measures.

@pytest.mark.parametrize("heard,duration_ms,streams", [
    ([(0, 59999)], 600000, 0), ([(0, 60000)], 600000, 1), ([(0, 30000), (0, 30000)], 600000, 1), ([(0, 8000)], 8400, 1),
    ([(0, 7999)], 8400, 0), ([(0, 45000)], 45900, 1), ([(0, 0)], 600000, 0)])
def test_a_session_of_a_minute_is_a_play(show, api, heard, duration_ms, streams):
    facts = show.facts()
    facts.session(show.episode(), NOON, "ada", heard, duration_ms)
    api.add(facts)
    assert show.rows("totalPlays") == [streams] and show.rows("uniqueListeners") == [streams]


def test_who_counts_as_whom(show, api):
    episode, other = show.episode(), show.episode("Spring Tides")
    facts = show.facts()
    for at in ("2026-03-09T08:00", "2026-03-09T20:00", "2026-03-11T12:00"):
        facts.session(episode, at, "ada")
        facts.download(other, at.replace(":00", ":30"), "bob")  # within a day they would have been merged before
    facts.session(episode, NOON, "eve", [(0, 5000)])
    facts.impression(NOON)
    api.add(facts)
    assert show.rows("uniqueListeners") == [2]
    assert show.rows("totalPlays") == [6 - 1], "two facts of one name are one: bob's of 9 March"


def test_the_seven_days_of_listeners(show, api):
    facts, episode = show.facts(), show.episode(at="2026-02-01T06:00:00Z")
    for number, at in enumerate(["2026-03-05T23:59:59", "2026-03-06T00:00:00", "2026-03-12T23:59:59", "2026-03-13T00:00:00"]):
        facts.download(episode, at, number)
    api.add(facts)
    assert show.rows("uniqueListeners") == [2] and show.rows("totalPlays") == [3]


def test_the_audience(show, api):
    assert show.rows("audienceSize") == [0]
    trailer = show.episode("Trailer", "2026-03-05T06:00:00Z", podcastEpisodeType="trailer")
    facts = show.facts()
    for number in range(50):
        facts.download(trailer, NOON, number)
    full = [show.episode(f"Full {n}", f"2026-01-{n + 1:02}T06:00:00Z") for n in range(11)]
    for day in (-1, 0, 29, 30):  # of the oldest, which is the eleventh and so left out
        facts.download(full[0], unix("2026-01-01T06:00") + day * DAY, 1000 + day)
    for day in (-1, 0, 29, 30):
        facts.download(full[1], unix("2026-01-02T06:00") + day * DAY, 2000 + day)
    for number in range(13):
        facts.download(full[10], "2026-01-20T12:00", 3000 + number)
    api.add(facts)
    assert show.rows("audienceSize") == [2], "15 plays of ten episodes are 1.5, rounded upward"


def test_deleted_episodes_stay_in_the_stations_numbers(show, api):
    gone, kept = show.episode("Gone"), show.episode("Kept")
    facts = show.facts()
    facts.download(gone, NOON, 1)
    facts.download(kept, NOON, 2)
    api.add(facts)
    api.ok("POST", f"/v3/episodes/{gone}/delete", {})
    assert show.rows("totalPlays") == [2]
    assert show.rows("plays", timeRangeStart=unix("2026-03-10"), timeRangeEnd=unix("2026-03-10")) == [[unix("2026-03-10"), 2]]
    assert [row[0] for row in show.rows("totalPlaysByEpisode")] == ["Kept"]
    assert show.of("playsByEpisode")["data"]["labels"]["EpisodeTitle"] == {"0": "Kept"}


# Shares.

def downloads(show, api, column, counts, **more):
    facts, episode = show.facts(), show.episode()
    for name, count in counts.items():
        for _ in range(count):
            facts.download(episode, NOON, len(facts.all), **{column: name, **more})
    api.add(facts)


@pytest.mark.parametrize("kind,column", [("playsByApp", "app"), ("playsByDevice", "device")])
def test_folding(show, api, kind, column):
    downloads(show, api, column, {"Aardvark": 2, "Zebra": 2, "Big": 94, "": 1, "Tiny": 1})
    assert show.rows(kind) == [["Big", 0.94], ["Aardvark", 0.02], ["Zebra", 0.02], ["Other", 0.02]]
    assert show.rows(kind, minValue="0.0201") == [["Big", 0.94], ["Other", 0.06]]
    unfolded = show.of(kind, minValue=0)
    assert unfolded["data"]["rows"] == [["Big", 0.94], ["Aardvark", 0.02], ["Zebra", 0.02], ["Tiny", 0.01], ["Other", 0.01]]
    assert unfolded["parameters"]["minValue"] == 0
    assert show.rows(kind, minValue="1.0") == [["Other", 1]]
    colors = unfolded["data"]["colors"]
    assert list(colors) == [row[0] for row in unfolded["data"]["rows"]] and colors["Other"] == "#FF4834"
    assert (colors["Big"], colors["Aardvark"], colors["Zebra"]) == ("#26008D", "#EF77A1", "#80AC0B")
    for bad in ("-0.1", "1.01", "x", "1e-1", "0x1", "nan", ".", "0..1", "2"):
        error = api.refused(400, "invalid_field", "GET", f"/v3/analytics/station/{show.station}/{kind}", minValue=bad)
        assert error["parameter"] == "minValue", bad


def test_other_is_last_even_when_it_is_largest(show, api):
    downloads(show, api, "app", {"Other": 9, "Overcast": 1})
    assert show.rows("playsByApp") == [["Overcast", 0.1], ["Other", 0.9]]


def test_labels_are_json_whatever_they_are(show, api):
    downloads(show, api, "app", {'A "quoted" app\\': 1, "Überpod": 1})
    data = show.of("playsByApp")["data"]
    assert [row[0] for row in data["rows"]] == ['A "quoted" app\\', "Überpod"]
    assert list(data["translationMapping"].items()) == [(name, name) for name in ('A "quoted" app\\', "Überpod")]


def test_unknown_ages_lower_the_sum_and_unknown_genders_do_not(show, api):
    facts, episode = show.facts(), show.episode()
    for age, gender in (("60+", "NON_BINARY"), ("60+", "MALE"), ("", ""), ("0-17", "NOT_SPECIFIED"), ("28-34", "FEMALE")):
        facts.session(episode, NOON, len(facts.all), age=age, gender=gender)
    facts.session(episode, NOON, "brief", [(0, 59000)], age="18-22", gender="MALE")
    facts.download(episode, NOON, "elsewhere")
    api.add(facts)
    ages = show.rows("playsByAgeRange")
    assert ages == [["0-17", 0.2], ["18-22", 0], ["23-27", 0], ["28-34", 0.2], ["35-44", 0], ["45-59", 0], ["60+", 0.4]]
    genders = show.rows("playsByGender")
    assert genders == [["Not specified", 0.4], ["Male", 0.2], ["Female", 0.2], ["Non-binary", 0.2]]


def test_nothing_at_all(show):
    show.episode()
    for kind in ("totalPlays", "uniqueListeners", "audienceSize"):
        assert show.rows(kind) == [0]
    for kind in ("playsByApp", "playsByDevice", "playsByGender"):
        data = show.of(kind)["data"]
        assert (data["rows"], data["translationMapping"], data["colors"]) == ([], {}, {}) and len(data["columnHeaders"]) == 2
    ages = show.of("playsByAgeRange")["data"]
    assert ages["rows"] == [] and len(ages["translationMapping"]) == len(ages["colors"]) == 7
    geo = show.of("playsByGeo")["data"]
    assert geo["rows"] == [] and geo["assets"] == {"flagUrlByGeo": {}}
    by_episode = show.of("playsByEpisode")["data"]
    assert by_episode["rows"] == [] and by_episode["labels"] == {"EpisodeTitle": {}}
    assert [row[1] for row in show.rows("plays")] == [0] * 11


# Places.

def test_rounding_of_places(show, api):
    downloads(show, api, "country", {"DE": 9401, "CZ": 250, "NO": 150, "PT": 100, "SE": 99})
    assert show.rows("playsByGeo") == [["Germany", 0.94], ["Czech Republic", 0.03], ["Norway", 0.02], ["Portugal", 0.01],
                                       ["Sweden", 0.0099]]
    assert show.rows("playsByGeo", limit=2) == [["Germany", 0.94], ["Czech Republic", 0.03]], "the denominator stays"
    assert show.rows("playsByGeo", limit=5000)[4] == ["Sweden", 0.0099]


def test_levels_and_filters(show, api):
    facts, episode = show.facts(), show.episode()
    for country, region, city in [("CI", "Abidjan", "Grand-Bassam"), ("CI", "Abidjan", "Abidjan"), ("CI", "Abidjan", ""),
                                  ("CI", "", ""), ("CZ", "Středočeský kraj", "Kladno"), ("ZZ", "", ""), ("", "", "")]:
        facts.download(episode, NOON, len(facts.all), country=country, region=region, city=city)
    api.add(facts)
    assert show.rows("playsByGeo") == [["Côte d’Ivoire", 0.8], ["Czech Republic", 0.2]], "unknown ones are left out"
    regions = show.of("playsByGeo", resultGeo="geo3", geo2="CÔTE D’IVOIRE")
    assert regions["data"]["rows"] == [["Abidjan", 1]]
    assert regions["parameters"]["geos"] == [None, "Côte d’Ivoire", None] and regions["parameters"]["resultGeo"] == "geo_3"
    cities = show.of("playsByGeo", resultGeo="geo4", geo2="Côte d’Ivoire", geo3="abiDJan")
    assert cities["data"]["rows"] == [["Abidjan", 0.5], ["Grand-Bassam", 0.5]]
    assert cities["parameters"]["geos"] == [None, "Côte d’Ivoire", "Abidjan"] and cities["parameters"]["resultGeo"] == "geo_4"
    spaced = f"/v3/analytics/station/{show.station}/playsByGeo?resultGeo=geo4&geo2=Czech+Republic&geo3=St%C5%99edo%C4%8Desk%C3%BD%20kraj"
    assert api.read(spaced)["data"]["rows"] == [["Kladno", 1]]
    for query in ({"geo2": "Atlantis"}, {"resultGeo": "geo3"}, {"resultGeo": "geo4", "geo2": "Czech Republic"}, {"resultGeo": "geo1"},
                  {"resultGeo": "geo5"}, {"resultGeo": "geo3", "geo3": "Abidjan"}, {"resultGeo": "geo4", "geo3": "Abidjan"},
                  {"resultGeo": "geo4", "geo2": "Czech Republic", "geo3": "Abidjan"}, {"resultGeo": "geo3", "geo2": "Norway"}):
        assert show.rows("playsByGeo", **query) == [], query
    for bad in ("geo6", "geo_2", "x", "GEO2"):
        error = api.refused(400, "invalid_field", "GET", f"/v3/analytics/station/{show.station}/playsByGeo", resultGeo=bad)
        assert error["parameter"] == "resultGeo"


@pytest.mark.parametrize("kind", ["playsByGeo", "playsByEpisode"])
def test_limits(show, api, kind):
    for bad in ("0", "-1", "x", "1.5", "9" * 30):
        error = api.refused(400, "invalid_field", "GET", f"/v3/analytics/station/{show.station}/{kind}", limit=bad)
        assert error["parameter"] == "limit"
    if kind == "playsByEpisode":
        assert show.of(kind)["parameters"]["limit"] == 3 and show.of(kind, limit=5000)["parameters"]["limit"] == 1000


# Episodes.

def test_order_ties_and_untitled_episodes(show, api):
    older, newer = show.episode("Older", "2026-03-01T06:00:00Z"), show.episode("Newer", "2026-03-03T06:00:00Z")
    twins = [show.episode(title, "2026-03-02T06:00:00Z") for title in ("First twin", "Second twin")]
    unheard = show.episode("Unheard", "2026-03-04T06:00:00Z")
    untitled = show.episode("", "2026-02-01T06:00:00Z")
    facts = show.facts()
    for episode in (older, newer, *twins, untitled):
        facts.download(episode, NOON, episode)
    facts.download(untitled, "2026-03-11T12:00", 1)
    api.add(facts)
    rows = show.rows("totalPlaysByEpisode")
    assert [(row[1], row[2], row[4]) for row in rows] == [(untitled, 2, 1), (newer, 1, 2), (twins[0], 1, 3), (twins[1], 1, 4),
                                                         (older, 1, 5), (unheard, 0, 6)]
    assert rows[0][0] == "" and all(row[5].startswith("spotify:episode:") for row in rows)
    by_day = show.of("playsByEpisode", limit=4)["data"]
    day = unix("2026-03-10")
    assert by_day["rows"] == [[day, "0", 1], [day, "1", 1], [day, "2", 1], [day, "3", 1], [day + DAY, "4", 1]]
    assert by_day["labels"]["EpisodeTitle"] == {"0": "Newer", "1": "First twin", "2": "Second twin", "3": "Older", "4": ""}
    assert [row[1:] for row in show.rows("playsByEpisode", timeInterval=604800)] == [["0", 2], ["1", 1], ["2", 1]]


def test_drafts_and_scheduled_episodes_have_no_total(show, api):
    show.episode("Later", "2026-04-01T06:00:00Z")
    show.episode("Out")
    assert [row[0] for row in show.rows("totalPlaysByEpisode")] == ["Out"]


# Listening.

@pytest.fixture
def recording(api, show):
    """An episode of ten seconds of real audio."""
    key = api.instance.admin("key", "create", "--workspace", api.accounts.workspace, "--label", "t", "--scope", "episodes:write")["key"]
    publishing = Publishing.__new__(Publishing)
    publishing.instance, publishing.key = api.instance, key
    show.publishing = publishing
    show.recording = publishing.upload(show.station, AUDIO, title="Ten seconds").json["id"]
    show.revision = hashlib.sha256(AUDIO).hexdigest()
    return show


def listen(show, api, *sessions, **more):
    facts = show.facts()
    for listener, *heard in sessions:
        facts.session(show.recording, NOON, listener, heard, 10000, revision=more.pop("revision", show.revision), **more)
    api.add(facts)


def samples(show, api):
    rows = api.of_episode(show.recording, "performance")["data"]["rows"]
    assert [row[0] for row in rows] == list(range(len(rows))) and all(isinstance(row[1], str) for row in rows)
    return [int(row[1]) for row in rows]


def test_half_a_second_is_heard(recording, api):
    listen(recording, api, ("ada", (0, 499), (1000, 1500)), ("bob", (2000, 2300)), ("bob", (2500, 2700)), ("eve", (3000, 3300), (3000, 3300)))
    assert samples(recording, api) == [0, 1, 1, 0, 0, 0, 0, 0, 0, 0]


def test_skips_make_the_curve_rise_again(recording, api):
    listen(recording, api, ("ada", (0, 3000), (8000, 10000)), ("bob", (0, 2000), (7000, 10000)), ("eve", (9000, 10000)))
    assert samples(recording, api) == [2, 2, 1, 0, 0, 0, 0, 1, 2, 3]
    rows = api.of_episode(recording.recording, "aggregatedPerformance")["data"]["rows"]
    assert rows == [["percentile25", 33], ["percentile50", 0], ["percentile75", 33], ["percentile100", 100],
                    ["averageListenSeconds", "10"]], "the peak is the last second, and nothing is behind it"


def test_who_never_stops(recording, api):
    listen(recording, api, ("ada", (0, 10000)), ("bob", (0, 10000)))
    rows = api.of_episode(recording.recording, "aggregatedPerformance")["data"]["rows"]
    assert rows[-1] == ["averageListenSeconds", "10"] and [row[1] for row in rows[:4]] == [100] * 4


def test_nobody_listened(recording, api):
    assert api.of_episode(recording.recording, "performance")["data"]["rows"] == []
    rows = api.of_episode(recording.recording, "aggregatedPerformance")["data"]["rows"]
    assert rows == [[f"percentile{n}", 0] for n in (25, 50, 75, 100)] + [["averageListenSeconds", None]]


def test_the_curve_is_of_the_present_file(recording, api):
    listen(recording, api, ("ada", (0, 10000)), revision="0" * 64)
    assert samples(recording, api) == []
    assert recording.rows("totalPlays") == [1], "the play stays one"


def test_no_video(recording, api):
    api.refused(404, "not_found", "GET", f"/v3/analytics/episode/{recording.recording}/allTimeVideoData")


def test_video(api, show, tmp_path):
    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed")
    film = tmp_path / "walk.mp4"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=3", "-f", "lavfi", "-i",
                    "testsrc=size=320x240:rate=10:duration=3", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", film], check=True)
    episode = show.episode("A walk")
    done = api.upload(episode, film.read_bytes(), "walk.mp4", "video/mp4", uploadType="video")
    assert done["status"] == "completed" and done["mediaType"] == "video", done
    facts = show.facts()
    for listener, end, video in [("ada", 70000, 1), ("ada", 40000, 1), ("bob", 5000, 1), ("eve", 70000, 0), ("eve", 0, 1)]:
        facts.session(episode, NOON, listener, [(0, end)], video=video)
    api.add(facts)
    answer = api.of_episode(episode, "allTimeVideoData")
    assert answer == {"episodeId": episode, "kind": "allTimeVideoData", "data": {
        "rows": [["videoStarts", 3], ["videoPlays", 2], ["videoStreams", 1], ["videoListeners", 2]],
        "columnHeaders": [{"name": "Metric", "type": "string"}, {"name": "Value", "type": "integer"}]}}


def test_keys_of_two_months_are_told(api):
    try:
        api.move_to(api.instance, "2026-04-03T09:30:00")
        answer = api.get(f"/v3/analytics/station/{api.station}/uniqueListeners", headers=api.by_cookie)
        assert answer.header("Mooring-Key-Periods") == "2"
    finally:
        api.move_to(api.instance, "2026-03-13T09:30:00")