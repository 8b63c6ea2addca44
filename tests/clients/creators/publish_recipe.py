"""Publish one file, as the recipes for the creators API do: id, draft, signed address, bytes, report, poll, publish.

Usage: publish_recipe.py BASE TOKEN SHOW_ID FILE TITLE PUBLISH_ON     (PUBLISH_ON: ISO 8601, or `now`)
"""

import json
import mimetypes
import os
import sys
import time
import urllib.parse
import urllib.request

base, token, show, file, title, publish_on = sys.argv[1:]
HEADERS = {"Authorization": f"Bearer {token}", "Content-Type": "application/json",
           "Origin": "https://creators.spotify.com", "Referer": "https://creators.spotify.com/"}


def ask(method, path, body=None, **query):
    query["isMumsCompatible"] = "true"
    request = urllib.request.Request(f"{base}{path}?{urllib.parse.urlencode(query)}", method=method, headers=HEADERS,
                                     data=None if body is None else json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


ids = ask("GET", f"/v3/shows/{show}/legacyIds")
station, user = ids["stationId"], ids["userId"]
if not station or not user:
    sys.exit("not signed in")
episode = ask("POST", f"/v3/stations/{station}/episodes", {"hourOffset": -time.timezone // 3600})["episodeId"]

name = os.path.basename(file)
kind = mimetypes.guess_type(name)[0]
address = ask("GET", f"/v3/episodes/{episode}/upload/signedUrl", filename=name, type=kind)
with open(file, "rb") as media:
    put = urllib.request.Request(address.get("signedUrl") or address["url"], method="PUT", data=media.read(),
                                 headers={"Content-Type": kind})
etag = urllib.request.urlopen(put, timeout=60).headers["ETag"].strip('"')

upload = address.get("requestUuid") or address["uploadId"]
ask("POST", f"/v3/upload/{upload}/process_upload", {
    "userId": user, "uploadType": "default", "origin": "episode-media:upload", "caption": name,
    "isExtractedFromVideo": False, "isMultipartUpload": True, "parts": [{"partNumber": 1, "etag": etag}],
    "uploadId": upload, "episodeId": episode, "stationId": station})
for _ in range(600):
    status = ask("GET", f"/v3/upload/media/{upload}", includeMediaValidation="true")["status"]
    if status != "processing":
        break
    time.sleep(0.1)
if status != "completed":
    sys.exit(f"the upload ended as {status}")

when = {} if publish_on == "now" else {"publishOn": publish_on}
updated = ask("POST", f"/v3/episodes/{episode}/update", {
    "userId": user, "title": title, "description": "<p>Made with a recipe.</p>", "podcastEpisodeType": "full",
    "podcastEpisodeIsExplicit": False, "isPublished": True, **when})
overview = ask("GET", f"/v3/episodes/{episode}/overview")
print(json.dumps({"episodeId": episode, "updated": updated, "overview": overview, "ids": ids}))
