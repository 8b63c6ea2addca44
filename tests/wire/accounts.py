"""People, apps and sessions of an instance, for tests of the accounts family."""

import base64
import hashlib
import re
from urllib.parse import parse_qs, quote, urlencode, urlsplit

CREATORS = "05a1371ee5194c27860b3ff3ff3979d2"
CREATORS_URI = "https://podcasters.spotify.com"
CALLBACK = "https://player.example/callback"
PASSWORD = "lantern over the harbour wall"
VERIFIER = "v" * 64


def challenge_of(verifier):
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def field(page, name):
    """The value of a hidden field of a form."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found.group(1).replace("&amp;", "&") if found else None


class Browser:
    """Keeps cookies as a browser does, and follows no redirect by itself."""

    def __init__(self, instance, base="/accounts"):
        self.instance = instance
        self.base = base
        self.cookies = {}

    def call(self, method, path, form=None, headers=None):
        sent = dict(headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            body = urlencode(form).encode()
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        answer = self.instance.request(method, self.base + path, body, sent)
        for name, value in answer.headers.items():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
                if "Max-Age=0" in rest:
                    del self.cookies[key]
        return answer

    def get(self, path, **headers):
        return self.call("GET", path, headers=headers)

    def submit(self, path, page, **fields):
        """Send the form of `page` with its token."""
        return self.call("POST", path, {"csrf": field(page, "csrf"), **fields})

    def sign_in(self, email, password=PASSWORD, **fields):
        return self.submit("/login", self.get("/login").text, email=email, password=password, **fields)


class Accounts:
    """An instance with a workspace and an administrator, ada@harbour.example."""

    def __init__(self, instance):
        self.instance = instance
        self.workspace = instance.admin("workspace", "create", "--name", "Harbour")["id"]
        instance.is_set_up = True
        self.email = "ada@harbour.example"
        self.person("ada", "--administrator")

    def person(self, name, *more):
        return self.instance.admin("create", "--email", f"{name}@harbour.example", "--name", name.title(), "--password-stdin",
                                   *more, stdin=PASSWORD + "\n")

    def app(self, *more, redirect=CALLBACK):
        return self.instance.admin("app", "create", "--workspace", str(self.workspace), "--name", "A player",
                                   "--redirect-uri", redirect, *more)

    def session(self, name="ada", *more):
        return self.instance.admin("account", "session", "--email", f"{name}@harbour.example", *more)

    def browser(self, base="/accounts"):
        return Browser(self.instance, base)

    def signed_in(self, name="ada"):
        one = self.browser()
        assert one.sign_in(f"{name}@harbour.example").status == 303
        return one

    def silent(self, cookies, **changes):
        return silent(self.instance, cookies, **changes)

    def token(self, auth=None, **form):
        return self.token_of(self.instance, auth, **form)

    @staticmethod
    def token_of(instance, auth=None, **form):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if auth:
            headers["Authorization"] = "Basic " + base64.b64encode(f"{auth[0]}:{auth[1]}".encode()).decode()
        return instance.request("POST", "/accounts/api/token", urlencode(form).encode(), headers)

    def exchange(self, code, client_id=CREATORS, redirect_uri=CREATORS_URI, verifier=VERIFIER, **more):
        form = {"grant_type": "authorization_code", "code": code, "client_id": client_id, "redirect_uri": redirect_uri, **more}
        if verifier:
            form["code_verifier"] = verifier
        return self.token(**form)


def silent(instance, cookies, **changes):
    """The request of accounts-oauth.md, 3.1."""
    query = {"response_type": "code", "client_id": CREATORS, "scope": "streaming user-read-email", "redirect_uri": CREATORS_URI,
             "code_challenge": challenge_of(VERIFIER), "code_challenge_method": "S256", "state": "s" * 32,
             "response_mode": "web_message", "prompt": "none", **changes}
    text = urlencode({name: value for name, value in query.items() if value is not None}, quote_via=quote)
    headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())} if cookies else {}
    return instance.request("GET", "/accounts/oauth2/v2/auth?" + text, None, headers)


def code_on(page):
    """As a connector finds it: the first thing that looks like one."""
    return re.search(r'"code": "([^"]*)"', page).group(1)


def query_of(answer):
    """The parameters a redirect carries."""
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.header("Location")).query).items()}
