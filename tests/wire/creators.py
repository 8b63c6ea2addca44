"""A plain client of the creators API, for tests."""

import hashlib
import json
import time
from urllib.parse import urlencode, urlsplit

from accounts import Accounts, code_on

CLIENT = {"Anchor-API-Version": "3.8.3", "Anchor-Client-Type": "web"}
FUTURE = 1930372200  # 2031-03-04T06:30:00Z
FUTURE_TEXT = "2031-03-04T06:30:00.000Z"


def settled(ask, unsettled, seconds=120):
    """What `ask` says once its `status` is none of `unsettled`, asked as clients do."""
    deadline = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer["status"] not in unsettled:
            return answer
        assert time.monotonic() < deadline, answer
        time.sleep(0.05)


class Creators:
    """An instance with a published show, and its owner with every kind of credential."""

    def __init__(self, instance, prefix=""):
        self.instance = instance
        self.prefix = prefix
        self.accounts = Accounts(instance)
        self.session = self.accounts.session()
        self.token = self.token_of(self.session)
        self.user = instance.admin("account", "list")[0]["id"]
        made = self.new_show("Harbour Lights")
        self.station, self.web_station = made["id"], made["web_station_id"]
        self.show = made["show_uri"].rsplit(":", 1)[1]

    def new_show(self, title, workspace=None):
        return self.instance.admin("show", "create", "--workspace", str(workspace or self.accounts.workspace), "--title",
                                   title, "--published", "true")

    def token_of(self, session):
        page = self.accounts.silent({"sp_dc": session["sp_dc"], "sp_key": session["sp_key"]})
        return self.accounts.exchange(code_on(page.text)).json["access_token"]

    def member(self, name, role):
        """The bearer of a new person with a role on the workspace."""
        self.accounts.person(name)
        if role:
            self.instance.admin("account", "role", "--email", f"{name}@harbour.example", "--workspace",
                                str(self.accounts.workspace), "--role", role)
        return self.token_of(self.accounts.session(name))

    # Calls.

    def call(self, method, path, body=None, headers=None, token=None, raw=None, **query):
        sent = dict(headers or {})
        if token is not False and "Authorization" not in sent and "Cookie" not in sent:
            sent["Authorization"] = f"Bearer {token or self.token}"
        if body is not None:
            sent["Content-Type"] = "application/json"
            raw = json.dumps(body).encode()
        if query:
            path += ("&" if "?" in path else "?") + urlencode(query)
        return self.instance.request(method, self.prefix + path, raw, sent)

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.call("POST", path, {} if body is None else body, **more)

    def ok(self, method, path, body=None, **more):
        answer = self.call(method, path, body, **more)
        assert answer.status == 200, answer
        assert answer.header("Content-Type") == "application/json; charset=utf-8"
        assert answer.header("Cache-Control") == "no-store"
        return answer.json

    def read(self, path, **more):
        return self.ok("GET", path, **more)

    def refused(self, status, code, method, path, body=None, **more):
        """The error has the family's one shape."""
        answer = self.call(method, path, body, **more)
        assert answer.status == status, answer
        error = answer.json
        assert (error["statusCode"], error["status"], error["code"]) == (status, status, code), error
        assert error["error"] and error["message"] and not error["message"].endswith("."), error
        assert set(error) <= {"statusCode", "status", "code", "error", "message", "parameter"}
        return error

    # Episodes.

    def draft(self, **more):
        return self.ok("POST", f"/v3/stations/{self.station}/episodes", {"hourOffset": -9, **more})["episodeId"]

    def update(self, episode, **fields):
        return self.ok("POST", f"/v3/episodes/{episode}/update", fields)

    def overview(self, episode, **more):
        return self.read(f"/v3/episodes/{episode}/overview", headers={**CLIENT, "Authorization": f"Bearer {self.token}"}, **more)

    def state(self, episode):
        it = self.overview(episode)
        words = [word for word in ("isDraft", "isScheduled", "isPublished") if it[word]]
        assert len(words) == 1, it
        return words[0][2:].lower(), it["publishOnUnixTimestamp"]

    # Uploads.

    def begin(self, episode, filename="tide.mp3", type="audio/mp3", **more):
        return self.read(f"/v3/episodes/{episode}/upload/signedUrl", filename=filename, type=type, isMumsCompatible="true", **more)

    def put(self, url, data, headers=None, **more):
        parts = urlsplit(url)
        return self.instance.request("PUT", parts.path + "?" + parts.query, data, headers or {}, **more)

    def stored(self, url, data):
        answer = self.put(url, data)
        assert answer.status == 200, answer
        etag = answer.header("ETag")
        assert etag == f'"{hashlib.md5(data).hexdigest()}"'
        return etag

    def submit(self, upload, **fields):
        return self.ok("POST", f"/v3/upload/{upload}/process_upload", {"uploadType": "default", **fields})

    def poll(self, upload):
        return settled(lambda: self.read(f"/v3/upload/media/{upload}", includeMediaValidation="true"), {"processing"})

    def upload(self, episode, data, filename="tide.mp3", type="audio/mp3", **more):
        given = self.begin(episode, filename, type)
        self.stored(given["url"], data)
        self.submit(given["uploadId"], **more)
        return self.poll(given["uploadId"])

    def picture(self, place, data):
        """`place`: `stations/1` or `episodes/1`. What the poll says in the end."""
        given = self.read(f"/v3/{place}/images/upload/signed_url")
        assert self.put(given["url"], data, {"Content-Type": "image/png"}).status == 200
        path = f"/v3/{place}/images/upload/{given['uploadId']}"
        self.ok("POST", path + "/process_upload", {})
        return settled(lambda: self.read(path + "/"), {"pending", "processing"})
