"""analytics-rest.md, appendix A: the example station, answer by answer, value for value."""

import json
import re

import pytest

from analytics import Example, unix
from instance import Instance


@pytest.fixture(scope="module")
def station():
    one = Instance()
    one.start("--limits-enabled", "false")
    try:
        yield Example(one)
    finally:
        one.close()


FOUR_DAYS = {"timeRangeStart": 1772928000, "timeRangeEnd": 1773187200}
TIME = {"name": "Time (UTC)", "type": "integer", "isDateTime": True}
PLAYS = {"name": "Plays", "type": "integer"}
PERCENT = {"name": "Percent of Plays", "type": "number"}
METRIC = [{"name": "Metric", "type": "string"}, {"name": "Value", "type": "integer"}]

STATION = {
    "totalPlays": ({}, {"data": {"rows": [45], "columnHeaders": [PLAYS]}}),
    "uniqueListeners": ({}, {"data": {"rows": [30], "columnHeaders": [{"name": "Unique Listeners", "type": "integer"}]}}),
    "audienceSize": ({}, {"data": {"rows": [22], "columnHeaders": [{"name": "Audience Size", "type": "integer"}]}}),
    "totalPlaysByEpisode": ({}, {"data": {
        "rows": [
            ["Slack Water", 41000007, 22, 1772776800, 1, "spotify:episode:4SlackWaterEpisode0001"],
            ["Spring Tides", 41000008, 21, 1773036000, 2, "spotify:episode:4SpringTidesEpisode001"],
            ["What Is This Show?", 41000009, 2, 1772625600, 3, "spotify:episode:4WhatIsThisShowEp00001"]],
        "columnHeaders": [
            {"name": "Episode Title", "type": "string"}, {"name": "Episode ID", "type": "integer"},
            {"name": "Streams & Downloads", "type": "integer"},
            {"name": "Publish Time (UTC)", "type": "integer", "isDateTime": True}, {"name": "Rank", "type": "integer"},
            {"name": "Episode URI", "type": "string"}]}}),
    "plays": ({"timeInterval": 86400, **FOUR_DAYS}, {
        "parameters": {"timeRange": [1772928000, 1773187200], "timeInterval": 86400},
        "data": {"rows": [[1772928000, 8], [1773014400, 10], [1773100800, 8], [1773187200, 5]], "columnHeaders": [TIME, PLAYS]}}),
    "plays by week": ({"timeInterval": 604800}, {
        "parameters": {"timeRange": [1772582400, 1773360000], "timeInterval": 604800},
        "data": {"rows": [[1772409600, 19], [1773014400, 26]], "columnHeaders": [TIME, PLAYS]}}),
    "playsByAgeRange": ({"timeRangeStart": 1772924400, "timeRangeEnd": 1773183600}, {
        "parameters": {"timeRange": [1772924400, 1773183600]},
        "data": {
            "rows": [["0-17", 0], ["18-22", 0], ["23-27", 0.1], ["28-34", 0.55], ["35-44", 0.15], ["45-59", 0.15], ["60+", 0]],
            "translationMapping": {"0-17": "0-17", "18-22": "18-22", "23-27": "23-27", "28-34": "28-34", "35-44": "35-44",
                                   "45-59": "45-59", "60+": "60+"},
            "columnHeaders": [{"name": "Age Range", "type": "string"}, PERCENT],
            "colors": dict.fromkeys(("0-17", "18-22", "23-27", "28-34", "35-44", "45-59", "60+"), "#26008D")}}),
    "playsByApp": (FOUR_DAYS, {
        "parameters": {"minValue": 0.02, "timeRange": [1772928000, 1773187200], "timeInterval": 86400},
        "data": {
            "rows": [["Mooring Player", 0.6451612903225806], ["Apple Podcasts", 0.25806451612903225],
                     ["Pocket Casts", 0.03225806451612903], ["Web Browser", 0.03225806451612903],
                     ["Other", 0.03225806451612903]],
            "translationMapping": {name: name for name in ("Mooring Player", "Apple Podcasts", "Pocket Casts", "Web Browser",
                                                           "Other")},
            "columnHeaders": [{"name": "App", "type": "string"}, PERCENT],
            "colors": {"Mooring Player": "#0F7B8A", "Apple Podcasts": "#D56DFB", "Pocket Casts": "#F43E37",
                       "Web Browser": "#5D55FF", "Other": "#FF4834"}}}),
    "playsByDevice": (FOUR_DAYS, {
        "parameters": {"minValue": 0.02, "timeRange": [1772928000, 1773187200], "timeInterval": 86400},
        "data": {
            "rows": [["iPhone", 0.5806451612903226], ["Android", 0.2903225806451613], ["Windows", 0.06451612903225806],
                     ["Mac", 0.03225806451612903], ["Other", 0.03225806451612903]],
            "translationMapping": {name: name for name in ("iPhone", "Android", "Windows", "Mac", "Other")},
            "columnHeaders": [{"name": "Device", "type": "string"}, PERCENT],
            "colors": {"iPhone": "#5D55FF", "Android": "#26008D", "Windows": "#80AC0B", "Mac": "#EF77A1", "Other": "#FF4834"}}}),
    "playsByEpisode": (FOUR_DAYS, {
        "parameters": {"timeRange": [1772928000, 1773187200], "timeInterval": 86400, "limit": 3},
        "data": {
            "rows": [[1772928000, "0", 8], [1773014400, "1", 8], [1773014400, "0", 2], [1773100800, "1", 6],
                     [1773100800, "0", 2], [1773187200, "1", 4], [1773187200, "0", 1]],
            "columnHeaders": [TIME, {"labelKey": "EpisodeTitle", "type": "string"}, PLAYS],
            "labels": {"EpisodeTitle": {"0": "Slack Water", "1": "Spring Tides"}}}}),
    "playsByGender": ({"timeRangeStart": 1772924400, "timeRangeEnd": 1773183600}, {
        "parameters": {"timeRange": [1772924400, 1773183600]},
        "data": {
            "rows": [["Female", 0.55], ["Male", 0.35], ["Not specified", 0.1], ["Non-binary", 0]],
            "translationMapping": {name: name for name in ("Female", "Male", "Non-binary", "Not specified")},
            "columnHeaders": [{"name": "Gender", "type": "string"}, PERCENT],
            "colors": {"Male": "#26008D", "Female": "#5925FF", "Not specified": "#9691FF", "Non-binary": "#D7DBFF"}}}),
    "playsByGeo": ({"limit": 200, "resultGeo": "geo2"}, {
        "parameters": {"geos": [None, None, None], "resultGeo": "geo_4", "timeRange": [1772582400, 1773360000],
                       "timeInterval": 3600},
        "data": {"rows": [["Germany", 0.56], ["Norway", 0.36], ["Portugal", 0.09]],
                 "columnHeaders": [{"name": "Geo", "type": "string"}, PERCENT], "assets": {"flagUrlByGeo": {}}}}),
    "playsByGeo of regions": ({"limit": 200, "resultGeo": "geo3", "geo2": "Germany"}, {
        "parameters": {"geos": [None, "Germany", None], "resultGeo": "geo_3", "timeRange": [1772582400, 1773360000],
                       "timeInterval": 3600},
        "data": {"rows": [["Hamburg", 0.72], ["Lower Saxony", 0.16], ["Bremen", 0.12]],
                 "columnHeaders": [{"name": "Geo", "type": "string"}, PERCENT], "assets": {"flagUrlByGeo": {}}}}),
}
EPISODE = {
    (41000008, "plays"): {
        "parameters": {"timeRange": [1773014400, 1773360000], "timeInterval": 86400},
        "data": {"rows": [[1773014400, 8], [1773100800, 6], [1773187200, 4], [1773273600, 3]], "columnHeaders": [TIME, PLAYS]}},
    (41000009, "performance"): {"data": {
        "rows": [[0, "6"], [1, "7"], [2, "6"], [3, "5"], [4, "5"], [5, "3"], [6, "3"], [7, "3"]],
        "columnHeaders": [{"name": "Sample", "type": "integer"}, {"name": "Listeners", "type": "integer"}]}},
    (41000009, "aggregatedPerformance"): {"data": {
        "rows": [["percentile25", 86], ["percentile50", 71], ["percentile75", 43], ["percentile100", 43],
                 ["averageListenSeconds", "5"]], "columnHeaders": METRIC}},
    (41000010, "aggregatedPerformance"): {"data": {
        "rows": [["percentile25", 0], ["percentile50", 0], ["percentile75", 0], ["percentile100", 0],
                 ["averageListenSeconds", None]], "columnHeaders": METRIC}},
}


@pytest.mark.parametrize("name", STATION)
def test_a_station_answer(station, name):
    query, expected = STATION[name]
    kind = name.split()[0]
    answer = station.of_station(kind, **query)
    assert answer == station.translated({"stationId": 7310042, "kind": kind, **expected})
    if "translationMapping" in answer["data"] and kind != "playsByGender":
        assert list(answer["data"]["translationMapping"]) == [row[0] for row in answer["data"]["rows"]]


@pytest.mark.parametrize("episode,kind", EPISODE)
def test_an_episode_answer(station, episode, kind):
    answer = station.of_episode(station.ids[episode], kind)
    assert answer == station.translated({"episodeId": episode, "kind": kind, **EPISODE[episode, kind]})


def test_the_impressions(station):
    sent = ("eyJpbmNsdWRlIjpbImltcHJlc3Npb25zIiwiZGFpbHlJbXByZXNzaW9ucyIsImltcHJlc3Npb25zQnlTb3VyY2UiXSwib3B0aW9ucyI6eyJpbXByZXNz"
            "aW9ucyI6eyJ2ZXJzaW9uIjoiMS4wIiwic3RhcnRUaW1lIjoxNzcwNzE0MDAwLjAsImVuZFRpbWUiOjE3NzMyMTk2MDAuMH0sImRhaWx5SW1wcmVzc2lv"
            "bnMiOnsidmVyc2lvbiI6IjEuMCIsInN0YXJ0VGltZSI6MTc3MDcxNDAwMC4wLCJlbmRUaW1lIjoxNzczMjE5NjAwLjB9LCJpbXByZXNzaW9uc0J5U291"
            "cmNlIjp7InZlcnNpb24iOiIxLjAiLCJzdGFydFRpbWUiOjE3NzA3MTQwMDAuMCwiZW5kVGltZSI6MTc3MzIxOTYwMC4wfX19")
    answer = station.read(f"/v3/analytics/station/{station.station}", query=sent)
    assert answer["stationId"] == station.station and answer["kind"] == "impressions"
    assert answer["parameters"] == {"timeRange": [1770714000, 1773219600]}
    data = answer["data"]
    assert data["impressions"] == {"count": 196, "start": "2026-02-10", "end": "2026-03-11"}
    counts = data["dailyImpressions"]["counts"]
    assert len(counts) == 30 and counts[0] == {"count": 0, "date": "2026-02-10"}
    assert [one["count"] for one in counts[-8:]] == [14, 9, 31, 22, 27, 40, 35, 18] and counts[-1]["date"] == "2026-03-11"
    assert sum(one["count"] for one in counts[:-8]) == 0
    assert data["impressionsBySource"] == {"count": 196, "start": "2026-02-10", "end": "2026-03-11", "sourcedCounts": {
        "counts": {"SEARCH": 41, "LIBRARY": 52, "OTHER": 15, "HOME": 88}}}


def test_the_page_of_episodes(station):
    page = station.read(f"/v3/stations/webStationId:{station.web_station}/episodePage", limit=2)
    assert page["stationId"] == station.station
    assert [item["episodeId"] for item in page["items"]] == [station.ids[41000010], station.ids[41000008]]
    assert [item["totalPlays"] for item in page["items"]] == [0, 21]
    following = station.read(page["next"])
    assert [(item["episodeId"], item["totalPlays"], item["isTrailer"]) for item in following["items"]] == [
        (station.ids[41000007], 22, False), (station.ids[41000009], 2, True)]
    assert following["next"] is None
    by_plays = station.read(f"/v3/stations/{station.station}/episodePage", orderBy="plays")["items"]
    assert [item["totalPlays"] for item in by_plays] == [22, 21, 2, 0]


def test_the_overview(station):
    episode = station.read(f"/v3/episodes/{station.ids[41000008]}/overview", returnWebIds="true")
    assert episode["publishOn"] == "2026-03-09T06:00:00.000Z" and episode["publishOnUnixTimestamp"] == 1773036000
    assert episode["isPublished"] and not episode["isDraft"] and episode["webStationId"] == station.web_station
    station.refused(403, "draft_overview_forbidden", "GET", f"/v3/episodes/{station.ids[41000010]}/overview")


def test_the_checks_of_the_appendix(station):
    """45 in all; 22 + 21 + 2; 31 in the four days, of which 20 streams."""
    assert sum(row[1] for row in station.rows("plays")) == 45
    four = {"begin": "2026-03-08", "end": "2026-03-11"}
    assert station.measure("sd", **four)[0]["value"] == 31
    assert station.measure("streams", **four)[0]["value"] == 20
    assert station.measure("reach", begin="2026-03-06")[0]["value"] == 30
    assert station.measure("impressions")[0]["value"] == 196


def test_the_tables_without_folding_and_rounding(station):
    """Cells that the appendix does not print."""
    assert station.rows("playsByApp")[:2] == [["Mooring Player", 29 / 45], ["Apple Podcasts", 10 / 45]]
    assert station.rows("playsByGeo", resultGeo="geo3", geo2="norway") == [["Vestland", 0.63], ["Oslo", 0.38]]
    assert station.rows("playsByGeo", resultGeo="geo4", geo2="Germany", geo3="Hamburg") == []


def test_numbers_are_printed_in_their_shortest_form(station):
    for path in ("playsByAgeRange", "playsByApp", "playsByGender", "playsByGeo"):
        text = station.get(f"/v3/analytics/station/{station.station}/{path}").text
        for number in re.findall(r'",([0-9.eE+-]+)\]', text):
            assert "e" not in number.lower()
            assert number == ("0" if float(number) == 0 else repr(float(number)).removesuffix(".0")), number
    assert json.loads(station.get(f"/v3/analytics/station/{station.station}/playsByApp").text)["parameters"]["minValue"] == 0.02


def test_remarks_stand_in_headers(station):
    instance = station.instance
    plain = station.get(f"/v3/analytics/station/{station.station}/uniqueListeners")
    assert plain.header("Mooring-As-Of").startswith("2026-03-13T09:3") and plain.header("Mooring-Provisional") is None
    assert plain.header("Mooring-Key-Periods") is None
    assert plain.header("ETag") is None and plain.header("Cache-Control") == "no-store"
    try:
        station.move_to(instance, "2026-03-13T05:59:00")
        path = f"/v3/analytics/station/{station.station}/plays"
        assert station.get(path).header("Mooring-Provisional") == "true"
        closed = station.get(path, timeRangeEnd=unix("2026-03-11"))
        assert closed.header("Mooring-Provisional") is None
    finally:
        station.move_to(instance, "2026-03-13T09:30:00")
