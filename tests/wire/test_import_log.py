"""Logs from elsewhere through the pipeline of live hits, and days counted anew (measurement.md, 9 and 10.5)."""

import datetime
import gzip
import json
import signal
import subprocess

import pytest

from feeds import Host
from instance import BINARY
from publishing import mp3_bytes

SECONDS = 90
DATA = mp3_bytes(SECONDS)
OVERCAST = "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)"
SPOTIFY = "Spotify/9.0.2 Android/34 (SM-S911B)"
POCKET_CASTS = "Pocket%20Casts/7.96.0.4 CFNetwork/3826.600.41 Darwin/24.6.0"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
DAYS_AGO = 20


@pytest.fixture
def host(publishing):
    host = Host(publishing)
    host.stored = host.upload(DATA)
    host.path = host.media_path(host.stored)
    return host


def day_before(number=DAYS_AGO):
    return datetime.date.today() - datetime.timedelta(days=number)


def moment(day, clock="10:00:00"):
    return datetime.datetime.fromisoformat(f"{day}T{clock}+00:00")


def combined(at, target, agent, address="203.0.113.5", status=200, sent=len(DATA), method="GET", more=""):
    return (f'{address} - - [{at.strftime("%d/%b/%Y:%H:%M:%S +0000")}] "{method} {target} HTTP/1.1" {status} {sent} '
            f'"-" "{agent}"{more}\n')


def write(host, name, text, packed=False):
    path = host.instance.data.parent / f"{host.instance.data.name}-{name}"
    data = text if isinstance(text, bytes) else text.encode()
    path.write_bytes(gzip.compress(data) if packed else data)
    return path


def import_log(host, *files, source="old-host", style="nginx", more=()):
    return host.instance.admin("import-log", "--source", source, "--format", style, *more, *map(str, files))


def measure(host, metric="downloads", first=None, last=None, *flags):
    first = first or day_before(200)
    last = last or datetime.date.today()
    return host.instance.admin("measure", metric, "--from", str(first), "--to", str(last), *flags)


def total(host, metric="downloads", *days):
    return measure(host, metric, *days)[0]["value"]


def ordinary_log(host, day):
    """Five rows that come to two downloads, a bot, a probe of the method and a part."""
    at = moment(day)
    return [combined(at, host.path, OVERCAST), combined(at, host.path, OVERCAST, sent=9), combined(at, host.path, GOOGLEBOT),
            combined(at, host.path, SPOTIFY), combined(at, host.path, SPOTIFY, method="HEAD", sent=0)]


def test_nginx_rows_count_as_live_hits_do(host):
    log = write(host, "access.log", "".join(ordinary_log(host, day_before())))
    report = import_log(host, log)
    assert report["done"] and report["lines"] == 5 and report["hits"] == 5 and report["counting"] == 5, report
    assert report["verdicts"] == {"candidate": 3, "bot": 1, "method": 1}
    assert total(host) == 2 and total(host, "downloads", day_before(), day_before()) == 2
    by_app = {row["app"]: row["value"] for row in measure(host, "downloads", None, None, "--by", "app")}
    assert by_app == {"Overcast": 1, "Spotify": 1}
    by_source = {row["source"]: row["value"] for row in measure(host, "downloads", None, None, "--by", "source")}
    assert by_source == {"import:old-host": 2}
    # The day is the import's; today stays our own.
    assert host.instance.admin("hit-sources") == [
        {"show": host.show["id"], "from": str(day_before()), "to": str(day_before()), "source": "import:old-host"}]
    host.instance.request("GET", host.path, headers={"User-Agent": OVERCAST})
    assert total(host) == 3


def test_the_same_file_twice_and_overlapping_ones_change_nothing(host):
    rows = [combined(moment(day_before(), f"10:{number:02}:00"), host.path, f"AntennaPod/{number}") for number in range(30)]
    first = write(host, "a.log", "".join(rows[:20]))
    assert import_log(host, first)["hits"] == 20
    again = import_log(host, first)
    assert (again["hits"], again["known_lines"]) == (0, 20)
    renamed = import_log(host, write(host, "a.log.gz", "".join(rows[:20]), packed=True))
    assert (renamed["hits"], renamed["known_lines"]) == (0, 20), "known by its lines, whatever it is called"
    grown = import_log(host, write(host, "a.log", "".join(rows[:25])))
    assert (grown["hits"], grown["known_lines"]) == (5, 20)
    import_log(host, write(host, "b.log", "".join(rows[10:])))
    assert total(host) == 30
    assert hits_on_record(host) == 30


def hits_on_record(host):
    return sum(row["hits"] for row in host.instance.admin("verdicts", "--from", str(day_before(200)), "--to", str(datetime.date.today())))


def test_identical_lines_of_one_second_are_several_requests(host):
    line = combined(moment(day_before()), host.path, OVERCAST, status=206, sent=len(DATA) // 4)
    log = write(host, "parts.log", line * 3)
    assert import_log(host, log)["hits"] == 3
    assert total(host) == 1, "three quarters of ninety seconds are a minute"
    import_log(host, write(host, "other.log", combined(moment(day_before(), "09:00:00"), "/nothing", OVERCAST) + line * 3))
    assert total(host) == 1


def test_parts_of_unknown_position_are_added_and_no_more(host):
    quarter = len(DATA) // 4
    at = moment(day_before())
    rows = [combined(at, host.path, OVERCAST, status=206, sent=quarter), combined(at, host.path, SPOTIFY, status=206, sent=quarter),
            combined(at, host.path, SPOTIFY, status=206, sent=quarter + 1), combined(at, host.path, SPOTIFY, status=206, sent=quarter + 2)]
    import_log(host, write(host, "parts.log", "".join(rows)))
    assert total(host) == 1


def test_log_format_mooring_gives_the_downloads_measured_live(host):
    minute = len(DATA) * 60 // SECONDS + 4096
    asks = [(OVERCAST, None), (SPOTIFY, f"bytes=0-{minute}"), (POCKET_CASTS, "bytes=0-1"), ("AntennaPod/1", "bytes=0-99999"),
            ("AntennaPod/1", "bytes=0-99999"), ("Castro 2024", f"bytes=0-{minute // 2}"), ("Castro 2024", f"bytes={minute // 2}-{minute}"),
            ("PodcastAddict/v5", f"bytes=0-9,{1000}-{minute}")]
    lines = []
    for number, (agent, asked) in enumerate(asks):
        answer = host.instance.request("GET", host.path, headers={"User-Agent": agent, **({"Range": asked} if asked else {})})
        at = moment(day_before())
        served = answer.header("Content-Range") or "-"
        lines.append(combined(at, host.path, agent, "198.51.100.9", answer.status, len(answer.body),
                              more=f' "{asked or "-"}" "{served}" "id{number}" 0.010 "-"'))
    live = total(host)
    assert live >= 3
    report = import_log(host, write(host, "mooring.log", "".join(lines)))
    assert report["verdicts"] == {"candidate": len(asks) - 1, "probe": 1}
    assert total(host, "downloads", day_before(), day_before()) == live


def test_apache_and_its_escapes(host):
    at = moment(day_before())
    rows = combined(at, host.path, r'Overcast/3.0 \"x\" \xe4') + combined(at, host.path, OVERCAST, "2001:db8:1:2::1") + combined(
        at, host.path, OVERCAST, "2001:db8:1:2:ffff::9")
    assert import_log(host, write(host, "apache.log", rows), style="apache")["hits"] == 3
    assert total(host) == 2, "one /64 is one listener"


def test_cloudfront_files_with_many_columns_and_few(host):
    fields = ("date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) "
              "cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken "
              "x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status "
              "fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len "
              "sc-range-start sc-range-end").split()

    def row(count, **values):
        names = fields[:count]
        known = {"date": str(day_before()), "time": "10:00:00", "c-ip": "198.51.100.7", "cs-method": "GET",
                 "cs-uri-stem": host.path, "sc-status": "200", "sc-bytes": str(len(DATA) + 512), "time-taken": "0.100", **values}
        return "\t".join(known.get(name, "-") for name in names) + "\n"

    def head(count):
        return "#Version: 1.0\n#Fields: " + " ".join(fields[:count]) + "\n"

    agent = OVERCAST.replace(" ", "%2520")
    small = write(host, "old.gz", head(24) + row(24, **{"cs(User-Agent)": agent, "x-edge-request-id": "a"}), packed=True)
    middle = write(host, "middle.gz", head(26) + row(26, **{"cs(User-Agent)": SPOTIFY.replace(" ", "%20"), "x-edge-request-id": "b"}),
                   packed=True)
    parts = [("c", 0, len(DATA) // 2), ("d", len(DATA) // 2 + 1, len(DATA) - 1), ("d", len(DATA) // 2 + 1, len(DATA) - 1)]
    new = write(host, "new.gz", head(33) + "".join(
        row(33, **{"cs(User-Agent)": "AntennaPod/3", "x-edge-request-id": name, "sc-status": "206", "sc-bytes": str(last - first + 513),
                   "sc-content-len": str(last - first + 1), "sc-range-start": str(first), "sc-range-end": str(last)})
        for name, first, last in parts), packed=True)
    report = import_log(host, small, middle, new, source="cdn", style="cloudfront")
    assert report["hits"] == 5, report
    assert total(host) == 3
    assert hits_on_record(host) == 4, "a request id is one hit"


def test_op3_rows_as_tabs_and_as_objects(publishing):
    host = Host(publishing)
    host.episode(audio_url="https://example.com/audio/one.mp3")
    names = ["time", "uuid", "hashedIpAddress", "method", "url", "userAgent", "referer", "range", "country", "regionName"]
    url = "https://op3.dev/e,pg=1/https://example.com/audio/one.mp3?_from=feed"
    rows = [["2026-01-01T10:00:00.123Z", "u1", "h1", "GET", url, OVERCAST, "", "", "DE", "Hesse"],
            ["2026-01-01T10:00:01.123Z", "u2", "h1", "GET", url, OVERCAST, "", "bytes=0-1", "DE", "Hesse"],
            ["2026-01-01T10:00:02.123Z", "u3", "h2", "GET", url, OVERCAST, "", "bytes=0-", "US", "Ohio"]]
    for row in rows:
        row[0] = f"{day_before()}T{row[0][11:]}"
    tabs = write(host, "op3.tsv", "\n".join("\t".join(row) for row in [names, *rows]) + "\n")
    report = import_log(host, tabs, source="op3", style="op3-tsv")
    assert report["hits"] == 3 and report["verdicts"] == {"candidate": 2, "probe": 1}, report
    assert total(host) == 2
    assert {row["country"]: row["value"] for row in measure(host, "downloads", None, None, "--by", "country")} == {"DE": 1, "US": 1}
    objects = write(host, "op3.json", json.dumps({"rows": [dict(zip(names, row)) for row in rows], "count": 3}))
    import_log(host, objects, source="op3", style="op3-json")
    assert total(host) == 2, "the same rows by their ids"


def test_hostile_lines_are_counted_by_reason(host):
    at = moment(day_before())
    text = b"".join([
        b"\x00\xff\xfe nonsense\n", b"\n", b"x" * 200_000 + b"\n",
        combined(at, host.path, OVERCAST).encode(),
        combined(at, "/nothing/of/ours.mp3?secret=1", OVERCAST).encode(),
        combined(at, "/feeds/abc.xml", "FeedReader/1").encode(),
        combined(at, host.path, OVERCAST, address="nobody.example").encode(),
        combined(datetime.datetime(2200, 1, 1, tzinfo=datetime.timezone.utc), host.path, OVERCAST).encode(),
        combined(at, host.path, "BadText/1 \xe4").encode("latin-1"),
        combined(at, host.path, "A" * 5000).encode(),
        b'203.0.113.9 - - [99/Foo/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x"\n',
        b'203.0.113.9 - - [03/Mar/2026:10:00:00 +0000] "\\x16\\x03" 400 5 "-" "x"\n',
        combined(at, host.path, SPOTIFY).encode()[:-30],
    ])
    report = import_log(host, write(host, "hostile.log", text))
    assert report["hits"] == 3
    assert report["left_out"] == {
        "malformed: bad_shape": 1, "malformed: too_long": 1, "unmapped": 1, "feed": 1, "malformed: bad_address": 1,
        "malformed: bad_time": 2, "malformed: bad_request_line": 1, "unfinished": 1}, report
    assert report["unmapped"] == ["/nothing/of/ours.mp3"]
    assert total(host) == 3
    host.instance.request("GET", host.path, headers={"User-Agent": OVERCAST})
    assert total(host) == 4, "counting goes on"


def test_addresses_are_mapped_by_pattern_and_by_list(host):
    at = moment(day_before())
    rows = [combined(at, f"/old/audio/{host.stored['id']}-final.mp3", OVERCAST), combined(at, "/weird.mp3?x=1", SPOTIFY),
            combined(at, "/unknown.mp3", "AntennaPod/1")]
    listed = write(host, "map.txt", f"# addresses\n/weird.mp3 {host.stored['id']}\n")
    report = import_log(host, write(host, "mapped.log", "".join(rows)),
                        more=("--map", "/old/*/{episode}-final.mp3", "--map-file", str(listed), "--show", str(host.show["id"])))
    assert report["hits"] == 2 and report["left_out"] == {"unmapped": 1}, report
    assert total(host) == 2


def test_rows_of_another_show_are_left_out(host, publishing):
    other = Host(publishing, title="Another show")
    path = other.media_path(other.upload(DATA))
    rows = combined(moment(day_before()), host.path, OVERCAST) + combined(moment(day_before()), path, OVERCAST)
    report = import_log(host, write(host, "two.log", rows), more=("--show", str(other.show["id"])))
    assert report["hits"] == 1 and report["left_out"] == {"other show": 1}
    assert [row["show"] for row in measure(host, "downloads", None, None, "--by", "show")] == [str(other.show["id"])]


def test_a_day_has_one_source_and_can_be_given_to_another(host):
    host.instance.request("GET", host.path, headers={"User-Agent": OVERCAST})
    assert total(host) == 1
    today = datetime.date.today()
    # A prefix of today's log: what our own server counts already.
    at = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=1)
    rows = [combined(at, host.path, SPOTIFY), combined(at, host.path, "AntennaPod/1"), combined(at, host.path, "Castro 2024")]
    report = import_log(host, write(host, "store.log", "".join(rows)))
    assert (report["hits"], report["counting"]) == (3, 0)
    assert total(host) == 1, "stored, and not counted"
    host.instance.request("GET", host.path, headers={"User-Agent": SPOTIFY})
    assert total(host) == 2
    change = host.instance.admin("hit-source", "import:old-host", "--show", host.show["id"], "--from", str(today), "--to", str(today))
    assert [(row["metric"], row["old"], row["new"]) for row in change][:1] == [("downloads", 2, 3)]
    host.instance.request("GET", host.path, headers={"User-Agent": "PodcastAddict/v5"})
    assert total(host) == 3, "our own hits of that day are stored, and not counted"
    host.instance.admin("hit-source", "own", "--show", host.show["id"], "--from", str(today), "--to", str(today))
    assert total(host) == 3 and host.instance.admin("hit-sources") == []
    assert {row["app"] for row in measure(host, "downloads", None, None, "--by", "app")} == {"Overcast", "Spotify", "Podcast Addict"}


def test_recounting_drifts_by_nothing_and_follows_new_rules(host):
    import_log(host, write(host, "access.log", "".join(ordinary_log(host, day_before()))))
    for agent in (OVERCAST, SPOTIFY, GOOGLEBOT, "HarbourRadio/2"):
        host.instance.request("GET", host.path, headers={"User-Agent": agent})
    total(host)
    span = ["--from", str(day_before()), "--to", str(datetime.date.today())]
    same = host.instance.admin("recount", *span)
    assert [row["difference"] for row in same] == [0, 0, 0] and same[0]["old"] == total(host)
    rules = host.instance.data / "rules"
    rules.mkdir()
    (rules / "bots.json").write_text(json.dumps({"entries": [{"name": "Overcast gone bad", "pattern": "^Overcast/",
                                                               "examples": ["Overcast/1"]}]}))
    host.instance.restart()
    change = host.instance.admin("recount", *span)
    assert change[0]["metric"] == "downloads" and change[0]["old"] == same[0]["new"]
    # Two downloads of the new bot go; the one of the old bot that the own file no longer names comes.
    assert change[0]["difference"] == total(host) - same[0]["new"] != 0
    by_app = {row["app"] for row in measure(host, "downloads", None, None, "--by", "app")}
    assert "Overcast" not in by_app
    assert [row["difference"] for row in host.instance.admin("recount", *span)] == [0, 0, 0]


def test_an_import_goes_on_after_a_kill_without_a_server(host):
    total(host)
    host.instance.stop()
    agents = 150
    log = write(host, "long.log", "".join(
        combined(moment(day_before(DAYS_AGO - number // 40_000), f"{number % 24:02}:00:00"), host.path, f"AntennaPod/{number % agents}",
                 f"198.51.{number % 100}.{number % 250}") for number in range(200_000)), packed=True)
    command = [str(BINARY), "admin", "import-log", "--data", str(host.instance.data), "--source", "old-host", "--format", "nginx",
               str(log), "--json"]
    kills = 0
    for patience in (0.6, 1.0, 1.4):
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            running.wait(patience)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            kills += 1
        running.communicate()
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    report = json.loads(done.stdout)
    assert report["done"] and report["lines"] == 200_000 and report["hits"] + report["known_lines"] == 200_000
    days = {(number // 40_000, number % 100, number % 250, number % agents) for number in range(200_000)}
    assert kills > 0 and total(host) == len(days)
    assert hits_on_record(host) == 200_000


def test_what_cannot_be_imported_is_said(host):
    log = write(host, "x.log", "x\n")
    for arguments, words in [
        (["--source", "Bad Name", "--format", "nginx", str(log)], "small letters"),
        (["--source", "x", "--format", "iis", str(log)], "the format is"),
        (["--source", "x", "--format", "nginx", str(log) + ".missing"], "cannot open the log"),
        (["--source", "x", "--format", "nginx", "--map", "/a.mp3", str(log)], "{episode}"),
    ]:
        done = host.instance.admin("import-log", *arguments, check=False)
        assert done.returncode != 0 and words in done.stderr, done.stderr
    cut = write(host, "cut.gz", gzip.compress(b"".join(combined(moment(day_before()), "/", f"x{n}").encode() for n in range(9999)))[:-4000])
    done = host.instance.admin("import-log", "--source", "x", "--format", "nginx", str(cut), check=False)
    assert done.returncode != 0 and "cannot read" in done.stderr, (done.stdout, done.stderr)
