"""A stand-in for the services that connectors ask: it answers plausibly, records every request, and misbehaves on order.

`FakeServices` listens on a free loopback port: station analytics below `/v3`, sign-in at `/accounts/oauth2/v2/auth` and
`/accounts/api/token`, GraphQL at `/graph/v2/graph-pq`, the legacy overview at `/anchor`. A fault is a rule that waits for
requests whose path (or operation name) holds a word, and is used up by them.
"""

import base64
import hashlib
import json
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

WEB_STATION = "2c2ad3a8"
STATION = 7310042
SHOW = "spotify:show:5kQw2LzR9tYb1NcX7vHm4D"
SP_DC, SP_KEY = "AQ-secret-sp-dc-value", "secret-sp-key-value"
PW_S = "secret%2Fanchorpw%3D%3D"


@dataclass
class Request:
    method: str
    path: str                      # percent-decoded, without the query
    query: dict
    headers: dict                  # names in lower case
    body: bytes
    line: str                      # the target as it was sent
    connection: int = 0

    @property
    def operation(self):
        try:
            return json.loads(self.body)["operationName"]
        except (ValueError, KeyError, TypeError):
            return None

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class Fault:
    where: str                     # word in the path, or the operation's name
    status: int = 0                # answer with this status
    headers: dict = field(default_factory=dict)
    body: bytes = b'{"error": "made up"}'
    kind: str = "status"           # status, cut (close without an answer), truncate (half a body), raw (200 with `body`)
    times: int = 1                 # how often; 0 means for ever
    used: int = 0
    after: int = 0                 # let so many pass first

    def fits(self, request):
        return self.where in request.path or self.where == request.operation


class Episodes:
    """The listing: newest first, a draft without a title among them."""

    def __init__(self, count):
        self.items = [{
            "episodeId": 41000000 + n, "webEpisodeId": f"e18{n:04x}", "title": None if n == 3 else f"Episode {n}",
            "publishOn": 1773000000 - n * 86400, "spotifyEpisodeUri": f"spotify:episode:{n:022d}", "stationId": STATION,
        } for n in range(1, count + 1)]


class FakeServices:
    def __init__(self, episodes=4):
        self.episodes = Episodes(episodes).items
        self.requests, self.faults, self.lock = [], [], threading.Lock()
        self.tokens, self.codes, self.answers = [], {}, {}
        self.expires_in = 3600
        self.shows = [{"__typename": "HostedShow", "uri": "spotify:show:other", "hostingProvider": "MEGAPHONE", "stationId": 1},
                      {"__typename": "HostedShow", "uri": SHOW, "hostingProvider": "S4P", "stationId": 7701234}]
        self.signed_in = True
        self.page_of = lambda response: page_of(response)
        self.busy, self.most_busy = 0, 0
        self.bootstrap_place = "top"   # where the station id is: top, item, next, nowhere
        self.last_next = None          # what `next` says on the last page
        self.hold = None               # an event that answers wait for
        self.server = QuietServer(("127.0.0.1", 0), handler_for(self))
        self.port = self.server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    # -- faults and the log ------------------------------------------------------------------------------------------
    def fail(self, where, **fault):
        self.faults.append(Fault(where, **fault))

    def fault_for(self, request):
        with self.lock:
            for fault in self.faults:
                if fault.fits(request) and (fault.times == 0 or fault.used < fault.times + fault.after):
                    fault.used += 1
                    if fault.used > fault.after:
                        return fault
        return None

    def log(self, word=""):
        with self.lock:
            return [r for r in self.requests if word in r.path or word == r.operation]

    def clear(self):
        with self.lock:
            self.requests.clear()
            self.faults.clear()

    # -- answers -----------------------------------------------------------------------------------------------------
    def answer(self, request):
        path = request.path
        if path == "/accounts/oauth2/v2/auth":
            return self.authorize(request)
        if path == "/accounts/api/token":
            return self.token(request)
        if path == "/graph/v2/graph-pq":
            return self.graphql(request)
        if path.startswith("/anchor/v3/episodes/"):
            if not self.has_bearer(request):
                return 401, {}, b'{"error": "no"}'
            return as_json({"webEpisodeId": "e181nk7", "webStationId": WEB_STATION, "spotifyUri": "spotify:episode:x",
                            "big": 9223372036854775807})
        if path.startswith("/v3/"):
            return self.analytics(request, path.removeprefix("/v3/"))
        return 404, {}, b'{"error": "no such path"}'

    def has_bearer(self, request):
        return request.headers.get("authorization", "").removeprefix("Bearer ") in self.tokens

    def authorize(self, request):
        query = request.query
        good = f"sp_dc={SP_DC}" in request.headers.get("cookie", "") and self.signed_in
        if good:
            code = f"code-{len(self.codes)}"
            self.codes[code] = query["code_challenge"]
            response = {"code": code, "state": query["state"]}
        else:
            response = {"error": "login_required", "state": query["state"]}
        return 200, {"Content-Type": "text/html"}, self.page_of(response).encode()

    def token(self, request):
        form = dict(parse_qsl(request.body.decode()))
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.codes.pop(form["code"], None):
            return 400, {}, b'{"error": "invalid_grant"}'
        self.tokens.append(f"BQ-token-{len(self.tokens)}")
        answer = {"access_token": self.tokens[-1], "token_type": "Bearer"}
        if self.expires_in is not None:
            answer["expires_in"] = self.expires_in
        return as_json(answer)

    def graphql(self, request):
        if not self.has_bearer(request):
            return 401, {}, b'{"errors": []}'
        name, variables = request.operation, request.json["variables"]
        if name in self.answers:
            return as_json(self.answers[name])
        if name in ("getShowsForUser", "WebGetUserShows", "WebGetUserAndShows"):
            return as_json({"data": {"showsForUser": {"shows": self.shows}}})
        if name == "WebGetIndexedEpisodeList":
            size, page = variables["pageSize"], variables["currentPage"]
            items = [{"id": e["episodeId"], "uri": e["spotifyEpisodeUri"], "title": e["title"]} for e in self.episodes]
            pages = max(1, -(-len(items) // size))
            return as_json({"data": {"showByShowUri": {"uri": variables["showUri"], "episodesV2": {
                "indexStatus": "COMPLETED", "items": items[(page - 1) * size:page * size],
                "pagination": {"currentPage": page, "pageSize": size, "totalItems": len(items), "totalPages": pages}}}}})
        root = "episodeByUri" if "episodeUri" in variables else "showByShowUri"
        return as_json({"data": {root: {"uri": variables.get("episodeUri") or variables.get("showUri"), "z": 1, "a": name}}})

    def analytics(self, request, path):
        cookie, bearer = request.headers.get("cookie", ""), request.headers.get("authorization", "")
        if f"anchorpw_s={PW_S}" not in cookie and bearer != "Bearer good-bearer":
            return 401, {}, b'{"statusCode": 401, "error": "Unauthorized", "code": "expired_credential", "message": "Sign in again."}'
        if path.endswith("/episodePage"):
            return self.episode_page(request)
        if path.endswith("/overview"):
            number = path.split("/")[1]
            if any(str(e["episodeId"]) == number and e["title"] is None for e in self.episodes):
                return 403, {}, b'{"error": "Forbidden"}'
            return as_json({"episodeId": int(number), "publishOnUnixTimestamp": 1773000000, "totalDuration": 1834512})
        if path.endswith("/allTimeVideoData"):
            return 404, {}, b'{"error": "Not Found"}'
        if path.endswith("/playsByGeo"):
            rows = [] if "geo2" in request.query else [["C\u00f4te d'Ivoire", 0.75], ["Norway", 0.25]]
            return as_json({"stationId": STATION, "kind": "playsByGeo", "data": {"rows": rows, "columnHeaders": []}})
        if path.startswith(f"analytics/station/{STATION}"):
            if "query" in request.query:
                return as_json({"stationId": STATION, "kind": "impressions", "data": {"impressions": {"count": 196}}})
            return as_json({"stationId": STATION, "kind": path.rpartition("/")[2],
                            "data": {"rows": [[9007199254740993, 0.1, "x", None]], "columnHeaders": []}})
        if path.startswith("analytics/episode/"):
            number = path.split("/")[2]
            return as_json({"episodeId": int(number) if number.isdigit() else number, "kind": path.rpartition("/")[2],
                            "data": {"rows": [], "columnHeaders": []}})
        return 404, {}, b'{"error": "no such path"}'

    def episode_page(self, request):
        limit, token = int(request.query.get("limit", 15)), int(request.query.get("pageToken", "0").removeprefix("t") or 0)
        items = self.episodes[token:token + limit]
        more = token + limit < len(self.episodes)
        page = {"items": items, "next": f"/v3/stations/{STATION}/episodePage?limit={limit}&pageToken=t{token + limit}" if more
                else self.last_next}
        if self.last_next == "missing" and not more:
            del page["next"]
        if self.bootstrap_place == "top":
            page["stationId"] = STATION
        elif self.bootstrap_place == "next":
            page["items"] = [{k: v for k, v in i.items() if k != "stationId"} for i in items]
            page["first"] = f"/v3/stations/{STATION}/episodePage?limit={limit}"
            page["next"] = page["next"] and page["next"].replace(str(STATION), str(STATION))
        elif self.bootstrap_place == "nowhere":
            page["items"] = [{k: v for k, v in i.items() if k != "stationId"} for i in items]
            page["next"] = None
        return as_json(page)


def as_json(value):
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


def page_of(response):
    return ("<!DOCTYPE html>\n<html><body><script nonce=\"k3v0\">\nconst authorizationResponse = "
            + json.dumps({"type": "authorization_response", "response": response}, indent=2)
            + ";\n(window.opener || window.parent).postMessage(authorizationResponse, \"*\");\n</script></body></html>")


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Clients that are killed in the middle are part of the tests."""


def handler_for(services):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self):
            address = urlsplit(self.path)
            length = int(self.headers.get("Content-Length", 0))
            request = Request(self.command, unquote(address.path),
                              {k: v[-1] for k, v in parse_qs(address.query, keep_blank_values=True).items()},
                              {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length), self.path,
                              self.client_address[1])
            with services.lock:
                services.requests.append(request)
                services.busy += 1
                services.most_busy = max(services.most_busy, services.busy)
            try:
                if services.hold:
                    services.hold.wait(10)
                fault = services.fault_for(request)
                if fault and fault.kind == "cut":
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                status, headers, body = services.answer(request) if not fault or fault.kind == "truncate" else (
                    fault.status or 200, fault.headers, fault.body)
            finally:
                with services.lock:
                    services.busy -= 1
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if fault and fault.kind == "truncate":
                self.wfile.write(body[:len(body) // 2])
                self.wfile.flush()
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = handle_one

        def log_message(self, *_):
            pass

        def finish(self):
            try:
                super().finish()
            except OSError:
                pass

    return Handler
