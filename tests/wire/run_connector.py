"""Runs one of the original connectors, unmodified, with its calls to the real hosts led to a Mooring.

    run_connector.py graphql|rest BASE SP_DC SP_KEY

Prints the bearer it got.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "clients" / "python"))

import requests  # noqa: E402

kind, base, sp_dc, sp_key = sys.argv[1:]
HOSTS = {"https://accounts.spotify.com": base + "/accounts", "https://creators-graph.spotify.com": base + "/graph"}
send = requests.Session.request


def led(self, method, url, *arguments, **options):
    """What a line in the hosts file does, without a certificate."""
    for real, ours in HOSTS.items():
        if url.startswith(real):
            url = ours + url.removeprefix(real)
    assert url.startswith(base), f"a call to elsewhere: {url}"
    return send(self, method, url, *arguments, **options)


requests.Session.request = led
if kind == "graphql":
    from spotifygraphqlconnector import SpotifyGraphQLConnector

    connector = SpotifyGraphQLConnector(sp_dc=sp_dc, sp_key=sp_key)
else:
    from spotifyconnector import SpotifyConnector

    connector = SpotifyConnector(base_url=base + "/generic", client_id="05a1371ee5194c27860b3ff3ff3979d2", podcast_id="x",
                                 sp_dc=sp_dc, sp_key=sp_key)
connector._authenticate()
print(connector._bearer)
