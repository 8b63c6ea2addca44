"""Write title, text and time of a draft and compare all of it afterwards, as the scheduling tool does.

Usage: scheduling_tool.py BASE TOKEN EPISODE TITLE DESCRIPTION UNIX_SECONDS
"""

import datetime
import json
import re
import sys
import urllib.request

base, token, episode, title, description, when = sys.argv[1:]
HEADERS = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Anchor-API-Version": "3.8.3",
           "Anchor-Client-Type": "web", "Origin": "https://creators.spotify.com"}


def ask(method, path, body=None):
    request = urllib.request.Request(base + path + "?isMumsCompatible=true", method=method, headers=HEADERS,
                                     data=None if body is None else json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200, answer.status
        return json.load(answer)


def plain(text):
    return re.sub(r'\s(?:rel|target)="[^"]*"', "", text)


draft = ask("GET", f"/v3/episodes/{episode}/overview")
if draft["isDeleted"] or draft["isPublished"]:
    sys.exit("not a draft")
sounds = draft["episodeAudios"]
if not sounds or any(sound["audioTransformationStatus"] != "finished" for sound in sounds):
    sys.exit("the sound is not ready")
ask("PUT", f"/v3/episodes/{episode}/sponsoredContentStatus",
    {"containsSponsoredContent": False, "publishOn": int(when) * 1000})
time_text = datetime.datetime.fromtimestamp(int(when), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
ask("POST", f"/v3/episodes/{episode}/update", {
    "userId": draft["userId"], "title": title, "description": description, "publishOn": time_text, "isPublished": True,
    "podcastEpisodeType": "full", "podcastEpisodeIsExplicit": False, "podcastSeasonNumber": 2,
    "podcastEpisodeNumber": 7, "isVideoEighteenPlus": False})
after = ask("GET", f"/v3/episodes/{episode}/overview")
assert after["title"] == title, after["title"]
assert plain(after["description"]) == plain(description), after["description"]
assert after["publishOnUnixTimestamp"] == int(when), after["publishOnUnixTimestamp"]
assert (after["podcastSeasonNumber"], after["podcastEpisodeNumber"]) == (2, 7), after
assert after["podcastEpisodeType"] == "full" and after["podcastEpisodeIsExplicit"] is False, after
assert after["isVideoEighteenPlus"] is False and after["isDeleted"] is False, after
print(json.dumps(after))
