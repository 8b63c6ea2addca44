"""Runs spotipy, unmodified, against a Mooring: its argument and its output are JSON."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "python"))

import spotipy  # noqa: E402
from spotipy import oauth2  # noqa: E402
from spotipy.cache_handler import MemoryCacheHandler  # noqa: E402

given = json.loads(sys.argv[1])
base = given["base"]
for kind in (oauth2.SpotifyClientCredentials, oauth2.SpotifyOAuth, oauth2.SpotifyPKCE):
    kind.OAUTH_TOKEN_URL = base + "/accounts/api/token"
    kind.OAUTH_AUTHORIZE_URL = base + "/accounts/authorize"


def client(auth_manager):
    made = spotipy.Spotify(auth_manager=auth_manager)
    made.prefix = base + "/spotify/v1/"
    return made


def refusal(call, *arguments, **options):
    try:
        call(*arguments, **options)
    except spotipy.SpotifyException as refused:
        return {"status": refused.http_status, "message": refused.msg}


out = {}
app = client(oauth2.SpotifyClientCredentials(given["client_id"], given["client_secret"], cache_handler=MemoryCacheHandler()))
out["show"] = app.show(given["show"], market="SE")
out["shows"] = app.shows([given["show"], given["show"]], market="SE")
out["episode"] = app.episode(given["episode"], market="SE")
out["episodes"] = app.episodes([given["episode"]], market="SE")
page = app.show_episodes(given["show"], limit=1, market="SE")
walked = []
while page:
    walked += [item["name"] for item in page["items"]]
    page = app.next(page)
out["walked"] = walked
out["search"] = app.search("harbour", type="episode,show", market="SE")
out["search_markets"] = app.search_markets("tide", type="show", markets=["SE", "NO"], total=5)
out["markets"] = app.available_markets()
out["unknown"] = refusal(app.show, "0" * 22, market="SE")
out["needs_user"] = refusal(app.me)

granted = oauth2.SpotifyOAuth(given["client_id"], given["client_secret"], given["redirect_uri"], scope=given["scope"],
                              cache_handler=MemoryCacheHandler(), open_browser=False)
out["authorize_url"] = granted.get_authorize_url("a state")
token = granted.get_access_token(given["code"], as_dict=True, check_cache=False)
granted.refresh_access_token(token["refresh_token"])
user = client(granted)
out["me"] = user.me()
user.current_user_saved_shows_add([given["show"]])
user.current_user_saved_episodes_add([given["episode"]])
out["saved_shows"] = user.current_user_saved_shows()
out["saved_episodes"] = user.current_user_saved_episodes()
out["contains"] = [user.current_user_saved_shows_contains([given["show"]]), user.current_user_saved_episodes_contains([given["episode"]])]
user.current_user_saved_shows_delete([given["show"]])
user.current_user_saved_episodes_delete([given["episode"]])
out["after"] = [user.current_user_saved_shows_contains([given["show"]]), user.current_user_saved_episodes_contains([given["episode"]])]
print(json.dumps(out))
