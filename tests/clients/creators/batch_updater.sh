#!/usr/bin/env bash
# Change many episodes from a CSV file, as the shell scripts for the creators API do: only what a line names is sent, with
# the date that the episode has.
# Usage: batch_updater.sh BASE COOKIES CSV     (lines: URI,TITLE,SEASON,NUMBER,EXPLICIT; an empty column stays as it is)
set -euo pipefail
base=$1 cookies=$2 csv=$3

while IFS=, read -r uri title season number explicit; do
    [[ -n $uri ]] || continue
    episode=$(curl -sf -H "Cookie: $cookies" "$base/v3/episodes/$uri/episodeId" | jq -er .episodeId)
    overview=$(curl -sf -H "Cookie: $cookies" -H 'Anchor-API-Version: 3.8.3' -H 'Anchor-Client-Type: web' \
        "$base/v3/episodes/$episode/overview")
    body=$(jq -c --arg title "$title" --arg season "$season" --arg number "$number" --arg explicit "$explicit" '
        {publishOn: .publishOn}
        + (if .wizardDraftedToPublishOn != null then {wizardDraftedToPublishOn} else {} end)
        + (if $title != "" then {title: $title} else {} end)
        + (if $season != "" then {podcastSeasonNumber: ($season | tonumber)} else {} end)
        + (if $number != "" then {podcastEpisodeNumber: ($number | tonumber)} else {} end)
        + (if $explicit != "" then {podcastEpisodeIsExplicit: ($explicit == "yes")} else {} end)' <<<"$overview")
    status=$(curl -s -o /dev/null -w '%{http_code}' -X POST -H "Cookie: $cookies" -H 'Content-Type: application/json' \
        --data "$body" "$base/v3/episodes/$uri/update")
    [[ $status == 200 ]] || { echo "$uri: $status" >&2; exit 1; }
    echo "$episode"
done <"$csv"
