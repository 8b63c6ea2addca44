"""Upload a film with nothing but the pair of sign-in cookies, in parts, as the stand-alone video example does.

Usage: video_script.py BASE SP_DC SP_KEY SHOW_ID FILE TITLE
"""

import json
import os
import sys
import time
import urllib.parse
import urllib.request

base, sp_dc, sp_key, show, file, title = sys.argv[1:]
HEADERS = {"Cookie": f"sp_dc={sp_dc}; sp_key={sp_key}", "Content-Type": "application/json"}
PART = 200 * 1024


def ask(method, path, body=None):
    request = urllib.request.Request(base + path, method=method, headers=HEADERS,
                                     data=None if body is None else json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


station = ask("GET", f"/v3/profile/station/webStationId/{show}")["station"]
episode = ask("POST", "/v3/episodes", {"stationId": station["stationId"], "title": title})["episodeId"]

size = os.path.getsize(file)
parts = -(-size // PART)
query = urllib.parse.urlencode({"filename": os.path.basename(file), "type": "video/mp4", "uploadType": "video",
                                "isMultipartUpload": "true", "numParts": parts})
given = ask("GET", f"/v3/episodes/{episode}/upload/signedUrl?{query}")
done = []
with open(file, "rb") as media:
    for part in given["signedUrlParts"]:
        put = urllib.request.Request(part["url"], method="PUT", data=media.read(PART))
        put.add_unredirected_header("Content-Type", "")
        with urllib.request.urlopen(put, timeout=60) as answer:
            done.append({"partNumber": part["partNumber"], "etag": answer.headers["ETag"].replace('"', "")})

ask("POST", f"/v3/upload/{given['uploadId']}/process_upload", {
    "userId": int(station["userId"]), "uploadType": "video", "origin": "episode-media:upload",
    "caption": os.path.basename(file), "isExtractedFromVideo": True, "isMultipartUpload": True, "parts": done,
    "uploadId": given["uploadId"], "episodeId": episode, "stationId": int(station["stationId"])})
for _ in range(600):
    media = ask("GET", f"/v3/upload/media/{given['uploadId']}?includeMediaValidation=true")
    if media["request"]["state"] not in ("uploaded",):
        break
    time.sleep(0.1)
if media["request"]["state"] != "processed" or media["mediaValidation"]["status"] != "validation_success":
    sys.exit(json.dumps(media))
print(json.dumps({"episodeId": episode, "parts": parts, "station": station}))
