"""Real consumers read a Mooring: podcast libraries, ffprobe, curl (delivery.md; the issue's "Done when")."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from feeds import Host
from publishing import mp3_bytes

CLIENTS = Path(__file__).resolve().parents[1] / "clients"


@pytest.fixture(scope="module")
def host(shared_publishing):
    host = Host(shared_publishing, title="Saltmarsh & Söhne", description="<p>Long <em>tales</em></p>")
    host.set("--author", "Ines Varga", "--language", "en-gb", "--category", "Arts|Books", "--owner-name", "Ines",
             "--owner-email", "ines@saltmarsh.example", "--explicit", "false")
    host.episodes = [host.upload(mp3_bytes(30 + n), title=f"Episode {n} <3", description="<p>Notes &amp; more</p>",
                                 datetime=1700000000 + n) for n in range(3)]
    return host


def node(script, *arguments):
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    if not (CLIENTS / "node_modules").is_dir():
        pytest.skip("the npm packages of tests/clients could not be installed")
    done = subprocess.run(["node", "-e", script, *arguments], cwd=CLIENTS, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_feedparser_reads_the_feed(host):
    feedparser = pytest.importorskip("feedparser", reason="python3-feedparser is not installed")
    feed = feedparser.parse(host.row["feed_url"])
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.feed.title == "Saltmarsh & Söhne" and feed.feed.language == "en-gb"
    assert feed.feed.publisher_detail.email == "ines@saltmarsh.example"
    assert feed.feed.image.href.startswith(host.instance.base_url + "/img/")
    assert [e.title for e in feed.entries] == [f"Episode {n} <3" for n in (2, 1, 0)]
    assert feed.entries[0].enclosures[0] == {"href": host.episodes[2]["audio_url"], "length": str(host.episodes[2]["audio_length"]),
                                             "type": "audio/mpeg"}
    assert feed.entries[0].itunes_duration == "32"
    again = feedparser.parse(host.row["feed_url"], etag=feed.etag, modified=feed.modified)
    assert again.status == 304


def test_rss_parser_reads_the_feed(host):
    feed = node("""
        const Parser = require('rss-parser');
        new Parser().parseURL(process.argv[1]).then(feed => console.log(JSON.stringify(feed)));
    """, host.row["feed_url"])
    assert feed["title"] == "Saltmarsh & Söhne"
    assert feed["itunes"]["author"] == "Ines Varga" and feed["itunes"]["owner"]["email"] == "ines@saltmarsh.example"
    assert [i["title"] for i in feed["items"]] == [f"Episode {n} <3" for n in (2, 1, 0)]
    assert feed["items"][0]["enclosure"]["url"] == host.episodes[2]["audio_url"]
    assert feed["items"][0]["itunes"]["duration"] == "32"


def test_partytime_reads_the_podcast_namespace(host):
    feed = node("""
        (async () => {
            const { parseFeed } = await import('podcast-partytime');
            const text = await (await fetch(process.argv[1])).text();
            console.log(JSON.stringify(await parseFeed(text)));
        })();
    """, host.row["feed_url"])
    assert feed["title"] == "Saltmarsh & Söhne" and feed["guid"] == host.channel().findtext(
        "{https://podcastindex.org/namespace/1.0}guid")
    assert feed["locked"] is True
    assert feed["medium"] == "podcast"
    assert [i["title"] for i in feed["items"]] == [f"Episode {n} <3" for n in (2, 1, 0)]
    assert feed["items"][0]["enclosure"]["length"] == host.episodes[2]["audio_length"]
    assert feed["items"][0]["duration"] == 32


def test_ffprobe_reads_the_media_over_http(host):
    if not shutil.which("ffprobe"):
        pytest.skip("ffprobe is not installed")
    done = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "format=format_name,duration,size", "-of", "json",
                           host.episodes[2]["audio_url"]], capture_output=True, text=True, timeout=60)
    facts = json.loads(done.stdout)["format"]
    assert facts["format_name"] == "mp3" and int(facts["size"]) == host.episodes[2]["audio_length"]
    assert abs(float(facts["duration"]) - 32) < 0.1


def test_curl_resumes_a_broken_download(host, tmp_path):
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    target = tmp_path / "episode.mp3"
    url = host.episodes[0]["audio_url"]
    whole = host.instance.get(host.instance.path_of(url)).body
    target.write_bytes(whole[:100_000])
    subprocess.run(["curl", "-sf", "-C", "-", "-o", str(target), url], check=True, timeout=60)
    assert target.read_bytes() == whole


def test_curl_uploads_as_the_public_examples_do(host, tmp_path):
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    file = tmp_path / "talk.mp3"
    file.write_bytes(mp3_bytes(120))
    done = subprocess.run(["curl", "-s", "-X", "POST", host.instance.base_url + "/autopod/v1/episodes/upload",
                           "-H", f"X-API-Key: {host.publishing.key}", "-F", f"file=@{file}", "-F", "title=By curl",
                           "-F", f"show_id={host.show['id']}"], capture_output=True, text=True, timeout=60)
    episode = json.loads(done.stdout)
    assert episode["title"] == "By curl" and episode["audio_length"] == file.stat().st_size
    host.publishing.call("DELETE", f"/episodes/{episode['id']}")
