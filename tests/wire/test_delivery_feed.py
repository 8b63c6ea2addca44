"""delivery.md, section 13: feed, over the wire."""

import gzip
import threading
import time

import pytest

from feeds import NAMESPACES, Host
from publishing import Publishing, mp3_bytes


@pytest.fixture
def host(publishing):
    return Host(publishing)


def test_the_feeds_head_and_types(host):
    host.upload(mp3_bytes(2))
    answer = host.feed()
    lines = answer.text.split("\n")
    assert lines[0] == '<?xml version="1.0" encoding="UTF-8"?>'
    assert lines[1].startswith('<rss version="2.0"')
    assert "\r" not in answer.text and "<!--" not in answer.text and "<!DOCTYPE" not in answer.text
    assert answer.header("Content-Type") == "application/rss+xml; charset=utf-8"
    assert answer.header("ETag").startswith('W/"') and len(answer.header("ETag")) == 30
    assert answer.header("Access-Control-Allow-Origin") == "*"
    assert answer.header("Vary") == "Accept-Encoding"
    assert answer.header("Set-Cookie") is None
    assert 'rel="self"' in answer.header("Link")
    assert int(answer.header("Content-Length")) == len(answer.body)


def test_channel_and_item_elements(host):
    host.set("--language", "EN-gb", "--category", "Arts|Design", "--category", "Comedy",
             "--author", "Ines & Co", "--owner-name", "Ines", "--owner-email", "ines@example.org", "--explicit", "true")
    episode = host.upload(mp3_bytes(61), title="One <two> & three", description="Notes <script>alert(1)</script><b>bold</b>")
    channel = host.channel()
    assert channel.findtext("language") == "en-gb"
    assert channel.findtext("itunes:author", namespaces=NAMESPACES) == "Ines & Co"
    assert channel.findtext("itunes:explicit", namespaces=NAMESPACES) == "true"
    assert channel.find("itunes:category", NAMESPACES).get("text") == "Arts"
    assert channel.find("itunes:category/itunes:category", NAMESPACES).get("text") == "Design"
    assert channel.findtext("podcast:locked", namespaces=NAMESPACES) == "yes"
    assert len(channel.findtext("podcast:guid", namespaces=NAMESPACES)) == 36
    assert channel.find("itunes:image", NAMESPACES) is not None
    item = channel.find("item")
    assert item.findtext("title") == "One <two> & three"
    assert item.findtext("description") == "Notes <b>bold</b>"
    enclosure = item.find("enclosure").attrib
    assert enclosure == {"url": episode["audio_url"], "length": str(episode["audio_length"]), "type": "audio/mpeg"}
    assert item.findtext("itunes:duration", namespaces=NAMESPACES) == "61"
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("pubDate").endswith(" GMT")


def test_different_hosts_get_the_same_bytes(host):
    host.episode()
    plain = host.instance.request("GET", host.feed_path, headers={"Host": "a.example"})
    other = host.instance.request("GET", host.feed_path, headers={"Host": "b.example:99", "X-Forwarded-Host": "evil.example",
                                                                  "X-Forwarded-Proto": "https"})
    assert plain.body == other.body and plain.header("ETag") == other.header("ETag")


def test_a_restart_gives_the_same_bytes(host):
    for n in range(5):
        host.episode(title=f"Episode {n}", datetime=1700000000 + n)
    before = host.feed()
    host.instance.restart()
    after = host.feed()
    assert (before.body, before.header("ETag"), before.header("Last-Modified")) == \
           (after.body, after.header("ETag"), after.header("Last-Modified"))


def test_an_empty_feed_is_valid(host):
    channel = host.channel()
    assert channel.findall("item") == [] and channel.find("pubDate") is None and channel.find("lastBuildDate") is not None


def test_the_200_and_304_matrix(host):
    host.episode()
    # Until the show's artwork is drawn its feed may change at any moment.
    wait_for(lambda: host.channel().find("itunes:image", NAMESPACES) is not None, seconds=60)
    full = host.feed()
    etag, modified = full.header("ETag"), full.header("Last-Modified")
    strong = etag.removeprefix("W/")

    def status(**headers):
        answer = host.instance.request("GET", host.feed_path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        if answer.status == 304:
            assert answer.body == b"" and answer.header("ETag") == etag and answer.header("Last-Modified") == modified
            assert answer.header("Cache-Control") and answer.header("Vary") == "Accept-Encoding"
        return answer.status

    assert status() == 200
    assert status(If_None_Match=etag) == 304
    assert status(If_None_Match=strong) == 304
    assert status(If_None_Match='W/"other"') == 200
    assert status(If_None_Match=f'"x", {etag}, "y"') == 304
    assert status(If_None_Match="*") == 304
    assert status(If_Modified_Since=modified) == 304
    assert status(If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT") == 200
    assert status(If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT") == 304
    assert status(If_Modified_Since="yesterday") == 200
    assert status(If_None_Match='"other"', If_Modified_Since=modified) == 200
    assert status(If_None_Match=etag, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT") == 304


def test_encodings_by_weight(host):
    for n in range(30):
        host.episode(title=f"A long enough title for compression to be worth it {n}")
    identity = host.feed()
    deadline = time.monotonic() + 10
    while (packed := host.feed(Accept_Encoding="gzip")).header("Content-Encoding") != "gzip":
        assert packed.body == identity.body  # compressed off the request path; until then as it is
        assert time.monotonic() < deadline
    assert gzip.decompress(packed.body) == identity.body
    assert packed.header("ETag") == identity.header("ETag")
    assert int(packed.header("Content-Length")) == len(packed.body)
    for accept, expected in [("br", "br"), ("gzip, br", "br"), ("gzip;q=1, br;q=0.5", "gzip"), ("br;q=0, gzip;q=0", None),
                             ("identity", None), ("", None), ("*", "br"), ("deflate", None), ("gzip;q=0.5", "gzip")]:
        assert host.feed(Accept_Encoding=accept).header("Content-Encoding") == expected, accept


def test_head_equals_get(host):
    host.episode()
    full, head = host.feed(), host.instance.request("HEAD", host.feed_path)
    assert (head.status, head.body) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Length", "Content-Type", "Cache-Control", "Vary", "Link"):
        assert head.header(name) == full.header(name), name


def test_other_methods_are_405(host):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = host.instance.request(method, host.feed_path)
        assert answer.status == 405 and "GET" in answer.header("Allow")
    assert host.instance.request("OPTIONS", host.feed_path).status == 204


def test_ranges_of_the_identity_coding_only(host):
    host.episode()
    full = host.feed()
    part = host.feed(Range="bytes=10-19")
    assert part.status == 206 and part.body == full.body[10:20]


def test_order_with_equal_instants_is_by_id(host):
    ids = [host.episode(title=f"Episode {n}", datetime=1700000000)["id"] for n in range(4)]
    assert host.titles() == [f"Episode {n}" for n in (3, 2, 1, 0)]
    assert ids == sorted(ids)


def test_a_scheduled_episode_is_absent_before_its_time_and_present_at_it(host):
    now = int(host.instance.now())
    host.episode(title="Out", datetime=now - 100_000)
    before = host.feed()
    when = now + 3600
    host.episode(title="Scheduled", datetime=when)
    early = host.feed()
    assert (early.body, early.header("ETag"), early.header("Last-Modified")) == \
           (before.body, before.header("ETag"), before.header("Last-Modified"))
    host.instance.set_clock_offset(when - time.time() - 100)
    age = int(host.feed().header("Cache-Control").split("max-age=")[1])
    assert 0 <= age <= 100
    host.instance.set_clock_offset(when - time.time() - 5)
    assert host.titles() == ["Out"]
    host.instance.set_clock_offset(when - time.time() + 0.001)
    late = host.feed()
    assert host.titles() == ["Scheduled", "Out"]
    assert late.header("ETag") != before.header("ETag")
    assert int(late.header("Cache-Control").split("max-age=")[1]) <= 60


def test_a_clock_that_steps_back_hides_nothing_once_the_transition_is_on_record(host):
    when = int(host.instance.now()) + 3600
    episode = host.episode(title="Scheduled", datetime=when)
    host.instance.set_clock_offset(when - time.time() + 1)
    deadline = time.monotonic() + 5
    while host.row_of(episode)["state"] != "published" or not recorded(host, episode):
        assert time.monotonic() < deadline
    host.instance.set_clock_offset(0)
    assert host.titles() == ["Scheduled"]


def recorded(host, episode):
    """The transition itself, seen with the clock set back."""
    offset = host.instance.now() - time.time()
    host.instance.set_clock_offset(0)
    state = host.row_of(episode)["state"]
    host.instance.set_clock_offset(offset)
    return state == "published"


def test_ten_leak_probes_before_publication(host):
    now = int(host.instance.now())
    host.episode(title="Out", datetime=now - 100_000)
    instance, publishing = host.instance, host.publishing
    surfaces = [host.feed_path, instance.path_of(host.row["page_url"]), "/sitemap.xml", f"/embed/show/{host.row['key']}",
                f"/oembed?url={host.row['page_url']}", "/opml/all.opml", "/"]
    before = [probe(instance, p) for p in surfaces]
    hidden = host.upload(mp3_bytes(3), title="Secret", datetime=now + 9999)
    row = host.row_of(hidden)
    media = instance.path_of(row["media_url"])
    assert [probe(instance, p) for p in surfaces] == before
    for method, path, headers in [
        ("GET", media, {}), ("HEAD", media, {}), ("GET", media, {"Range": "bytes=0-1"}), ("GET", f"/media/{row['key']}.m4a", {}),
        ("GET", f"/embed/episode/{row['key']}", {}), ("GET", f"/transcripts/{row['key']}.en.vtt", {}),
        ("GET", f"/chapters/{row['key']}.json", {}), ("GET", instance.path_of(host.row["page_url"]) + "/secret", {}),
        ("GET", f"/oembed?url={instance.base_url}/embed/episode/{row['key']}", {}),
        ("GET", f"/s/{host.row['web_station_id']}/podcast/play/{hidden['id']}/x.mp3", {}),
    ]:
        answer = instance.request(method, path, headers=headers)
        assert answer.status == 404, (method, path, answer)
    assert publishing.call("GET", "/episodes").json["total"] == 1


def probe(instance, path):
    answer = instance.get(path)
    return answer.status, answer.body, answer.header("ETag"), answer.header("Last-Modified")


def test_the_guid_survives_every_kind_of_edit(host):
    episode = host.episode(title="First", datetime=1700000000)
    guid = host.items()[0].findtext("guid")
    call = host.publishing.call
    edits = [("title", "Second"), ("description", "d"), ("description", ""), ("datetime", 1600000000), ("datetime", 1700000001),
             ("image_url", "https://img.example/x.png"), ("image_url", "")]
    for name, value in edits:
        assert call("PUT", f"/episodes/{episode['id']}", {name: value}).status == 200
        assert [i.findtext("guid") for i in host.items()] == [guid]
    for arguments in (("--title", "Renamed"), ("--slug", "renamed-show"), ("--language", "fr"), ("--type", "serial"),
                      ("--custom-domain", "pods.example"), ("--custom-domain", ""), ("--published", "false"),
                      ("--published", "true")):
        host.set(*arguments)
    call("DELETE", f"/episodes/{episode['id']}")
    host.instance.admin("episode", "restore", "--episode", episode["id"])
    host.instance.restart()
    assert [i.findtext("guid") for i in host.items()] == [guid]


def test_a_domain_that_came_and_went_still_leads_to_the_feed(host):
    host.episode()
    there = "feeds.saltmarsh.example"
    path = host.feed_path
    ask = lambda name=None: host.instance.request("GET", path, headers={"Host": name} if name else {})
    assert ask(there).status == 200
    host.set("--custom-domain", there)
    wait_for(lambda: ask().status == 301)
    assert ask().headers["Location"].endswith(f"://{there}{path}") and ask(there).status == 200
    host.set("--custom-domain", "")
    wait_for(lambda: ask(there).status == 301)
    assert ask(there).headers["Location"] == host.instance.base_url + path and ask().status == 200
    host.instance.restart()
    assert ask(there).headers["Location"] == host.instance.base_url + path
    assert ask("elsewhere.example").status == 200


def test_redirect_states(host):
    host.episode()
    host.set("--redirect", "announce:http://new.example/feed.xml")
    wait_for(lambda: host.channel().findtext("itunes:new-feed-url", namespaces=NAMESPACES) == "http://new.example/feed.xml")
    host.set("--redirect", "http://new.example/feed.xml")
    wait_for(lambda: host.feed().status == 301)
    answer = host.feed()
    assert answer.header("Location") == "http://new.example/feed.xml"
    assert answer.header("Cache-Control") == "public, max-age=3600"
    assert host.instance.get(host.instance.path_of(host.row["page_url"])).status == 200
    host.set("--redirect", "none")
    wait_for(lambda: host.feed().status == 200)
    assert host.channel().find("itunes:new-feed-url", NAMESPACES) is None
    for bad in (host.row["feed_url"], "ftp://x.example/", "nonsense"):
        done = host.instance.admin("show", "set", "--show", host.show["id"], "--redirect", bad, check=False)
        assert done.returncode == 2, bad


def wait_for(condition, seconds=2):
    """Writes of another process are seen within a second."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not seen in time"


def test_paging_when_it_is_asked_for(host):
    for n in range(7):
        host.episode(title=f"Episode {n}", datetime=1700000000 + n)
    host.set("--feed-page-size", "3")
    wait_for(lambda: len(host.items()) == 3)
    seen = []
    for page in (1, 2, 3):
        answer = host.instance.get(f"{host.feed_path}?page={page}")
        import xml.etree.ElementTree as ElementTree
        channel = ElementTree.fromstring(answer.body).find("channel")
        seen += [i.findtext("title") for i in channel.findall("item")]
        links = {link.get("rel") for link in channel.findall("atom:link", NAMESPACES)}
        assert {"self", "first", "last"} <= links and ("next" in links) == (page < 3) and ("prev" in links) == (page > 1)
    assert seen == [f"Episode {n}" for n in range(6, -1, -1)]
    assert host.instance.get(f"{host.feed_path}?page=4").status == 404


def test_private_feeds(host):
    episode = host.upload(mp3_bytes(5))
    made = host.instance.admin("subscriber", "add", "--show", host.show["id"], "--label", "Mia")
    path = host.instance.path_of(made["feed_url"])
    answer = host.instance.get(path)
    assert answer.status == 200
    assert answer.header("Cache-Control") == "private, no-store" and answer.header("X-Robots-Tag") == "noindex"
    assert answer.header("Referrer-Policy") == "no-referrer"
    assert b"<itunes:block>Yes</itunes:block>" in answer.body and made["token"].encode() not in host.feed().body
    import xml.etree.ElementTree as ElementTree
    enclosure = ElementTree.fromstring(answer.body).find("channel/item/enclosure").get("url")
    assert enclosure != episode["audio_url"] and made["token"] not in enclosure
    assert host.instance.get(host.instance.path_of(enclosure)).status == 200
    wrong = path.replace(made["token"], "x" * 22)
    assert host.instance.get(wrong).status == 404
    host.instance.admin("subscriber", "revoke", "--subscriber", made["id"])
    wait_for(lambda: host.instance.get(path).status == 410, 5)
    wait_for(lambda: host.instance.get(host.instance.path_of(enclosure)).status != 200, 5)
    assert made["token"] not in host.instance.log_text()


def test_unknown_feeds_are_404_and_deleted_shows_410(publishing):
    empty = Host(publishing, title="Short-lived")
    answer = publishing.instance.get("/feeds/AAAAAAAAAAAAAAAA.xml")
    assert (answer.status, answer.header("Cache-Control")) == (404, "no-store")
    assert answer.header("Content-Type").startswith("text/plain")
    publishing.call("DELETE", f"/shows/{empty.show['id']}")
    assert empty.feed().status == 410
    assert publishing.instance.get(publishing.instance.path_of(empty.row["page_url"])).status == 410


def test_aliases_and_share_links(host):
    episode = host.upload(mp3_bytes(3))
    row = host.row_of(episode)
    answer = host.instance.get(f"/s/{host.row['web_station_id']}/podcast/rss")
    assert (answer.status, answer.header("Location")) == (301, host.row["feed_url"])
    direct = host.instance.get(host.media_path(episode))
    alias = host.instance.get(f"/s/{host.row['web_station_id']}/podcast/play/{episode['id']}/https%3A%2F%2Fx.example%2Fa.mp3")
    assert (alias.status, alias.body) == (200, direct.body)
    slug = host.row["slug"]
    for path in (f"/{slug}", f"/pod/show/{slug}/episodes/Any-title-{row['web_episode_id']}",
                 f"/{slug}/episodes/Wrong-title-{row['web_episode_id']}", f"/{slug}/embed/episodes/x-{row['web_episode_id']}"):
        answer = host.instance.get(path)
        assert answer.status == 301, path
        target = host.instance.get(host.instance.path_of(answer.header("Location")))
        assert target.status == 200, path


def test_five_thousand_items_and_one_edit(publishing):
    """Timed for the record in bench/; here: the edit is there at once, and a herd gets whole feeds."""
    host = Host(publishing)
    show = host.show["id"]
    for n in range(300):
        host.episode(title=f"Episode {n}", datetime=1600000000 + n)
    newest = publishing.call("GET", "/episodes?limit=1").json["episodes"][0]
    publishing.call("PUT", f"/episodes/{newest['id']}", {"title": "Edited"})
    bodies = []
    threads = [threading.Thread(target=lambda: bodies.append(host.feed().body)) for _ in range(50)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(set(bodies)) == 1 and b"<title>Edited</title>" in bodies[0] and show


def test_feed_limits_per_address(tmp_path):
    """Section 12: behind a trusted proxy, an address that hammers is told when to come back; loopback is exempt."""
    from instance import Instance
    one = Instance()
    one.start("--http-trusted-proxies", "127.0.0.1")
    try:
        host = Host(Publishing(one))
        listener = {"X-Forwarded-For": "198.51.100.7"}
        statuses = [one.request("GET", host.feed_path, headers=listener).status for _ in range(70)]
        assert statuses[:60] == [200] * 60 and statuses[-1] == 429
        answer = one.request("GET", host.feed_path, headers=listener)
        assert int(answer.header("Retry-After")) >= 1
        assert one.request("GET", host.feed_path, headers={"X-Forwarded-For": "198.51.101.7"}).status == 200
        assert {host.feed().status for _ in range(100)} == {200}
    finally:
        one.close()
