"""Runs the whole program of the original GraphQL connector, unmodified but for its addresses.

    run_connector_main.py BASE            settings by its own environment variables

Then the methods that its program leaves out, whose answers go to SPOTIFY_OUTPUT_DIR too.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "clients" / "python"))

from spotifygraphqlconnector import __main__ as program  # noqa: E402
from spotifygraphqlconnector import connector, types  # noqa: E402

base = sys.argv[1]
for module in (types, connector):
    for name, address in (("GRAPHQL_URL", "/graph/v2/graph-pq"), ("TOKEN_URL", "/accounts/api/token"),
                          ("AUTH_URL", "/accounts/oauth2/v2/auth"), ("ANCHOR_LEGACY_API_URL", "/anchor")):
        if hasattr(module, name):
            setattr(module, name, base + address)

program.main()
one = connector.SpotifyGraphQLConnector(sp_dc=os.environ["SPOTIFY_SP_DC"], sp_key=os.environ["SPOTIFY_SP_KEY"])
folder = Path(os.environ["SPOTIFY_OUTPUT_DIR"])
episode = one.get_all_episodes()[-1]["uri"]
for name, answer in (("WebGetExternalPartnerId", one.get_external_partner_id("s4p-mparticle-braze")),
                     ("getShowAllPlatformsStatsNRT", one.get_streams_and_downloads_all_time()),
                     ("getEpisodePlaysTotal", one.get_episode_plays_total(episode))):
    (folder / f"{name}.json").write_text(json.dumps(answer))
