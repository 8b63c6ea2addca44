"""Runs every method of the Python package `anchorconnector`, unmodified, against a Mooring.

    run_anchorconnector.py BASE_URL WEBSTATION_ID ANCHORPW_S [START END]

START and END are local days such as 2026-03-01. Prints one JSON object: the answer of each method by its name, and those
about episodes by method and `episodeId`; in place of an answer the HTTP status of a refusal.
"""

import datetime as dt
import inspect
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "clients" / "python"))

import requests  # noqa: E402
from anchorconnector import AnchorConnector  # noqa: E402
from loguru import logger  # noqa: E402

logger.remove()
base_url, station, cookie, *days = sys.argv[1:]
start, end = (dt.datetime.fromisoformat(day) for day in days) if days else (None, None)
connector = AnchorConnector(base_url, station, cookie)
answers, called = {}, set()


def ask(name, *arguments, key=None, **options):
    called.add(name)
    try:
        answer = getattr(connector, name)(*arguments, **options)
    except requests.exceptions.HTTPError as refusal:
        answer = refusal.response.status_code
    answers[key or name] = answer
    return answer


for name in ("unique_listeners", "audience_size", "total_plays", "total_plays_by_episode", "impressions"):
    ask(name)
ask("impressions", dt.datetime.now() - dt.timedelta(days=30), key="impressions custom")
for name in ("plays", "plays_by_age_range", "plays_by_app", "plays_by_device", "plays_by_episode", "plays_by_gender"):
    ask(name, start, end)
ask("plays", start, end, time_interval=604800, key="plays weekly")
ask("plays_by_episode", start, end, limit=1000, key="plays_by_episode all")
ask("plays_by_app", start, end, user_id=connector.station_id, key="plays_by_app user")
geo = ask("plays_by_geo")
ask("plays_by_geo_city", geo["data"]["rows"][0][0] if isinstance(geo, dict) and geo["data"]["rows"] else "Nowhere")
ask("podcast_episode")
for episode in ask("episodes", limit=2):
    number = episode["episodeId"]
    ask("episode_plays", number, start, end, key=f"episode_plays {number}")
    ask("episode_plays", number, start, end, "weekly", key=f"episode_plays weekly {number}")
    ask("episode_plays", number, start, end, "monthly", key=f"episode_plays monthly {number}")
    for name in ("episode_performance", "episode_aggregated_performance", "episode_all_time_video_data", "episode_metadata"):
        ask(name, number, key=f"{name} {number}")

methods = {name for name, _ in inspect.getmembers(AnchorConnector, inspect.isfunction) if not name.startswith("_")}
answers["not called"] = sorted(methods - called)
answers["station_id"] = connector.station_id
print(json.dumps(answers))
