"""The transport of the creators GraphQL API (creators-graphql.md, section 1; section 13, "Transport")."""

import gzip
import hashlib
import json

import pytest
from accounts import Accounts
from creators import Creators
from graphql import ENDPOINT, OPERATIONS, Graphql, codes
from instance import Instance

ME = "{ user { username } }"
JSON_TYPE = "application/json; charset=utf-8"
NEWER_TYPE = "application/graphql-response+json"


@pytest.fixture(scope="module")
def creators(shared):
    return Creators(shared)


@pytest.fixture(scope="module")
def graphql(creators):
    return Graphql(creators.instance, creators.token)


def persisted(hash, version=1):
    return {"persistedQuery": {"version": version, "sha256Hash": hash}}


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def code(answer):
    assert answer.header("Access-Control-Allow-Origin") == "*"
    errors = answer.json["errors"]
    assert all(error["message"] for error in errors)
    return errors[0]["extensions"]["code"]


# Which document runs (1.2).


def test_a_text_runs(graphql):
    answer = graphql.call({"query": ME})
    assert answer.status == 200 and answer.header("Content-Type") == JSON_TYPE
    assert answer.json == {"data": {"user": {"username": "ada"}}}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_hash_and_name_leads_to_its_document(graphql, name):
    one = OPERATIONS[name]
    calls = [{"operationName": name, "variables": {}, "extensions": persisted(each["hash"])} for each in one["sha256Hashes"]]
    calls.append({"operationName": name, "extensions": persisted(one["documentSha256"])})
    calls.append({"operationName": name, "query": ""})
    calls.append({"operationName": name, "query": None, "variables": None, "extensions": None})
    answers = [graphql.call(call) for call in calls]
    texts = {json.dumps([error for error in answer.json.get("errors", [])]) for answer in answers}
    assert {answer.status for answer in answers} == {200} and len(texts) == 1, texts
    # Those with variables ask for them: nothing else is wrong.
    assert set(codes(answers[0].json)) <= {"BAD_USER_INPUT", "NOT_FOUND"}


def test_a_text_with_its_hash_is_remembered(graphql):
    text = "query Remembered { user { displayName } }"
    assert code(graphql.call({"extensions": persisted(sha(text))})) == "PERSISTED_QUERY_NOT_FOUND"
    assert graphql.call({"query": text, "extensions": persisted(sha(text))}).json["data"]
    assert graphql.call({"extensions": persisted(sha(text))}).json["data"]["user"] == {"displayName": "Ada"}


def test_a_text_that_does_not_fit_is_not_remembered(graphql):
    text = "query Broken { nothing }"
    answer = graphql.call({"query": text, "extensions": persisted(sha(text))})
    assert answer.status == 200 and code(answer) == "GRAPHQL_VALIDATION_FAILED"
    assert code(graphql.call({"extensions": persisted(sha(text))})) == "PERSISTED_QUERY_NOT_FOUND"


def test_a_text_never_takes_the_place_of_a_registered_one(graphql):
    one = OPERATIONS["getUserMetadata"]
    assert graphql.call({"query": one["document"], "extensions": persisted(one["documentSha256"])}).json["data"]["user"]
    assert graphql.call({"extensions": persisted(one["documentSha256"])}).json["data"]["user"]["uri"] == "spotify:user:ada"


def test_unknown_hashes_are_answered_as_clients_read_them(graphql):
    known = OPERATIONS["getUserMetadata"]["documentSha256"]
    for hash in ("0" * 64, known[:-1], known.upper(), ""):
        answer = graphql.call({"operationName": "getUserMetadata", "extensions": persisted(hash)})
        assert answer.status == 200
        assert answer.json == {"errors": [{"message": "PersistedQueryNotFound",
                                           "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]}
    newer = graphql.call({"extensions": persisted("0" * 64)}, Accept=NEWER_TYPE)
    assert newer.status == 200 and newer.header("Content-Type").startswith(NEWER_TYPE)


@pytest.mark.parametrize("body, expected", [
    ({"query": ME, "extensions": persisted("0" * 64)}, "PERSISTED_QUERY_HASH_MISMATCH"),
    ({"extensions": persisted("0" * 64, version=2)}, "PERSISTED_QUERY_NOT_SUPPORTED"),
    ({}, "BAD_REQUEST"),
    ({"query": "  ", "operationName": "getNothing"}, "BAD_REQUEST"),
    ([{"query": ME}], "BAD_REQUEST"),
    ("text", "BAD_REQUEST"),
    ({"query": 1}, "BAD_REQUEST"),
    ({"query": ME, "variables": []}, "BAD_REQUEST"),
    ({"query": ME, "operationName": {}}, "BAD_REQUEST"),
    ({"query": ME, "extensions": {"persistedQuery": []}}, "BAD_REQUEST"),
])
def test_what_cannot_be_run_is_400(graphql, body, expected):
    for accept in (None, NEWER_TYPE):
        answer = graphql.call(body, Accept=accept)
        assert answer.status == 400 and code(answer) == expected


def test_further_members_and_variables_are_ignored(graphql):
    body = {"query": ME, "variables": {"extra": {"deep": [1]}}, "more": 1, "extensions": {"clientLibrary": {}}}
    assert graphql.call(body).json["data"]["user"]


def test_the_operations_of_a_document(graphql):
    two = "query A { user { username } } query B { user { uri } }"
    assert graphql.call({"query": two, "operationName": "B"}).json["data"] == {"user": {"uri": "spotify:user:ada"}}
    for body in ({"query": two}, {"query": two, "operationName": "C"}, {"query": ME, "operationName": "C"},
                 {"operationName": "C", "extensions": persisted(OPERATIONS["getUserMetadata"]["documentSha256"])}):
        answer = graphql.call(body)
        assert answer.status == 200 and code(answer) == "OPERATION_RESOLUTION_FAILURE", body
        assert "data" not in answer.json


def test_registered_names_are_no_fields(graphql):
    answer = graphql.run("{ getShowTopEpisodes { uri } }")
    assert codes(answer) == ["GRAPHQL_VALIDATION_FAILED"] and "data" not in answer


def test_clients_that_know_the_station_only(graphql, creators):
    uri = f"spotify:show:{creators.show}"
    for station in (creators.station, str(creators.station)):
        answer = graphql.operation("WebGetShowTypeByUri", stationId=station)
        assert answer == {"data": {"showByShowUri": {"uri": uri, "showType": "PODCAST"}}}
    assert graphql.operation("WebGetShowTypeByUri", showUri=uri, stationId="999999")["data"]["showByShowUri"]["uri"] == uri
    assert codes(graphql.operation("WebGetShowTypeByUri", stationId="999999")) == ["BAD_USER_INPUT"]
    by_station = "query($id: StationId!) { showByStationId(getShowByStationIdRequest: {stationId: $id}) { uri } }"
    assert graphql.data(by_station, id=creators.station)["showByStationId"]["uri"] == uri
    assert graphql.data(by_station, id=str(creators.station))["showByStationId"]["uri"] == uri


# Status and media type (1.3).


@pytest.mark.parametrize("query, expected", [
    ("{ user { ", "GRAPHQL_PARSE_FAILED"),
    ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
    ("query($n: ShowUri!) { showByShowUri(getShowByShowUriRequest: {showUri: $n}) { uri } }", "BAD_USER_INPUT"),
    ("query A { user { uri } } query B { user { uri } }", "OPERATION_RESOLUTION_FAILURE"),
    ("subscription { user }", None),
    ("{" + "user {" * 45 + "uri" + "}" * 46, "DOCUMENT_TOO_LARGE"),
    ("{ user { " + "uri " * 10_001 + "} }", "DOCUMENT_TOO_LARGE"),
])
def test_request_errors_by_media_type(graphql, query, expected):
    plain = graphql.call({"query": query})
    newer = graphql.call({"query": query}, Accept=f"{NEWER_TYPE}, application/json;q=0.9")
    assert (plain.status, newer.status) == (200, 400)
    assert newer.header("Content-Type") == f"{NEWER_TYPE}; charset=utf-8"
    assert plain.json == newer.json and "data" not in plain.json
    if expected:
        assert code(plain) == expected


def test_the_order_of_the_checks(graphql, creators):
    at = creators.instance.request
    assert at("POST", "/graph/v2/other", b"{", {}).status == 404
    for method in ("GET", "PUT", "DELETE"):
        answer = at(method, ENDPOINT, None, {})
        assert answer.status == 405 and answer.header("Allow") == "POST, OPTIONS" and code(answer)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    refused = at("POST", ENDPOINT, b"{", form)
    assert refused.status == 401 and refused.header("WWW-Authenticate") == "Bearer" and code(refused) == "UNAUTHENTICATED"
    assert graphql.call(None, raw=b"x" * (2 << 20), Content_Type="multipart/form-data; boundary=x").status == 415
    large = graphql.call(None, raw=b"x" * ((1 << 20) + 1))
    assert large.status == 413 and code(large) == "BODY_TOO_LARGE"
    assert graphql.call(None, raw=b"{").status == 400


def test_any_other_content_type_is_read_as_json(graphql):
    for kind in ("application/octet-stream", "text/plain", "application/json;charset=utf-8", None):
        assert graphql.call({"query": ME}, Content_Type=kind).json["data"]["user"]


def test_large_answers_are_compressed(graphql):
    body = {"query": "{ __schema { types { name description } } }"}
    plain = graphql.call(body)
    small = graphql.call(body, Accept_Encoding="gzip")
    assert small.header("Content-Encoding") == "gzip" and len(small.body) < len(plain.body) / 2
    assert gzip.decompress(small.body) == plain.body
    assert graphql.call({"query": ME}, Accept_Encoding="gzip").header("Content-Encoding") is None


# Credentials and CORS (1.4, 1.5).


def test_only_a_bearer_of_the_web_app_counts(graphql, creators):
    session = creators.session
    cookie = {"Cookie": f"sp_dc={session['sp_dc']}; sp_key={session['sp_key']}; anchorpw_s={session['anchorpw_s']}"}
    for headers in (cookie, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer"}, {"Authorization": "Bearer x"},
                    {"Authorization": f"Bearer {graphql.token[:-1]}"}):
        answer = creators.instance.request("POST", ENDPOINT, json.dumps({"query": ME}).encode(), headers)
        assert answer.status == 401 and code(answer) == "UNAUTHENTICATED", headers
    assert graphql.call({"query": ME}, token=False, Authorization=f"bearer {graphql.token}").status == 200


def test_a_token_of_another_app_is_none(graphql, creators):
    app = creators.accounts.app()
    token = creators.accounts.token(auth=(app["client_id"], app["client_secret"]), grant_type="client_credentials").json
    assert graphql.call({"query": ME}, token=token["access_token"]).status == 401


def test_an_expired_token(instance):
    creators = Creators(instance)
    graphql = Graphql(instance, creators.token)
    assert graphql.call({"query": ME}).status == 200
    instance.set_clock_offset(3601)
    answer = graphql.call({"query": ME})
    assert answer.status == 401 and "expired" in answer.text


def test_a_read_only_session_reads_and_does_not_write(graphql, creators):
    token = creators.token_of(creators.accounts.session("ada", "--read-only"))
    assert graphql.call({"query": ME}, token=token).json["data"]
    body = {"operationName": "deletePollForEpisode", "variables": {"episodeUri": "spotify:episode:" + "0" * 22}}
    for accept in (None, NEWER_TYPE):
        answer = graphql.call(body, token=token, Accept=accept)
        assert answer.status == 403 and code(answer) == "FORBIDDEN"
    # Variables are looked at first.
    assert code(graphql.call({"operationName": "deletePollForEpisode"}, token=token)) == "BAD_USER_INPUT"


def test_cors_is_open(graphql, creators):
    answer = creators.instance.request("OPTIONS", ENDPOINT, None, {"Origin": "https://elsewhere.example"})
    assert answer.status == 204 and answer.header("Access-Control-Allow-Origin") == "*"
    assert "POST" in answer.header("Access-Control-Allow-Methods")
    assert "x-creator-client" in answer.header("Access-Control-Allow-Headers")
    assert answer.header("Access-Control-Allow-Credentials") is None
    assert graphql.call({"query": ME}, Origin="https://elsewhere.example").header("Access-Control-Allow-Origin") == "*"


def test_by_host_alias(graphql, creators):
    answer = creators.instance.request("POST", "/v2/graph-pq", json.dumps({"query": ME}).encode(),
                                       {"Host": "creators-graph.spotify.com", "Authorization": f"Bearer {graphql.token}"})
    assert answer.json == {"data": {"user": {"username": "ada"}}}


def test_the_rate_limit_is_of_a_token():
    one = Instance()
    one.start("--graphql-requests", "3")
    try:
        accounts = Accounts(one)
        creators = Creators.__new__(Creators)
        creators.instance, creators.accounts = one, accounts
        first = Graphql(one, creators.token_of(accounts.session()))
        second = Graphql(one, creators.token_of(accounts.session()))
        assert [first.call({"query": ME}).status for _ in range(4)] == [200, 200, 200, 429]
        refused = first.call(None, raw=b"{", Content_Type="multipart/form-data")
        assert refused.status == 429 and 1 <= int(refused.header("Retry-After")) <= 60
        assert code(refused) == "RATE_LIMITED"
        assert second.call({"query": ME}).status == 200
        one.set_clock_offset(61)
        assert first.call({"query": ME}).status == 200
    finally:
        one.close()


def test_a_restart_forgets_remembered_texts(instance):
    creators = Creators(instance)
    graphql = Graphql(instance, creators.token)
    text = "{ user { uri } }"
    assert graphql.call({"query": text, "extensions": persisted(sha(text))}).status == 200
    assert "data" in graphql.call({"extensions": persisted(sha(text))}).json
    instance.restart()
    assert "data" not in graphql.call({"extensions": persisted(sha(text))}).json


def test_hashes_of_the_operator(instance):
    creators = Creators(instance)
    hash = "c" * 64
    instance.restart("--limits-enabled", "false", "--graphql-hashes", f"getUserMetadata={hash}")
    answer = Graphql(instance, creators.token).call({"extensions": persisted(hash)})
    assert answer.json["data"]["user"]["username"] == "ada"
