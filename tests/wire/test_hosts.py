"""accounts-oauth.md, section 13: hosts; one port, several families."""

import json
import socket

import pytest

from instance import Instance
from publishing import Publishing


def ask(instance, target, host=None, headers=None, method="GET", key=None):
    all_headers = dict(headers or {})
    if host is not None:
        all_headers["Host"] = host
    if key:
        all_headers["X-API-Key"] = key
    return instance.request(method, target, headers=all_headers)


@pytest.mark.parametrize("host", ["api.autopod.xyz", "API.AutoPod.xyz", "api.autopod.xyz:443", "api.autopod.xyz."])
def test_publishing_by_alias_answers_as_by_prefix(shared_publishing, host):
    instance, key = shared_publishing.instance, shared_publishing.key
    by_prefix = ask(instance, "/autopod/v1/shows", key=key)
    by_alias = ask(instance, "/v1/shows", host=host, key=key)
    assert (by_alias.status, by_alias.body) == (by_prefix.status, by_prefix.body) == (200, by_prefix.body)


def test_a_family_on_a_port_of_its_own(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    one = Instance()
    one.start("--limits-enabled", "false", "--listen-family", f"publishing=127.0.0.1:{port}")
    try:
        publishing = Publishing(one)
        by_prefix = publishing.call("GET", "/shows")
        one.port, public = port, one.port
        by_port = one.request("GET", "/v1/shows", headers={"X-API-Key": publishing.key})
        assert (by_port.status, by_port.body) == (200, by_prefix.body)
        one.port = public
    finally:
        one.close()


def test_a_bare_v1_on_the_public_base_names_the_prefixes(shared):
    for path in ("/v1/episodes/1", "/v1/shows/1", "/v1/"):
        answer = ask(shared, path)
        assert answer.status == 404
        assert "/autopod" in answer.text


@pytest.mark.parametrize("path", ["/autopod/../autopod/v1/shows", "/autopod%2Fv1/shows", "/autopod/v1/%2e%2e/shows", "/autopod/v1/sh%00ows"])
def test_path_games_are_refused(shared_publishing, path):
    raw = shared_publishing.instance.connect()
    raw.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nX-API-Key: {shared_publishing.key}\r\nConnection: close\r\n\r\n".encode())
    received = b""
    while block := raw.recv(65536):
        received += block
    assert received.split()[1] in (b"400", b"404"), received[:200]


@pytest.mark.parametrize("path,status", [("/autopodx/v1/shows", 404), ("/autopod", 404), ("/autopod/", 404), ("//autopod/v1/shows", 200),
                                         ("/autopod/autopod/v1/shows", 404), ("/spotify/autopod/v1/shows", 404)])
def test_prefixes_end_at_a_slash_and_count_once(shared_publishing, path, status):
    assert ask(shared_publishing.instance, path, key=shared_publishing.key).status == status


def test_unknown_paths_of_a_family_answer_in_its_form(shared):
    for path in ("/anchor/v3/x", "/v3/stations/1", "/api/proxy/v3/x", "/storage/x", "/generic/x"):
        answer = ask(shared, path)
        assert answer.status in (404, 501), path
        assert json.loads(answer.body), path


def test_the_error_form_is_the_familys(shared_publishing):
    assert list(ask(shared_publishing.instance, "/autopod/v1/nonsense", key=shared_publishing.key).json) == ["message"]
    assert list(ask(shared_publishing.instance, "/v1/nonsense", host="api.autopod.xyz").json) == ["message"]
    assert ask(shared_publishing.instance, "/nonsense").header("Content-Type").startswith("text/")


def test_a_request_without_host_or_with_two(shared):
    for head, expected in [("GET /healthz HTTP/1.0\r\n\r\n", b"200"), ("GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", b"400"),
                           ("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n", b"400"),
                           ("GET /healthz HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n", b"200")]:
        raw = shared.connect()
        raw.sendall(head.encode())
        received = b""
        while block := raw.recv(65536):
            received += block
        assert received.split()[1] == expected, head


def test_forwarded_hosts_count_from_trusted_peers_only(shared_publishing):
    forged = ask(shared_publishing.instance, "/v1/shows", headers={"X-Forwarded-Host": "api.autopod.xyz"}, key=shared_publishing.key)
    assert forged.status == 404
    one = Instance()
    one.start("--limits-enabled", "false", "--http-trusted-proxies", "127.0.0.1")
    try:
        publishing = Publishing(one)
        answer = ask(one, "/v1/shows", headers={"X-Forwarded-Host": "api.autopod.xyz"}, key=publishing.key)
        assert answer.status == 200
    finally:
        one.close()


def test_an_alias_of_the_operators_own(tmp_path):
    config = tmp_path / "mooring.toml"
    config.write_text('[hosts.aliases]\n"pods-api.saltmarsh.example" = "publishing"\n')
    one = Instance()
    one.start("--limits-enabled", "false", "--config", str(config))
    try:
        publishing = Publishing(one)
        assert ask(one, "/v1/shows", host="pods-api.saltmarsh.example", key=publishing.key).status == 200
    finally:
        one.close()
