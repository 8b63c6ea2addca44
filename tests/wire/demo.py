"""A demo with invented listening, shared by the tests of a file that only read."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest

from accounts import CREATORS, CREATORS_URI, VERIFIER, Accounts, code_on, silent
from instance import Instance


class Demo:
    """A demo, its credentials file, and a bearer of its administrator."""

    def __init__(self, *flags):
        if not shutil.which("ffmpeg"):
            pytest.skip("ffmpeg is not installed, so the demo has no audio")
        self.folder = tempfile.TemporaryDirectory(prefix="mooring-demo-")
        self.instance = Instance(Path(self.folder.name) / "data")
        file = Path(self.folder.name) / "credentials.json"
        self.instance.start("--credentials", str(file), *flags, command="demo")
        self.credentials = json.loads(file.read_text())
        accounts = self.credentials["accounts"]
        page = silent(self.instance, {"sp_dc": accounts["sp_dc"], "sp_key": accounts["sp_key"]})
        form = {"grant_type": "authorization_code", "code": code_on(page.text), "client_id": CREATORS,
                "redirect_uri": CREATORS_URI, "code_verifier": VERIFIER}
        self.token = Accounts.token_of(self.instance, **form).json["access_token"]
        self.show = self.credentials["shows"][0]

    def close(self):
        try:
            self.instance.close()
        finally:
            self.folder.cleanup()
