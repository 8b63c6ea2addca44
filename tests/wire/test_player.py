"""delivery.md, section 8, in a real browser: pages ask for nothing unasked, episodes play, hostile texts do not run."""

import functools
import http.server
import json
import threading

import pytest

from browser import Browser, BrowserError
from documents import page_of, tone
from feeds import Host
from test_pages import HOSTILE, HOSTILE_NOTES

PAGES = ["start", "show", "episode", "hostile", "embed", "embed list", "show embed"]
PLAYING = "(m => !m.paused && m.currentTime > 0.3)(document.querySelector('audio'))"


@pytest.fixture(scope="module")
def browser():
    one = Browser()
    yield one
    one.close()


@pytest.fixture(scope="module")
def only_tab(browser):
    return browser.page()


@pytest.fixture
def tab(only_tab):
    """A tab; whatever a test did in it, no policy was violated and nothing was thrown."""
    only_tab.renew()
    yield only_tab
    assert only_tab.violations == [] and only_tab.errors == []


@pytest.fixture(scope="module")
def site(browser, shared_publishing):
    host = Host(shared_publishing, title="Saltmarsh Stories", description="<p>Stories from <a href='https://water.example/'>the water</a>.</p>")
    host.hostile = host.episode(title=HOSTILE, description=HOSTILE_NOTES, datetime=1_700_000_000)
    host.audio = tone(8)
    host.stored = host.upload(host.audio, title="Harbour lights", description="<p>The keeper's log.</p>")
    show = host.row["page_url"]
    links = {t: a["href"] for (n, a, path), t in zip_links(page_of(host.instance, show))}
    embed = page_of(host.instance, links["Harbour lights"]).meta("twitter:player")
    host.at = {"start": host.instance.base_url + "/", "show": show, "episode": links["Harbour lights"], "hostile": links[HOSTILE],
               "embed": embed, "embed list": embed + "?list=1&size=compact&theme=dark",
               "show embed": host.row["feed_url"].replace("/feeds/", "/embed/show/").removesuffix(".xml")}
    host.media_url = host.row_of(host.stored)["media_url"]
    return host


def zip_links(page):
    """The links in the headings of a show page, each with its text."""
    links = [e for e in page.elements if e[0] == "a" and e[2][-1] == "h3"]
    return zip(links, [text for text, path in page.texts if path[-2:] == ("h3", "a")])


def media_hits(site):
    return [h for h in site.instance.admin("hits") if h["subject"] == "media"]


def await_hits(site, tab, more_than):
    tab.wait_for("true")
    for _ in range(100):
        if len(hits := media_hits(site)) > more_than:
            return hits[more_than:]
        tab.listen(0.1)
    raise AssertionError("no media hit on record")


@pytest.mark.parametrize("scripts", ["with scripts", "without scripts"])
@pytest.mark.parametrize("which", PAGES)
def test_opening_a_page_asks_the_instance_alone_and_for_no_media(site, tab, which, scripts):
    if scripts == "without scripts":
        tab.disable_scripts()
    tab.go(site.at[which])
    tab.listen(0.3)
    assert [u for u in tab.urls("") if not u.startswith((site.instance.base_url + "/", "data:image/", "about:"))] == []
    assert tab.urls()[0] == site.at[which]
    assert tab.media_requests() == []
    assert tab.evaluate("document.cookie") == "" and tab.evaluate("localStorage.length") == 0
    assert tab.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
    assert tab.evaluate("getComputedStyle(document.body).fontFamily").startswith("system-ui")  # the style was let in


def test_the_browser_would_tell_of_a_violation(browser):
    """The watch itself: a page that breaks its own policy is noticed."""
    page = browser.page()
    page.go("data:text/html,<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\"><script>1</script>"
            "<img src=http://127.0.0.1:9/x>")
    page.listen(0.3)
    assert len(page.violations) >= 2
    page.close()


@pytest.mark.parametrize("which", ["show", "episode", "embed", "embed list", "show embed"])
@pytest.mark.parametrize("scripts", ["with scripts", "without scripts"])
def test_an_episode_plays_after_a_click_and_is_on_record(site, tab, which, scripts):
    before = len(media_hits(site))
    if scripts == "without scripts":
        tab.disable_scripts()
    tab.go(site.at[which])
    assert tab.evaluate("document.querySelector('audio').currentTime") == 0
    tab.click("audio", dx=22)  # the play button of the browser's own controls
    tab.wait_for(PLAYING)
    assert 7.5 < tab.evaluate("document.querySelector('audio').duration") < 8.5
    assert {url.partition("?pid=")[0] for url in tab.media_requests()} == {site.media_url}  # the embed names its playback
    hit = await_hits(site, tab, before)[0]
    assert (hit["episode"], hit["method"]) == (site.stored["id"], "GET") and hit["status"] in (200, 206) and hit["sent"] > 0
    assert "Chrome" in hit["user_agent"]


def test_an_episode_is_heard_to_its_end(site, tab):
    tab.go(site.at["episode"])
    tab.click("audio", dx=22)
    tab.wait_for(PLAYING)
    tab.evaluate("void (document.querySelector('audio').currentTime = 7)")
    tab.wait_for("document.querySelector('audio').ended")


@pytest.mark.parametrize("key", [" ", "k"])
def test_the_embed_obeys_the_keyboard(site, tab, key):
    tab.go(site.at["embed"])
    tab.press(key)
    tab.wait_for(PLAYING)
    tab.press(key)
    tab.wait_for("document.querySelector('audio').paused")
    tab.press("ArrowRight")
    tab.wait_for("document.querySelector('audio').currentTime > 7")
    tab.press("Home")
    tab.wait_for("document.querySelector('audio').currentTime === 0")
    tab.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Harbour lights"


def test_space_on_the_focused_player_plays_it_everywhere(site, tab):
    for which in ("episode", "embed"):
        tab.go(site.at[which])
        tab.evaluate("document.querySelector('audio').focus()")
        tab.press(" ")
        tab.wait_for(PLAYING)


def test_the_embed_changes_its_speed_and_starts_where_it_is_told(site, tab):
    tab.go(site.at["embed"] + "?t=5")
    tab.evaluate("(s => { s.value = '2'; s.dispatchEvent(new Event('change')); })(document.querySelector('select'))")
    tab.click("audio", dx=22)
    tab.wait_for("document.querySelector('audio').currentTime > 5.2")
    assert tab.evaluate("document.querySelector('audio').playbackRate") == 2
    assert tab.evaluate("navigator.mediaSession.metadata.title") == "Harbour lights"
    tab.disable_scripts()
    tab.go(site.at["embed"])
    assert tab.evaluate("getComputedStyle(document.querySelector('select')).display") == "none"


# The page around an embed.

HOST_PAGE = """<!DOCTYPE html><html lang="en"><title>blog</title><body>
<iframe id="embed" src="{embed}" width="600" height="180" allow="autoplay"></iframe>
<iframe id="other" src="{other}" width="300" height="50"></iframe>
<script>window.said = []; addEventListener('message', e => said.push({{origin: e.origin, data: e.data}}));
const tell = m => document.getElementById('embed').contentWindow.postMessage(m, '*');</script>"""
OTHER_PAGE = """<!DOCTYPE html><html lang="en"><title>ad</title><body><script>window.said = [];
addEventListener('message', e => said.push(e.data));
const tell = m => parent.frames[0].postMessage(m, '*');</script>"""


class Blog(http.server.BaseHTTPRequestHandler):
    def __init__(self, pages, *arguments):
        self.pages = pages
        super().__init__(*arguments)

    def do_GET(self):
        body = self.pages.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def blog(site):
    """Another site whose page holds the embed, and beside it a frame of a third origin."""
    pages = {}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Blog, pages))
    port = server.server_address[1]
    pages["/"] = HOST_PAGE.format(embed=site.at["embed"], other=f"http://localhost:{port}/other")
    pages["/other"] = OTHER_PAGE
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{port}/"
    server.shutdown()
    server.server_close()


def test_the_page_around_an_embed_directs_it_and_nobody_else_does(site, tab, blog):
    tab.go(blog)
    assert tab.media_requests() == []
    tab.evaluate("tell({type: 'status'})")
    first = tab.wait_for("said[0]")
    assert first["origin"] == site.instance.base_url
    assert first["data"] == {"source": "mooring", "type": "status", "state": "paused", "position": 0, "duration": None, "rate": 1}

    tab.click("#embed", dx=150 + 14 + 14 + 5 + 22, dy=180 / 2 + 24)
    tab.wait_for("said.some(m => m.data.state === 'playing')")
    tab.wait_for(PLAYING, frame="/embed/")
    tab.evaluate("tell({type: 'pause'})")
    tab.wait_for("said.at(-1).data.state === 'paused'")
    tab.evaluate("tell({type: 'seek', position: 6})")
    tab.wait_for("said.at(-1).data.position === 6")
    tab.evaluate("tell({type: 'seek', position: 600})")
    tab.wait_for("said.at(-1).data.position > 7")  # not beyond the end

    count = tab.evaluate("said.length")
    for message in ({"type": "play"}, {"type": "seek", "position": 1}, {"type": "status"}):
        tab.evaluate(f"tell({json.dumps(message)})", frame="/other")
    for odd in ("null", "'play'", "{}", "{type: 'seek', position: 'x'}", "{type: 'seek'}", "{type: 'eval', code: 'window.__pwned=1'}"):
        tab.evaluate(f"tell({odd})")
    tab.listen(0.5)
    assert tab.evaluate("said.length") == count
    assert tab.evaluate("said", frame="/other") == []
    assert tab.evaluate("document.querySelector('audio').paused", frame="/embed/")


def test_an_embed_alone_tells_nobody(site, tab):
    tab.call("Page.addScriptToEvaluateOnNewDocument", source="window.said = []; addEventListener('message', e => said.push(e.data));")
    tab.go(site.at["embed"])
    tab.press(" ")
    tab.wait_for(PLAYING)
    assert tab.evaluate("said") == []
    assert "'*'" not in tab.evaluate("document.scripts[0].text")


def test_only_embeds_may_be_framed(site, browser, blog):
    tab = browser.page()
    tab.go(blog)
    tab.evaluate(f"void (document.getElementById('other').src = '{site.at['episode']}')")
    tab.listen(1)
    with pytest.raises(BrowserError):
        tab.evaluate("1", frame=site.at["episode"])
    assert any("frame-ancestors" in v for v in tab.violations)
    assert tab.evaluate("document.title", frame="/embed/") == "Harbour lights"
    tab.close()


def test_hostile_texts_do_not_run(site, tab):
    for which in ("show", "hostile", "start"):
        tab.go(site.at[which])
        assert tab.evaluate("typeof window.__pwned") == "undefined"
    tab.go(site.at["hostile"])
    assert tab.evaluate("document.querySelector('h1').textContent") == HOSTILE
    assert tab.evaluate("document.title").startswith(" ".join(HOSTILE.split()))
    for link in tab.evaluate("[...document.querySelectorAll('.notes a')].map(a => a.href)"):
        assert link.startswith(("http://", "https://", "mailto:")), link
    text = tab.evaluate("document.querySelector('.notes').innerText")
    assert "Before" in text and "After" in text
    assert tab.evaluate("getComputedStyle(document.body).display") == "block"
    embed = page_of(site.instance, site.at["hostile"]).meta("twitter:player")
    tab.go(embed + "?list=1")
    tab.press(" ")
    tab.listen(0.2)
    assert tab.evaluate("typeof window.__pwned") == "undefined"
    assert tab.evaluate("document.querySelector('.title').textContent") == HOSTILE


# For everybody.

CONTROLS = {"button", "link", "slider", "combobox", "checkbox", "textbox", "image", "Audio", "Video", "menuitem", "popupbutton",
            "ComboBoxMenuButton", "MenuListPopup"}


@pytest.mark.parametrize("which", PAGES)
def test_every_control_and_picture_has_a_name(site, tab, which):
    tab.go(site.at[which])
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    seen = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes if not n.get("ignored") and "role" in n]
    named = [(role, name) for role, name in seen if role in CONTROLS and role != "MenuListPopup"]
    assert len(named) >= 1
    assert [role for role, name in named if not name.strip()] == []
    assert tab.evaluate("[...document.querySelectorAll('audio')].every(a => a.getAttribute('aria-label').startsWith('Play '))")
    if "embed" not in which:
        levels = tab.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
        assert levels[0] == 1 and all(b - a <= 1 for a, b in zip(levels, levels[1:])), levels


CONTRAST = """(() => {
  const parts = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = e => { for (; e; e = e.parentElement) { const c = parts(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] === 1) return c.slice(0, 3); if (c[3] !== 0) throw Error('half transparent'); }
    throw Error('no background'); };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.getClientRects().length || e.closest('script,style,audio,option')) continue;
    const [a, b] = [light(parts(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    found.push({text: walk.currentNode.data.trim().slice(0, 30), ratio: (a + 0.05) / (b + 0.05)});
  }
  return found;
})()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", PAGES)
def test_texts_stand_out_from_what_is_behind_them(site, tab, which, scheme):
    """WCAG 2.1 AA: 4.5 to 1."""
    tab.color_scheme(scheme)
    tab.go(site.at[which])
    texts = tab.evaluate(CONTRAST)
    assert len(texts) >= 2
    assert [t for t in texts if t["ratio"] < 4.5] == []


@pytest.mark.parametrize("which", PAGES)
def test_a_narrow_screen_is_enough(site, tab, which):
    tab.resize(360, 740, mobile=True)
    try:
        tab.go(site.at[which])
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        assert tab.evaluate("[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 360.5)"
                            ".map(e => e.outerHTML.slice(0, 80))") == []
        for width in tab.evaluate("[...document.querySelectorAll('audio')].map(a => a.getBoundingClientRect().width)"):
            assert width >= 200
        if "embed" in which:
            limit = 96 if "compact" in site.at[which] else 180
            assert tab.evaluate("document.querySelector('.player').scrollHeight") <= limit
    finally:
        tab.resize(1280)
