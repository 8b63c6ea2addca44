"""analytics-rest.md, 5.13: how often a show was seen."""

import base64
import json
from urllib.parse import quote

import pytest

from analytics import Analytics, unix
from instance import Instance

NAMES = ("impressions", "dailyImpressions", "impressionsBySource")
END = unix("2026-03-11T09:00")


@pytest.fixture(scope="module")
def api():
    one = Instance()
    one.start("--limits-enabled", "false")
    try:
        api = Analytics(one)
        episode = api.published("Slack Water", "2026-03-06T06:00:00Z")
        facts = api.facts()
        facts.impression("2026-02-09T23:59:59")  # the day before thirty
        facts.impression("2026-02-10T00:00:00", "SEARCH")
        facts.impression("2026-03-11T23:59:59", "LIBRARY", episode=episode)
        facts.impression("2026-03-12T12:00", "OTHER")
        facts.impression("2026-03-13T08:00")  # today
        api.add(facts)
        yield api
    finally:
        one.close()


def query_of(end=END, begin=None, **changes):
    times = {"version": "1.0", "startTime": float(end - 29 * 86400 if begin is None else begin), "endTime": float(end)}
    return {"include": list(NAMES), "options": {name: dict(times) for name in NAMES}, **changes}


def encoded(query):
    text = query if isinstance(query, bytes) else json.dumps(query, separators=(",", ":")).encode()
    return base64.b64encode(text).decode()


def ask(api, query, raw=False):
    return api.get(f"/v3/analytics/station/{api.station}?query={quote(query if raw else encoded(query), safe='')}")


def test_thirty_days_and_four_sources(api):
    data = ask(api, query_of()).json["data"]
    counts = data["dailyImpressions"]["counts"]
    assert [one["count"] for one in counts] == [1] + [0] * 28 + [1]
    assert (counts[0]["date"], counts[-1]["date"]) == ("2026-02-10", "2026-03-11")
    sources = data["impressionsBySource"]["sourcedCounts"]["counts"]
    assert sources == {"HOME": 0, "SEARCH": 1, "LIBRARY": 1, "OTHER": 0}
    assert data["impressions"]["count"] == data["impressionsBySource"]["count"] == sum(sources.values()) == 2


def test_days_that_are_not_complete_are_zero(api):
    data = ask(api, query_of(unix("2026-03-20T00:00"))).json["data"]
    counts = {one["date"]: one["count"] for one in data["dailyImpressions"]["counts"]}
    assert counts["2026-03-12"] == 1 and counts["2026-03-13"] == 0 and counts["2026-03-20"] == 0 and len(counts) == 30
    assert data["impressions"] == {"count": 2, "start": "2026-02-19", "end": "2026-03-20"}


def test_the_form_is_free(api):
    expected = ask(api, query_of()).json
    whole = query_of()
    for options in whole["options"].values():
        options.update(startTime=int(options["startTime"]), endTime=int(options["endTime"]))
    reordered = {"options": dict(reversed(list(query_of()["options"].items()))), "include": list(reversed(NAMES))}
    spaced = json.dumps(query_of(), indent=2).encode()
    for query in (whole, reordered, spaced):
        assert ask(api, query).json == expected
    padded = next(text for text in (encoded(json.dumps(query_of()).encode() + b" " * n) for n in range(3)) if text.endswith("="))
    assert ask(api, padded.rstrip("="), raw=True).json == expected
    with_sign = json.dumps({**query_of(), "x": "~~~???>>>"}).encode()
    plus = next(text for text in (encoded(b" " * n + with_sign) for n in range(3)) if "+" in text)
    assert ask(api, plus, raw=True).json == expected
    assert ask(api, plus.replace("+", " "), raw=True).json == expected
    assert ask(api, plus.replace("+", "-").replace("/", "_"), raw=True).json == expected
    assert ask(api, query_of(END, END - 29 * 86400 + 3600)).status == 200
    assert ask(api, query_of(END + 1800, END + 1800 - 29 * 86400)).status == 200


def without(part, member):
    query = query_of()
    del query["options"][part][member]
    return query


def changed(part, **members):
    query = query_of()
    query["options"][part].update(members)
    return query


BAD = {
    "empty object": {}, "list": [], "no JSON": b"{", "no UTF-8": b'{"x": "\xff"}', "no include": {"options": query_of()["options"]},
    "no options": {"include": list(NAMES)}, "two includes": query_of(include=list(NAMES[:2])),
    "a fourth": query_of(include=[*NAMES, "more"]), "twice": query_of(include=[NAMES[0], NAMES[0], NAMES[1]]),
    **{f"{part} without {member}": without(part, member) for part in NAMES for member in ("version", "startTime", "endTime")},
    **{f"no {part}": query_of(options={name: value for name, value in query_of()["options"].items() if name != part}) for part in NAMES},
    "other version": changed("impressions", version="2.0"), "number as version": changed("impressions", version=1.0),
    "unequal ranges": changed("dailyImpressions", startTime=END - 29 * 86400 + 3600.0),
    "text as time": changed("dailyImpressions", endTime=str(END)), "fraction": query_of(END + 0.5),
    "seven minutes": query_of(END + 420), "28 days": query_of(END, END - 28 * 86400), "30 days": query_of(END, END - 30 * 86400),
    "an hour and a quarter": query_of(END, END - 29 * 86400 - 4500), "deep": b"[" * 5000, "huge time": query_of(END * 1e300),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_refused(api, name):
    answer = ask(api, BAD[name])
    assert answer.status == 400, answer
    assert (answer.json["code"], answer.json["parameter"]) == ("invalid_field", "query")
    assert answer.json["message"].startswith("query.query ")


def test_rubbish_and_nothing(api):
    for text in ("!!!!", "x", "eyJ", "%%%"):
        assert ask(api, text, raw=True).json["code"] == "invalid_field"
    for path in ("", "?query=", "?other=1"):
        error = api.refused(400, "missing_query_parameter", "GET", f"/v3/analytics/station/{api.station}{path}")
        assert error["parameter"] == "query"
