"""The command: help, errors, publish, demo, completion, manual (design.md, section 6)."""

import json
import os
import shutil
import stat
import subprocess

import pytest

from accounts import Browser, code_on, silent
from feeds import NAMESPACES, Host
from instance import BINARY, ROOT, Instance, mooring
from publishing import mp3_bytes


def test_every_command_has_help():
    top = mooring("--help")
    assert top.returncode == 0
    for command in ("serve", "demo", "publish", "apply", "pull", "import", "export", "backup", "restore", "admin", "completion", "manual"):
        assert command in top.stdout
        assert mooring(command, "--help").returncode == 0
    for noun in ("workspace", "key", "show", "episode", "subscriber", "doctor", "hosts", "tls-issue", "rotate-secret", "hits"):
        assert mooring("admin", noun, "--help").returncode == 0, noun


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["serve", "--no-such-flag"], ["publish"], ["admin"]])
def test_a_wrong_command_line_ends_with_2_and_says_why(arguments):
    done = mooring(*arguments)
    assert done.returncode == 2 and done.stderr.strip()


@pytest.mark.parametrize("arguments, complaint", [
    (["admin", "shwo"], "mooring admin: unknown command 'shwo'; did you mean 'show'?"),
    (["admin", "show", "lsit", "--data", "x"], "mooring admin show: unknown command 'lsit'; did you mean 'list'?"),
    (["srve", "--data", "x"], "mooring: unknown command 'srve'; did you mean 'serve'?"),
    (["foo"], "mooring: unknown command 'foo'; there are: serve, demo, publish, apply, pull, import, export, backup, restore, admin, "),
])
def test_an_unknown_command_is_named_with_the_nearest(arguments, complaint):
    done = mooring(*arguments)
    assert done.returncode == 2 and done.stderr.startswith(complaint), done.stderr


@pytest.mark.parametrize("arguments", [["show", "list"], ["workspace", "list"], ["doctor"], ["hits"],
                                       ["key", "list", "--workspace", "1"], ["rotate-secret", "--yes"]])
def test_a_mistyped_data_folder_is_refused_and_left_alone(tmp_path, arguments):
    missing, empty = tmp_path / "missing", tmp_path / "empty"
    empty.mkdir()
    for folder in (missing, empty):
        done = mooring("admin", *arguments, "--data", folder)
        assert done.returncode == 1, done.stdout
        assert f"no instance in the folder '{folder}'" in done.stderr
    assert not missing.exists() and not list(empty.iterdir())


def test_the_first_workspace_makes_the_instance(tmp_path):
    made = mooring("admin", "workspace", "create", "--data", tmp_path / "new", "--name", "Saltmarsh", "--json")
    assert made.returncode == 0, made.stderr
    listed = mooring("admin", "workspace", "list", "--data", tmp_path / "new", "--json")
    assert [w["name"] for w in json.loads(listed.stdout)] == ["Saltmarsh"]


def test_a_wrong_setting_names_the_nearest(tmp_path):
    config = tmp_path / "m.toml"
    config.write_text("[http]\nworker_thread = 1\n")
    done = mooring("serve", "--data", tmp_path / "d", "--config", config)
    assert done.returncode == 2
    assert "http.worker_threads" in done.stderr and ":2" in done.stderr


def test_a_port_in_use_is_a_plain_error(shared, tmp_path):
    done = mooring("serve", "--data", tmp_path / "d", "--listen", f"127.0.0.1:{shared.port}")
    assert done.returncode == 1 and "cannot listen" in done.stderr


def test_the_data_folder_is_private(shared):
    assert stat.S_IMODE(os.stat(shared.data).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(shared.data / "secret").st_mode) == 0o600


def test_a_secret_that_others_can_read_stops_the_start(tmp_path):
    one = Instance(tmp_path / "data")
    one.start()
    one.stop()
    os.chmod(one.data / "secret", 0o644)
    done = mooring("serve", "--data", one.data, "--listen", "127.0.0.1:0")
    assert done.returncode == 1 and "chmod 600" in done.stderr
    one.close()


@pytest.fixture
def episode_file(tmp_path):
    file = tmp_path / "episode.mp3"
    file.write_bytes(mp3_bytes(5))
    return file


def test_publish_puts_an_episode_in_front_of_listeners(publishing, episode_file, tmp_path):
    show = publishing.show("Saltmarsh Stories")
    credentials = tmp_path / "cred.json"
    credentials.write_text(json.dumps({"publishing": {"base_url": publishing.instance.base_url + "/autopod/v1",
                                                      "api_key": publishing.key}}))
    done = mooring("publish", episode_file, "--show", "saltmarsh stories", "--title", "Hello", "--credentials", credentials)
    assert done.returncode == 0, done.stderr
    assert "Published \"Hello\"" in done.stdout and "/media/" in done.stdout
    listed = publishing.call("GET", "/episodes").json
    assert [e["title"] for e in listed["episodes"]] == ["Hello"] and listed["episodes"][0]["show_id"] == show["id"]

    again = mooring("publish", episode_file, "--show", show["id"], "--title", "Hello", "--credentials", credentials, "--json")
    assert json.loads(again.stdout)["id"] == listed["episodes"][0]["id"], "the same file and title is the same publication"
    assert mooring("publish", episode_file, "--show", show["id"], "--title", "Hello", "--credentials", credentials,
                   "--again").returncode == 0
    assert publishing.call("GET", "/episodes").json["total"] == 2


def test_publish_says_what_to_do_next(publishing, episode_file):
    show = publishing.show("Saltmarsh Stories")
    base = publishing.instance.base_url + "/autopod/v1"
    clean = {k: v for k, v in os.environ.items() if not k.startswith("MOORING_")}

    def run(*arguments, **env):
        return subprocess.run([str(BINARY), "publish", *map(str, arguments)], capture_output=True, text=True,
                              env={**clean, **env}, timeout=120)

    no_server = run(episode_file, "--show", "1", "--title", "x")
    assert no_server.returncode == 2 and "--server" in no_server.stderr
    no_key = run(episode_file, "--show", "1", "--title", "x", "--server", base)
    assert no_key.returncode == 2 and "MOORING_API_KEY" in no_key.stderr
    wrong_key = run(episode_file, "--show", show["id"], "--title", "x", "--server", base, MOORING_API_KEY="apk_wrong")
    assert wrong_key.returncode == 1 and "Invalid or disabled API key" in wrong_key.stderr and "apk_wrong" not in wrong_key.stderr
    wrong_show = run(episode_file, "--show", "Nope", "--title", "x", MOORING_URL=base, MOORING_API_KEY=publishing.key)
    assert wrong_show.returncode == 1 and "Saltmarsh Stories" in wrong_show.stderr
    text = episode_file.parent / "text.mp3"
    text.write_text("no sound")
    refused = run(text, "--show", show["id"], "--title", "x", MOORING_URL=base, MOORING_API_KEY=publishing.key)
    assert refused.returncode == 1 and "File must be an MP3 file" in refused.stderr


def test_the_demo_is_the_same_every_time_and_serve_goes_on_with_it(tmp_path):
    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed, so the demo has no audio")
    def ids(credentials):
        return [(s["show_uri"], s["station_id"], [e["uri"] for e in s["episodes"]]) for s in credentials["shows"]]

    seen = []
    for n in range(2):
        one = Instance(tmp_path / f"demo{n}")
        file = tmp_path / f"cred{n}.json"
        one.start("--credentials", str(file), "--shows", "2", "--episodes", "3", command="demo")
        credentials = json.loads(file.read_text())
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        seen.append(ids(credentials))
        key = credentials["publishing"]["api_key"]
        assert Browser(one).sign_in(credentials["admin"]["email"], credentials["admin"]["password"]).status == 303
        cookies = {name: credentials["accounts"][name] for name in ("sp_dc", "sp_key")}
        assert code_on(silent(one, cookies).text)
        listed = one.request("GET", "/autopod/v1/episodes", headers={"X-API-Key": key}).json
        assert listed["total"] == 6
        states = [e["state"] for e in one.admin("episode", "list", "--show", credentials["shows"][0]["station_id"])]
        assert sorted(states) == ["archived", "draft", "published", "published", "published", "scheduled"]
        read_only = credentials["publishing"]["read_only_api_key"]
        assert one.request("DELETE", f"/autopod/v1/episodes/{listed['episodes'][0]['id']}",
                           headers={"X-API-Key": read_only}).status == 403
        one.stop()
        one.start("--limits-enabled", "false", command="serve")
        assert one.request("GET", "/autopod/v1/episodes", headers={"X-API-Key": key}).json["total"] == 6
        assert one.admin("doctor") == []
        one.close()
    assert seen[0] == seen[1]


def test_completion_and_manual():
    for shell in ("bash", "zsh", "fish"):
        script = mooring("completion", shell)
        assert script.returncode == 0 and "publish" in script.stdout
    check = subprocess.run(["bash", "-c", mooring("completion", "bash").stdout +
                            'COMP_WORDS=(mooring admin k); COMP_CWORD=2; _mooring; echo "${COMPREPLY[@]}"'],
                           capture_output=True, text=True)
    assert check.stdout.split() == ["key"]
    manual = mooring("manual").stdout
    assert manual.startswith(".TH MOORING 1") and "hooks.websub" in manual


def test_tls_issue_makes_what_a_client_trusts(tmp_path):
    done = mooring("admin", "tls-issue", "--out", tmp_path / "tls", "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    one = Instance(tmp_path / "data")
    one.start("--tls-certificate", made["certificate"], "--tls-key", made["key"])
    try:
        if not shutil.which("curl"):
            pytest.skip("curl is not installed")
        one.set_up()
        answer = subprocess.run(["curl", "-s", "--cacert", made["trust"], "--resolve", f"api.autopod.xyz:{one.port}:127.0.0.1",
                                 f"https://api.autopod.xyz:{one.port}/v1/shows"], capture_output=True, text=True, timeout=60)
        assert json.loads(answer.stdout) == {"message": "Missing X-API-Key header"}, answer
        assert mooring("admin", "hosts").stdout.splitlines()[0].startswith("127.0.0.1 ")
    finally:
        one.close()


def test_rotating_the_secret_ends_every_key(publishing):
    publishing.show()
    refused = publishing.instance.admin("rotate-secret", check=False)
    assert refused.returncode == 1 and "--yes" in refused.stderr
    publishing.instance.stop()
    publishing.instance.admin("rotate-secret", "--yes")
    publishing.instance.start("--limits-enabled", "false")
    assert publishing.call("GET", "/shows").status == 403


@pytest.mark.parametrize("subject", ["accounts", "analytics", "creators", "dashboard", "graphql", "publishing", "settings", "webapi"])
def test_the_reference_pages_are_those_the_program_prints(subject):
    page = (ROOT / "docs" / "reference" / f"{subject}.md").read_text()
    assert page == mooring("reference", subject).stdout, f"run: mooring reference {subject} > docs/reference/{subject}.md"


def test_settings_and_tags_of_an_episode_and_a_show(publishing, tmp_path):
    host = Host(publishing)
    stored = host.upload(mp3_bytes(20), title="Tide tables")
    admin = host.instance.admin
    row = next(r for r in admin("episode", "list", "--show", host.show["id"]) if r["id"] == stored["id"])
    admin("episode", "set", "--episode", row["key"], "--season", "2", "--number", "3", "--type", "trailer", "--explicit", "true")

    person = {"persons": [{"name": "Ines Varga", "role": "host"}]}
    wanted = {**person, "soundbites": [{"start_seconds": "1.5", "duration_seconds": "10", "title": "A bell"}]}
    (tmp_path / "tags.json").write_text(json.dumps(wanted))
    assert admin("episode", "tags", "--episode", row["key"], "--file", tmp_path / "tags.json") == wanted
    assert admin("episode", "tags", "--episode", row["key"]) == wanted
    (tmp_path / "show.json").write_text(json.dumps({"funding": [{"url": "https://tidepool.example/give", "label": "Give"}]}))
    admin("show", "tags", "--show", host.show["id"], "--file", tmp_path / "show.json")

    channel = host.channel()
    assert channel.find("podcast:funding", NAMESPACES).get("url") == "https://tidepool.example/give"
    item = channel.find("item")
    assert item.findtext("itunes:season", namespaces=NAMESPACES) == "2"
    assert item.findtext("itunes:episodeType", namespaces=NAMESPACES) == "trailer"
    assert item.findtext("podcast:person", namespaces=NAMESPACES) == "Ines Varga"
    assert item.find("podcast:soundbite", NAMESPACES).get("startTime") == "1.5"

    (tmp_path / "typo.json").write_text(json.dumps({"persons": [{"name": "Ines", "roll": "host"}]}))
    with pytest.raises(RuntimeError, match=r"persons\[0\]\.roll"):
        admin("show", "tags", "--show", host.show["id"], "--file", tmp_path / "typo.json")
