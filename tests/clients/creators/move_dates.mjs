// Move the publish date of the newest episode, as the small Node program for the creators API does: with the session
// cookie of the dashboard, a web station id, and an ETag copied from a browser.
// Usage: move_dates.mjs BASE ANCHORPW_S WEB_STATION_ID USER_ID DAYS
const [base, session, webStation, user, days] = process.argv.slice(2);
const headers = {
  accept: 'application/json', 'content-type': 'application/json', cookie: `anchorpw_s=${session}`,
  origin: 'https://podcasters.spotify.com', 'if-none-match': 'W/"6e-Zl1WvAGOeZ1uBRUq5XhX0vUQ9Zg"',
};
const ask = async (path, init = {}) => {
  const answer = await fetch(base + path, { headers, ...init });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};
const page = await ask(`/v3/stations/webStationId:${webStation}/episodePage?limit=5&orderBy=publishOn&isMumsCompatible=true`);
const newest = page.items[0];
const before = await ask(`/v3/episodes/webEpisodeId:${newest.webEpisodeId}/overview`);
const publishOn = Math.floor(Date.parse(before.publishOn) / 1000) + Number(days) * 86400;
const changed = await ask(`/v3/episodes/webEpisodeId:${newest.webEpisodeId}/update`,
  { method: 'POST', body: JSON.stringify({ userId: Number(user), publishOn }) });
const after = await ask(`/v3/episodes/webEpisodeId:${newest.webEpisodeId}/overview`);
console.log(JSON.stringify({ newest: newest.webEpisodeId, before, after, changed, publishOn }));
