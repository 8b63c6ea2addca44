"""A plain client of the Web API, with a show to look at, for tests."""

import json
from urllib.parse import urlencode

from accounts import CALLBACK, PASSWORD, Accounts, field, query_of
from publishing import Publishing

ALL_SCOPES = ("user-read-playback-position", "user-library-read", "user-library-modify", "user-read-private", "user-read-email")


class Webapi:
    """An instance with an app, its token, and a workspace whose shows can be published."""

    def __init__(self, instance, prefix="/spotify/v1"):
        self.instance = instance
        self.prefix = prefix
        self.accounts = Accounts(instance)
        self.publishing = Publishing(instance)
        self.app = self.accounts.app()
        self.token = self.app_token()

    # Tokens.

    def app_token(self, app=None):
        app = app or self.app
        answer = self.accounts.token((app["client_id"], app["client_secret"]), grant_type="client_credentials")
        assert answer.status == 200, answer
        return answer.json["access_token"]

    def user_tokens(self, name="ada", scopes=ALL_SCOPES):
        """What the whole flow gives a player that `name` agrees to."""
        browser = self.accounts.signed_in(name)
        path = "/authorize?" + urlencode({"response_type": "code", "client_id": self.app["client_id"], "redirect_uri": CALLBACK,
                                          "scope": " ".join(scopes), "state": "s"})
        back = browser.get(path)
        if back.status == 200:
            back = browser.submit("/authorize", back.text, query=field(back.text, "query"), answer="agree")
        assert back.status == 302, back
        answer = self.accounts.token((self.app["client_id"], self.app["client_secret"]), grant_type="authorization_code",
                                     code=query_of(back)["code"], redirect_uri=CALLBACK)
        assert answer.status == 200, answer
        return answer.json

    def user_token(self, name="ada", scopes=ALL_SCOPES):
        return self.user_tokens(name, scopes)["access_token"]

    # Calls.

    def call(self, method, path, token=None, body=None, headers=None, **query):
        sent = {"Authorization": f"Bearer {token or self.token}", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
            body = json.dumps(body).encode()
        target = self.prefix + path
        if query:
            target += "?" + urlencode(query)
        return self.instance.request(method, target, body, {k: v for k, v in sent.items() if v is not None})

    def get(self, path, token=None, **query):
        return self.call("GET", path, token, **query)

    def ok(self, path, token=None, **query):
        answer = self.get(path, token, **query)
        assert answer.status == 200, answer
        return answer.json

    def refused(self, status, message, method, path, token=None, **more):
        """The error has the family's one shape."""
        answer = self.call(method, path, token, **more)
        assert answer.status == status, answer
        assert answer.json == {"error": {"status": status, "message": message}}
        return answer

    # The catalog.

    def show(self, title="Saltmarsh Stories", settings=(), **more):
        """A show: its opaque id and its number."""
        number = self.publishing.show(title, **more)["id"]
        return self.change_show(number, *settings)

    def change_show(self, number, *settings):
        changed = self.instance.admin("show", "set", "--show", number, *settings)
        return changed["show_uri"].rsplit(":", 1)[1], number

    def episode(self, number, title="Harbour lights", settings=(), **more):
        made = self.publishing.episode(number, title, **more)["id"]
        return self.change_episode(made, *settings), made

    def change_episode(self, number, *settings):
        changed = self.instance.admin("episode", "set", "--episode", number, *settings)
        return changed["uri"].rsplit(":", 1)[1]
