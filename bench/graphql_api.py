"""The creators GraphQL API over HTTP: a page of 25 episodes and a series of 90 days, as registered operations and as full
text, against mercurius with its just-in-time compiler over the same rows, and nginx as the ceiling."""

import datetime
import hashlib
import json
import re
import secrets
from base64 import urlsafe_b64encode
from urllib.parse import urlencode

import lib
from api import PEER, node_peer_ready

CONNECTIONS = 16
ENDPOINT = "/graph/v2/graph-pq"
OPERATIONS = lib.ROOT / "src/mooring/api/graphql/persisted-operations.json"
SCHEMA = lib.ROOT / "src/mooring/api/graphql/creators.graphql"
CLIENT, REDIRECT = "05a1371ee5194c27860b3ff3ff3979d2", "https://podcasters.spotify.com"
DAYS = 90


class NodeGraphql(lib.Server):
    def __init__(self, folder, rows, token):
        port = lib.free_port()
        (folder / "rows.json").write_text(json.dumps(rows))
        super().__init__(["node", PEER / "graphql.js", folder / "peer.sqlite", port, folder / "rows.json", token, SCHEMA],
                         port, folder / "log", {"NODE_ENV": "production"}, patience=600)


def bearer(server, facts):
    """The token that the creators' web app silently gets for a session."""
    verifier = secrets.token_urlsafe(48)
    challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = urlencode({"response_type": "code", "client_id": CLIENT, "scope": "user-read-email", "redirect_uri": REDIRECT,
                       "code_challenge": challenge, "code_challenge_method": "S256", "state": secrets.token_urlsafe(24),
                       "response_mode": "web_message", "prompt": "none"})
    cookies = {"Cookie": f"sp_dc={facts['sp_dc']}; sp_key={facts['sp_key']}"}
    page = lib.get(server.port, f"/accounts/oauth2/v2/auth?{query}", cookies, expect=200).body.decode()
    form = urlencode({"grant_type": "authorization_code", "client_id": CLIENT, "redirect_uri": REDIRECT,
                      "code": re.search(r'"?code"?: "([^"]+)"', page).group(1), "code_verifier": verifier})
    with lib.connected(server.port) as connection:
        answer = lib.ask(connection, "POST", "/accounts/api/token", form.encode(),
                         {"Content-Type": "application/x-www-form-urlencoded"}, expect=200)
    return json.loads(answer.body)["access_token"]


def post(port, path, body, headers):
    with lib.connected(port) as connection:
        answer = lib.ask(connection, "POST", path, json.dumps(body).encode(), {**headers, "Content-Type": "application/json"},
                         expect=200)
    found = json.loads(answer.body)
    if "errors" in found:
        raise RuntimeError(f"{path}: {found['errors'][:2]}")
    return answer.body, found["data"]


class Question:
    """A registered operation with its variables, in the forms in which it is asked."""

    def __init__(self, name, **variables):
        one = next(one for one in json.loads(OPERATIONS.read_text())["operations"] if one["operationName"] == name)
        self.name, self.text, self.hash, self.variables = name, one["document"], one["documentSha256"], variables

    def persisted(self):
        return {"operationName": self.name, "variables": self.variables,
                "extensions": {"persistedQuery": {"version": 1, "sha256Hash": self.hash}}}

    def full(self):
        return {"operationName": self.name, "variables": self.variables, "query": self.text}

    def for_mercurius(self):
        return {"operationName": self.name, "variables": self.variables, "query": self.hash, "persisted": True}


def daily_of(server, headers, uri, days):
    """Date, plays, streams and downloads, plays and downloads of each day of an episode."""
    metrics = ("EPISODE_PLAYS", "EPISODE_STREAMS_AND_DOWNLOADS", "EPISODE_PLAYS_AND_DOWNLOADS")
    asked = " ".join(f"{metric}: analytics(getEpisodePlayCountRequest: {{episodeAnalyticsMetricType: {metric}, "
                     "aggregationType: AGGREGATION_TYPE_DAILY, window: WINDOW_CUSTOM, customDateRange: $days}) "
                     "{ analyticsValue { analyticsValue { ... on TimeSeriesValue { points { date value { "
                     "... on CountValueLong { value } } } } } } }" for metric in metrics)
    text = ("query($u: EpisodeUri!, $days: CustomDateRangeInput) { episodeByUri(getEpisodeRequest: {episodeUri: $u}) { "
            + asked + " } }")
    _, data = post(server.port, ENDPOINT, {"query": text, "variables": {"u": uri, "days": days}}, headers)
    columns = [data["episodeByUri"][metric]["analyticsValue"]["analyticsValue"]["points"] for metric in metrics]
    return [[uri, points[0]["date"], *(point["value"]["value"] for point in points)] for points in zip(*columns)]


def measure(run):
    node_peer_ready()
    folder, credentials = run.demo(*run.scaled((2, 500), (1, 60)))
    with lib.Mooring(folder) as ours:
        token = bearer(ours, credentials["accounts"])
        headers = {"Authorization": f"Bearer {token}"}
        show = credentials["shows"][0]["show_uri"]
        everything = Question("WebGetIndexedEpisodeList", showUri=show, currentPage=1, pageSize=250,
                              filter="PUBLISHED_EPISODES")
        _, data = post(ours.port, ENDPOINT, everything.full(), headers)
        first = data["showByShowUri"]["episodesV2"]
        episodes = first["items"]
        for number in range(2, first["pagination"]["totalPages"] + 1):
            everything.variables["currentPage"] = number
            _, data = post(ours.port, ENDPOINT, everything.full(), headers)
            episodes += data["showByShowUri"]["episodesV2"]["items"]
        today = datetime.datetime.now(datetime.timezone.utc).date()
        last = today - datetime.timedelta(days=1)

        def span(days):
            return {"startDate": (last - datetime.timedelta(days=days - 1)).isoformat(), "endDate": last.isoformat()}

        daily = [row for one in episodes for row in daily_of(ours, headers, one["uri"], span(3000)) if any(row[2:])]
        loudest = max(episodes, key=lambda one: sum(row[2] for row in daily if row[0] == one["uri"]))["uri"]
        known = {(row[0], row[1]) for row in daily}
        quiet = [(last - datetime.timedelta(days=back)).isoformat() for back in range(DAYS)]
        daily += [[loudest, day, 0, 0, 0] for day in quiet if (loudest, day) not in known]
        questions = {
            "a page of 25 episodes": (6, Question("WebGetIndexedEpisodeList", showUri=show, currentPage=1, pageSize=25,
                                                  filter="PUBLISHED_EPISODES")),
            f"a series of {DAYS} days": (12, Question("getEpisodePlaysDaily", episodeUri=loudest,
                                                      dateRangeWindow="WINDOW_CUSTOM", customDateRange=span(DAYS))),
        }
        rows = {"show": show, "episodes": episodes, "daily": daily,
                "operations": {question.hash: question.text for _, question in questions.values()}}
        results = []
        with NodeGraphql(run.new_folder("mercurius"), rows, token) as node:
            for label, (bar, question) in questions.items():
                results += one_question(run, label, bar, question, ours, node, headers)
    return results


def one_question(run, label, bar, question, ours, node, headers):
    answer, data = post(ours.port, ENDPOINT, question.persisted(), headers)
    _, theirs = post(node.port, "/graphql", question.for_mercurius(), headers)
    if data != theirs:
        raise RuntimeError(f"{label}: the answers differ:\n{json.dumps(data)[:1500]}\n{json.dumps(theirs)[:1500]}")
    folder = run.new_folder("bodies")

    def rate(server, path, body):
        file = folder / f"{len(list(folder.iterdir()))}.json"
        file.write_text(json.dumps(body))
        return lambda: lib.wrk(server.url(path), run.seconds, CONNECTIONS, headers, ("post", file)).requests_per_second

    with lib.Nginx(run.new_folder("nginx"), {"answer.json": answer}) as nginx:
        persisted, full, peer, ceiling = lib.interleaved(
            run.rounds, rate(ours, ENDPOINT, question.persisted()), rate(ours, ENDPOINT, question.full()),
            rate(node, "/graphql", question.for_mercurius()),
            lambda: lib.wrk(nginx.url("/answer.json"), run.seconds, CONNECTIONS, headers).requests_per_second)
    size = f"{len(answer) / 1024:.0f} KiB"
    return [
        lib.compare(f"GraphQL: {label} ({size}), registered, vs mercurius with JIT", persisted, peer, "/s", at_least=bar),
        lib.compare("nginx over the same bytes (ceiling), vs mercurius", ceiling, peer, "/s"),
        lib.compare("the same as full text, vs registered", full, persisted, "/s", at_least=0.8),
    ]
