"""The C++ client library's publishing, catalogue and creators classes, from a program outside the tree, on a demo."""

import shutil
import subprocess

import pytest

from instance import BINARY, ROOT, Instance
from publishing import mp3_bytes

BUILDS = [folder for folder in (BINARY.parent, ROOT / "build" / "release", ROOT / "build" / "debug")
          if (folder / "src" / "client" / "libmooring_client.a").is_file()]


@pytest.fixture(scope="module")
def families(tmp_path_factory):
    if not BUILDS:
        pytest.skip("the client library is not built")
    program = tmp_path_factory.mktemp("outside") / "families"
    client = BUILDS[0] / "src" / "client"
    subprocess.run(["g++", "-std=c++20", "-I", str(ROOT / "include"), "-I", str(client / "include"),
                    str(ROOT / "tests" / "outside" / "families.cpp"), "-o", str(program), str(client / "libmooring_client.a"),
                    "-lcurl", "-lboost_json", "-lcrypto", "-pthread"], check=True)
    return program


def test_every_family_from_a_program_outside(families, tmp_path):
    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed, so the demo has no audio")
    (tmp_path / "a.mp3").write_bytes(mp3_bytes(5))
    one = Instance(tmp_path / "demo")
    try:
        one.start("--credentials", str(tmp_path / "cred.json"), "--shows", "1", "--episodes", "2", command="demo")
        done = subprocess.run([str(families), str(tmp_path / "cred.json"), str(tmp_path / "a.mp3")], capture_output=True, text=True,
                              timeout=180)
    finally:
        one.close()
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    expected = {"gone": "not_found", "me": "forbidden", "newest": "Renamed", "status": "completed", "named": said.get("named")}
    for name in ("station shows upload once update list archive show show-episodes search ids metadata categories episodes draft "
                 "media processed publish overview delete").split():
        expected[name] = "ok"
    assert said == expected, done.stderr
