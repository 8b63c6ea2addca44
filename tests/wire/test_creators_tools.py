"""Tools that people wrote for the creators API, as the public recipes and their observed requests describe them, run
against a Mooring with nothing changed but where it is (creators-rest.md, sections 3 and 13)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from creators import FUTURE, FUTURE_TEXT, Creators
from publishing import mp3_bytes

TOOLS = Path(__file__).resolve().parents[1] / "clients" / "creators"


@pytest.fixture(scope="module")
def api(shared):
    return Creators(shared)


def run(command, *arguments):
    done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture
def sound(tmp_path):
    path = tmp_path / "tide.mp3"
    path.write_bytes(mp3_bytes(3))
    return path


@pytest.mark.parametrize("prefix", ["", "/pod/api/proxy"])
@pytest.mark.parametrize("when", ["now", FUTURE_TEXT])
def test_the_recipe_publishes_a_file(api, sound, prefix, when):
    out = json.loads(run([sys.executable, TOOLS / "publish_recipe.py"], api.instance.base_url + prefix, api.token, api.show,
                         sound, "Harbour walk", when))
    overview = out["overview"]
    assert overview["title"] == "Harbour walk" and overview["podcastEpisodeType"] == "full"
    assert api.state(out["episodeId"])[0] == ("published" if when == "now" else "scheduled")
    if when != "now":
        assert overview["publishOn"] == FUTURE_TEXT


def test_the_batch_updater_changes_what_a_line_names(api, sound, tmp_path):
    episode = api.draft()
    assert api.upload(episode, sound.read_bytes())["status"] == "completed"
    api.update(episode, title="Old name", description="<p>It stays.</p>", isPublished=True)
    before = api.overview(episode)
    page = api.read(f"/v3/stations/{api.station}/episodePage", limit=50)
    uri = next(one["spotifyEpisodeUri"] for one in page["items"] if one["episodeId"] == episode)
    lines = tmp_path / "episodes.csv"
    lines.write_text(f"{uri},New name,4,12,yes\n{uri},,5,,\n")
    cookies = f"OptanonConsent={'x' * 3000}; sp_dc={api.session['sp_dc']}; sp_key={api.session['sp_key']}; other=1"
    assert run([TOOLS / "batch_updater.sh"], api.instance.base_url + "/pod/api/proxy", cookies, lines).split() == [str(episode)] * 2
    after = api.overview(episode)
    assert (after["title"], after["podcastSeasonNumber"], after["podcastEpisodeNumber"]) == ("New name", 5, 12)
    assert after["podcastEpisodeIsExplicit"] is True
    assert (after["description"], after["publishOn"]) == (before["description"], before["publishOn"])
    assert api.state(episode)[0] == "published"


def test_the_video_script_uploads_in_parts(api, tmp_path):
    film = tmp_path / "walk.mp4"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=6", "-f",
                    "lavfi", "-i", "sine=frequency=330:duration=6", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt",
                    "yuv420p", "-c:a", "aac", "-shortest", film], check=True)
    out = json.loads(run([sys.executable, TOOLS / "video_script.py"], api.instance.base_url, api.session["sp_dc"],
                         api.session["sp_key"], api.show, film, "Harbour film"))
    assert out["parts"] > 1
    overview = api.overview(out["episodeId"])
    assert overview["title"] == "Harbour film" and overview["episodeAudios"][0]["audioTransformationStatus"] == "finished"
    assert api.state(out["episodeId"])[0] == "draft"


def test_the_date_script_moves_the_newest_episode(api, sound):
    episode = api.draft()
    assert api.upload(episode, sound.read_bytes())["status"] == "completed"
    api.update(episode, title="To be moved", description="<p>Kept.</p>", isPublished=True, publishOn=FUTURE + 3600)
    out = json.loads(run(["node", TOOLS / "move_dates.mjs"], api.instance.base_url + "/pod/api/proxy", api.session["anchorpw_s"],
                         api.web_station, api.user, 3))
    assert out["after"]["publishOnUnixTimestamp"] == out["publishOn"] == FUTURE + 3600 + 3 * 86400
    assert out["after"]["title"] == "To be moved" and out["after"]["description"] == out["before"]["description"]
    assert "didChangePublishState" in out["changed"]
    assert api.state(episode) == ("scheduled", out["publishOn"])


def test_the_scheduling_tool_finds_what_it_wrote(api, sound):
    episode = api.draft()
    assert api.upload(episode, sound.read_bytes())["status"] == "completed"
    description = '<p>Low <strong>tide</strong> at <a href="https://water.example/">the pier</a></p><ul><li>one</li></ul>'
    out = json.loads(run([sys.executable, TOOLS / "scheduling_tool.py"], api.instance.base_url, api.token, episode,
                         "Harbour walk – Ebbe & Flut", description, FUTURE))
    assert out["episodeId"] == episode
    assert api.state(episode) == ("scheduled", FUTURE)
