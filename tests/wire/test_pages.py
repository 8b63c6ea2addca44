"""delivery.md, section 8: public pages, embeds and oEmbed, as crawlers and link previews read them."""

import gzip
import time
import urllib.parse
import xml.etree.ElementTree as ElementTree

import pytest

from documents import Document, page_of
from feeds import Host
from publishing import mp3_bytes

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = "</title><script>window.__pwned=1</script>\"'&amp;&\u202eevil\u2067\u05d0 <b>x</b>"
HOSTILE_NOTES = (
    "<p onclick='window.__pwned=1'>Before</p><script>window.__pwned=1</script><img src=x onerror='window.__pwned=1'>"
    "<svg onload='window.__pwned=1'></svg><a href='javascript:window.__pwned=1'>link</a><iframe src='https://evil.example'></iframe>"
    "<style>body{display:none}</style></div></main></body><p>After \u202eabc</p><!-- <p>")


@pytest.fixture(scope="module")
def site(shared_publishing):
    """A show with an uploaded episode, one by URL and one with hostile texts."""
    host = Host(shared_publishing, title="Salt & Light", description="<p>Stories from <b>the water</b>.</p>")
    host.set("--author", "Ada Tidepool", "--language", "en-gb", "--website", "https://saltmarsh.example/")
    host.stored = host.upload(mp3_bytes(62), title='Harbour "lights", part 2', description="<p>The keeper's <em>log</em>.</p>")
    host.external = host.episode(title="By URL", audio_url="https://archive.tidepool.example/a.mp3")
    host.hostile = host.episode(title=HOSTILE, description=HOSTILE_NOTES)
    host.row = host.describe()
    host.page = host.row["page_url"]
    await_change(lambda: "Ada Tidepool" in host.instance.get(host.instance.path_of(host.page)).text)
    return host


def await_change(is_there, seconds=10):
    """The server sees what `mooring admin` wrote within a second; the busiest machine, within a few."""
    deadline = time.monotonic() + seconds
    while not is_there():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(scope="module")
def addresses(site):
    show_page = page_of(site.instance, site.page)
    by_title = {}
    for name, attributes, path in show_page.elements:
        if name == "a" and path[-1] == "h3":
            by_title[page_of(site.instance, attributes["href"]).structured_data["name"]] = attributes["href"]
    assert len(by_title) == 3
    episode = by_title[site.stored["title"]]
    return {
        "start": site.instance.base_url + "/",
        "show": site.page,
        "episode": episode,
        "external": by_title["By URL"],
        "hostile": by_title[HOSTILE],
        "embed": page_of(site.instance, episode).meta("twitter:player"),
        "embed list": page_of(site.instance, episode).meta("twitter:player") + "?list=1&theme=dark&color=aa0000&size=compact",
        "show embed": site.row["feed_url"].replace("/feeds/", "/embed/show/").removesuffix(".xml"),
    }


ALL = ["start", "show", "episode", "external", "hostile", "embed", "embed list", "show embed"]


@pytest.mark.parametrize("which", ALL)
def test_the_markup_is_valid(site, addresses, which):
    page = page_of(site.instance, addresses[which])
    assert page.declaration.lower() == "doctype html" and page.html.startswith("<!DOCTYPE html>")
    assert page.faults == []
    assert page.one("html")["lang"] == ("en" if which == "start" else "en-gb")
    assert page.one("meta", charset="utf-8")
    assert "width=device-width" in page.meta("viewport")
    assert page.text_of("title").strip()
    assert len(page.all("link", rel="canonical")) == 1
    if "embed" not in which:
        assert len(page.all("h1")) == 1 and len(page.all("main")) == 1
        assert page.all("script", type=None) == []
    else:
        assert page.meta("robots") == "noindex"
    for media in page.all("audio") + page.all("video"):
        assert media["preload"] == "none" and "controls" in media and "autoplay" not in media
    for name, attributes, _ in page.elements:
        loads = {"img": "src", "audio": "src", "video": "src", "source": "src", "script": "src", "iframe": "src"}.get(name)
        if loads and loads in attributes:
            assert attributes[loads].startswith(site.instance.base_url + "/"), (name, attributes)
        assert not any(key.startswith("on") or key == "style" for key in attributes), (name, attributes)
        assert not attributes.get("href", "").lower().startswith(("javascript:", "data:"))
    assert {a["rel"] for a in page.all("link")} <= {"canonical", "alternate", "icon"}


def check_shared_tags(site, page, title, url, summary):
    assert page.one("link", rel="canonical")["href"] == url
    assert page.one("link", rel="alternate", type="application/rss+xml")["href"] == site.row["feed_url"]
    assert page.meta("description") == page.meta("og:description") == page.meta("twitter:description") == summary
    assert page.meta("og:title") == page.meta("twitter:title") == title
    assert (page.meta("og:type"), page.meta("og:url"), page.meta("og:locale")) == ("website", url, "en_GB")
    assert page.meta("og:site_name") == "Mooring"
    assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "630")
    assert page.meta("og:image:alt")
    assert page.meta("og:image") == page.meta("twitter:image")
    picture = site.instance.get(site.instance.path_of(page.meta("og:image")))
    assert (picture.status, picture.header("Content-Type")) == (200, "image/jpeg")


def test_a_show_page_tells_other_sites_about_itself(site):
    page = page_of(site.instance, site.page)
    check_shared_tags(site, page, "Salt & Light", site.page, "Stories from the water.")
    assert page.meta("twitter:card") == "summary_large_image"
    data = page.structured_data
    assert data.pop("image").startswith(site.instance.base_url + "/img/")
    assert data == {
        "@context": "https://schema.org", "@type": "PodcastSeries", "name": "Salt & Light", "url": site.page,
        "description": "Stories from the water.", "webFeed": site.row["feed_url"],
        "author": {"@type": "Person", "name": "Ada Tidepool"}, "inLanguage": "en-gb"}
    assert "Stories from the water." in page.visible_text and "by Ada Tidepool" in page.visible_text
    assert page.one("a", href="https://saltmarsh.example/")
    assert page.one("a", href=site.row["feed_url"])


def test_an_episode_page_tells_other_sites_about_itself(site, addresses):
    url, title = addresses["episode"], site.stored["title"]
    page = page_of(site.instance, url)
    check_shared_tags(site, page, title, url, "The keeper's log.")
    row = site.row_of(site.stored)
    assert (page.meta("og:audio"), page.meta("og:audio:type")) == (row["media_url"], "audio/mpeg")
    assert page.meta("og:video") is None
    assert page.meta("twitter:card") == "player"
    assert (page.meta("twitter:player:width"), page.meta("twitter:player:height")) == ("480", "180")
    assert page.meta("twitter:player").startswith(site.instance.base_url + "/embed/episode/")
    data = page.structured_data
    assert data.pop("image").startswith(site.instance.base_url + "/img/")
    published = data.pop("datePublished")
    assert page.one("time")["datetime"] == published and published.endswith("Z")
    assert data == {
        "@context": "https://schema.org", "@type": "PodcastEpisode", "name": title, "url": url,
        "description": "The keeper's log.", "inLanguage": "en-gb", "timeRequired": "PT1M2S",
        "partOfSeries": {"@type": "PodcastSeries", "name": "Salt & Light", "url": site.page},
        "associatedMedia": {"@type": "AudioObject", "contentUrl": row["media_url"], "encodingFormat": "audio/mpeg",
                            "contentSize": str(len(mp3_bytes(62))), "duration": "PT1M2S"}}
    assert page.text_of("h1") == title
    assert page.one("audio")["src"] == row["media_url"]
    assert page.one("a", href=row["media_url"] + "?download=1")


def test_what_is_not_known_of_external_audio_is_left_out(site, addresses):
    media = page_of(site.instance, addresses["external"]).structured_data["associatedMedia"]
    assert set(media) == {"@type", "contentUrl", "encodingFormat"}


@pytest.mark.parametrize("which", ["show", "episode", "embed"])
def test_a_page_is_cached_and_compressed(site, addresses, which):
    path = site.instance.path_of(addresses[which])
    plain = site.instance.get(path)
    assert plain.header("Content-Type") == "text/html; charset=utf-8"
    assert plain.header("Cache-Control") == "public, max-age=60"
    assert plain.header("X-Content-Type-Options") == "nosniff" and plain.header("Set-Cookie") is None
    assert "Accept-Encoding" in plain.header("Vary")
    packed = site.instance.get(path, Accept_Encoding="gzip")
    assert packed.header("Content-Encoding") == "gzip" and gzip.decompress(packed.body) == plain.body
    assert len(packed.body) == int(packed.header("Content-Length")) < len(plain.body)
    assert site.instance.get(path, Accept_Encoding="br").header("Content-Encoding") == "br"
    again = site.instance.get(path, If_None_Match=plain.header("ETag"))
    assert (again.status, again.body, again.header("ETag")) == (304, b"", plain.header("ETag"))
    assert site.instance.get(path, If_None_Match='"other"').status == 200
    head = site.instance.request("HEAD", path)
    assert (head.status, head.body, head.header("Content-Length")) == (200, b"", plain.header("Content-Length"))
    assert site.instance.get(path, Host="evil.example").body == plain.body
    assert site.instance.get(path, Cookie="session=1").body == plain.body


@pytest.mark.parametrize("which", ALL)
def test_the_policy_names_the_instance_alone(site, addresses, which):
    answer = site.instance.get(site.instance.path_of(addresses[which]))
    policy = dict(part.strip().partition(" ")[::2] for part in answer.header("Content-Security-Policy").split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["frame-ancestors"] == ("*" if "embed" in which else "'none'")
    assert policy["img-src"] == site.instance.base_url
    assert policy["style-src"].startswith("'sha256-")
    assert "unsafe" not in str(policy)
    if which in ("episode", "embed"):
        assert policy["media-src"] == site.instance.base_url
    assert ("script-src" in policy) == ("embed" in which)


def oembed(site, url, **parameters):
    return site.instance.get("/oembed?" + urllib.parse.urlencode({"url": url, **parameters}))


@pytest.mark.parametrize("which,height", [("show", 480), ("episode", 180)])
def test_the_discovery_links_lead_to_the_same_answer_twice(site, addresses, which, height):
    page = page_of(site.instance, addresses[which])
    title = page.meta("og:title")
    as_json = site.instance.get(site.instance.path_of(page.one("link", type="application/json+oembed")["href"]))
    as_xml = site.instance.get(site.instance.path_of(page.one("link", type="text/xml+oembed")["href"]))
    assert as_json.header("Content-Type").startswith("application/json") and as_xml.header("Content-Type").startswith("text/xml")
    members = as_json.json
    assert {child.tag: child.text for child in ElementTree.fromstring(as_xml.body)} == {k: str(v) for k, v in members.items()}
    frame = Document(members.pop("html")).one("iframe")
    thumbnail = site.instance.get(site.instance.path_of(members.pop("thumbnail_url")))
    assert (thumbnail.status, thumbnail.header("Content-Type")) == (200, "image/jpeg")
    assert members == {
        "type": "rich", "version": "1.0", "provider_name": "Mooring", "provider_url": site.instance.base_url + "/",
        "title": title, "author_name": "Ada Tidepool", "author_url": site.page, "width": 600, "height": height,
        "thumbnail_width": 300, "thumbnail_height": 300, "cache_age": 3600}
    assert (frame["width"], frame["height"], frame["loading"], frame["title"]) == ("600", str(height), "lazy", title)
    assert page_of(site.instance, frame["src"]).faults == []


@pytest.mark.parametrize("maxima,width,height", [
    ({"maxwidth": 320}, 320, 180), ({"maxheight": 180}, 600, 180), ({"maxheight": 179}, 600, 96), ({"maxheight": 96}, 600, 96),
    ({"maxwidth": 1, "maxheight": 1}, 1, 1), ({"maxwidth": 5000, "maxheight": 5000}, 600, 180), ({"maxwidth": "x"}, 600, 180),
    ({"maxwidth": 0}, 600, 180), ({"maxwidth": -5}, 600, 180),
])
def test_oembed_keeps_to_the_maxima(site, addresses, maxima, width, height):
    members = oembed(site, addresses["episode"], **maxima).json
    assert (members["width"], members["height"]) == (width, height)
    frame = Document(members["html"]).one("iframe")
    assert (frame["width"], frame["height"]) == (str(width), str(height))
    assert ("size=compact" in frame["src"]) == (height < 180)


def test_oembed_knows_every_address_of_ours_and_no_other(site, addresses):
    for url in (addresses["embed"], addresses["show embed"], site.row["feed_url"], addresses["episode"] + "?t=5#x"):
        assert oembed(site, url).status == 200, url
    private = site.row["feed_url"].removesuffix(".xml") + "/" + "a" * 22 + ".xml"
    assert oembed(site, private).status == 401
    assert oembed(site, site.page, format="yaml").status == 501
    assert site.instance.get("/oembed").status == 400
    base = site.instance.base_url
    for url in (base + "/show/none", base + "/", "https://other.example/show/salt-light", "file:///etc/passwd", base, "",
                base + ".evil.example/show/x", addresses["episode"] + "x", "javascript:alert(1)"):
        assert oembed(site, url).status in (400, 404), url
    assert oembed(site, base + "/show/none").status == 404


def test_the_invisible_is_unknown_everywhere(publishing):
    host = Host(publishing)
    episode = host.upload(mp3_bytes(2), datetime=int(host.instance.now()) + 86400, title="Tomorrow")
    grant = host.instance.admin("episode", "preview", "--episode", episode["id"])
    address = grant["page_url"].split("?")[0]
    assert host.instance.get(host.instance.path_of(address)).status == 404
    assert host.instance.get("/oembed?" + urllib.parse.urlencode({"url": address})).status == 404
    assert "Tomorrow" not in page_of(host.instance, host.row["page_url"]).html
    assert address not in host.instance.get("/sitemap.xml").text
    preview = host.instance.get(host.instance.path_of(grant["page_url"]))
    assert preview.header("Cache-Control") == "private, no-store" and preview.header("X-Robots-Tag") == "noindex"
    page = Document(preview.text)
    assert page.faults == [] and page.meta("robots") == "noindex" and page.meta("og:title") is None
    assert page.one("audio")["src"] == grant["media_url"]
    host.instance.set_clock_offset(86400 + 5)
    assert page_of(host.instance, address).one("h1") is not None


def test_hostile_texts_stay_texts(site, addresses):
    page = page_of(site.instance, addresses["hostile"])
    assert page.text_of("h1") == HOSTILE
    assert page.text_of("title").startswith(HOSTILE)
    assert page.structured_data["name"] == HOSTILE and page.meta("og:title") == HOSTILE
    assert "Before" in page.visible_text and "After \u202eabc" in page.visible_text
    assert "window.__pwned" not in page.html.replace("window.__pwned=1&lt;/script&gt;", "").replace(
        "window.__pwned=1\\u003c/script\\u003e", "")
    assert page.all("iframe") == page.all("svg") == [] and len(page.all("style")) == 1
    embed = page_of(site.instance, page.meta("twitter:player"))
    assert embed.one("body")["data-title"] == HOSTILE and embed.faults == []
    title = oembed(site, addresses["hostile"]).json
    assert title["title"] == HOSTILE and Document(title["html"]).one("iframe")["title"] == HOSTILE


def test_episodes_come_in_pages_of_fifty(publishing):
    host = Host(publishing)
    first = int(host.instance.now()) - 10_000
    for number in range(101):
        host.episode(title=f"Number {number:03}", datetime=first + number)
    address = host.row["page_url"]
    seen = []
    for number, (count, before, after) in enumerate([(50, False, True), (50, True, True), (1, True, False)], start=1):
        url = address if number == 1 else f"{address}?page={number}"
        page = page_of(host.instance, url)
        titles = [text for text, path in page.texts if path[-2:] == ("h3", "a")]
        assert len(titles) == count == len(page.all("audio"))
        seen += titles
        assert page.one("link", rel="canonical")["href"] == url
        assert bool(page.all("a", rel="prev")) == before and bool(page.all("a", rel="next")) == after
        assert f"Page {number} of 3" in page.visible_text and page.faults == []
        if after:
            assert page.one("a", rel="next")["href"] == f"{address}?page={number + 1}"
    assert seen == [f"Number {number:03}" for number in reversed(range(101))]
    for bad in ("4", "999999999999999999999", "0", "-1", "x", ""):
        assert host.instance.get(host.instance.path_of(address) + "?page=" + bad).status in (200, 404), bad
    assert host.instance.get(host.instance.path_of(address) + "?page=4").status == 404


def test_crawlers_find_what_is_visible_and_nothing_else(site, addresses, shared_publishing):
    hidden = shared_publishing.show(title="Hidden", published=False)
    answer = site.instance.get("/sitemap.xml")
    assert answer.header("Content-Type").startswith("application/xml")
    root = ElementTree.fromstring(answer.body)
    assert root.tag == SITEMAP + "urlset"
    entries = {u.findtext(SITEMAP + "loc"): u.findtext(SITEMAP + "lastmod") for u in root}
    for which in ("show", "episode", "external", "hostile"):
        assert entries[addresses[which]].endswith("Z"), which
    assert all(url.startswith(site.instance.base_url + "/") for url in entries) and "hidden" not in " ".join(entries)
    assert site.instance.get("/sitemap.xml?page=1").body == answer.body
    assert site.instance.get("/sitemap.xml?page=2").status == 404
    lines = site.instance.get("/robots.txt").text.splitlines()
    assert {"Disallow: /media/", "Disallow: /embed/", "Disallow: /oembed"} <= set(lines)
    assert f"Sitemap: {site.instance.base_url}/sitemap.xml" in lines and "Disallow: /" not in lines
    opml = site.instance.get("/opml/all.opml")
    assert opml.header("Content-Type").startswith("text/x-opml")
    outlines = ElementTree.fromstring(opml.body).find("body").findall(".//outline")
    ours = [o for o in outlines if o.get("xmlUrl") == site.row["feed_url"]]
    assert len(ours) == 1 and ours[0].get("type") == "rss" and ours[0].get("text") == "Salt & Light"
    assert hidden["title"] not in [o.get("text") for o in outlines]
    assert site.instance.get("/opml/" + "A" * 16 + ".opml").status == 404


def test_an_address_that_was_public_leads_to_the_new_one(publishing):
    host = Host(publishing)
    host.upload(mp3_bytes(2))
    old = host.instance.path_of(host.row["page_url"])
    links = [a["href"] for n, a, path in page_of(host.instance, old).elements if n == "a" and path[-1] == "h3"]
    episode = host.instance.path_of(links[0])
    host.set("--slug", "a-new-name")
    await_change(lambda: host.instance.get(old).status == 301)
    for path, wanted in ((old, "/show/a-new-name"), (episode, episode.replace(old, "/show/a-new-name"))):
        answer = host.instance.get(path)
        assert answer.status == 301
        assert answer.header("Location") == host.instance.base_url + wanted
        assert page_of(host.instance, answer.header("Location")).one("link", rel="canonical")["href"].endswith(wanted)
