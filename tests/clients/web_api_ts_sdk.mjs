// Runs @spotify/web-api-ts-sdk, unmodified, against a Mooring: its argument and its output are JSON.
import { SpotifyApi } from "@spotify/web-api-ts-sdk";

const given = JSON.parse(process.argv[2]);
const real = globalThis.fetch;
globalThis.fetch = (u, i) => {
  const url = String(u).replace("https://api.spotify.com", given.base + "/spotify")
    .replace("https://accounts.spotify.com", given.base + "/accounts");
  if (!url.startsWith(given.base)) throw new Error("a call to elsewhere: " + url);
  return real(url, i);
};

const refusal = async promise => {
  try {
    await promise;
    return null;
  } catch (error) {
    return String(error.message);
  }
};

const out = {};
const app = SpotifyApi.withClientCredentials(given.client_id, given.client_secret);
out.show = await app.shows.get(given.show, "SE");
out.shows = await app.shows.get([given.show, given.show], "SE");
out.page = await app.shows.episodes(given.show, "SE", 1, 1);
out.episode = await app.episodes.get(given.episode, "SE");
out.episodes = await app.episodes.get([given.episode], "SE");
out.search = await app.search("harbour", ["show", "episode"], "SE", 5);
out.markets = await app.markets.getAvailableMarkets();
out.unknown = await refusal(app.shows.get("0".repeat(22), "SE"));
out.needs_user = await refusal(app.currentUser.profile());

// A token that has run out: the SDK fetches another with the refresh token before it asks.
const user = SpotifyApi.withAccessToken(given.public_client_id, { ...given.tokens, expires: Date.now() - 1000 });
out.me = await user.currentUser.profile();
out.refreshed = (await user.getAccessToken()).access_token !== given.tokens.access_token;
await user.currentUser.shows.saveShows([given.show]);
await user.currentUser.episodes.saveEpisodes([given.episode]);
out.saved_shows = await user.currentUser.shows.savedShows();
out.saved_episodes = await user.currentUser.episodes.savedEpisodes();
out.has_show = await user.currentUser.shows.hasSavedShow([given.show]);
out.has_episode = await user.currentUser.episodes.hasSavedEpisodes([given.episode]);
await user.currentUser.shows.removeSavedShows([given.show]);
await user.currentUser.episodes.removeSavedEpisodes([given.episode]);
out.after = [await user.currentUser.shows.hasSavedShow([given.show]), await user.currentUser.episodes.hasSavedEpisodes([given.episode])];
console.log(JSON.stringify(out));
