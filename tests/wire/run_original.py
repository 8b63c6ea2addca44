"""Runs the whole program of an original connector, unmodified, against a stand-in at BASE.

    run_original.py anchor|spotify BASE

Its settings come from the environment, as it reads them.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "clients" / "python"))

kind, base = sys.argv[1:]
sys.argv[1:] = []
if kind == "anchor":
    from anchorconnector.__main__ import main
else:
    # Where the addresses are: accounts-oauth.md, 9.3.
    import spotifygraphqlconnector.connector as connector

    connector.AUTH_URL = base + "/accounts/oauth2/v2/auth"
    connector.TOKEN_URL = base + "/accounts/api/token"
    connector.GRAPHQL_URL = base + "/graph/v2/graph-pq"
    connector.ANCHOR_LEGACY_API_URL = base + "/anchor"
    from spotifygraphqlconnector.__main__ import main
main()
