// Runs spotify-web-api-node, unmodified, against a Mooring: its argument and its output are JSON.
const given = JSON.parse(process.argv[2]);
const base = new URL(given.base);

function point(file, prefix) {
  const m = require("spotify-web-api-node/src/" + file), make = m.builder;
  m.builder = token => {
    const b = make(token).withScheme(base.protocol.slice(0, -1)).withHost(base.hostname).withPort(Number(base.port));
    const set = b.withPath.bind(b);
    b.withPath = p => set(prefix + p);
    return b;
  };
}
point("webapi-request", "/spotify");
point("authentication-request", "/accounts");

const SpotifyWebApi = require("spotify-web-api-node");
const refusal = async promise => {
  try {
    await promise;
    return null;
  } catch (error) {
    return { message: error.message, status: error.statusCode, retry_after: error.headers && error.headers["retry-after"] };
  }
};

(async () => {
  const out = {};
  const keys = { clientId: given.client_id, clientSecret: given.client_secret, redirectUri: given.redirect_uri };
  const app = new SpotifyWebApi(keys);
  app.setAccessToken((await app.clientCredentialsGrant()).body.access_token);
  out.show = (await app.getShow(given.show, { market: "SE" })).body;
  out.shows = (await app.getShows([given.show, given.show], { market: "SE" })).body;
  out.page = (await app.getShowEpisodes(given.show, { market: "SE", limit: 1, offset: 1 })).body;
  out.episode = (await app.getEpisode(given.episode, { market: "SE" })).body;
  out.search = (await app.searchShows("tide", { market: "SE" })).body;
  out.found = (await app.searchEpisodes("harbour", { market: "SE" })).body;
  out.unknown = await refusal(app.getShow("0".repeat(22), { market: "SE" }));
  out.needs_user = await refusal(app.getMe());

  const user = new SpotifyWebApi(keys);
  out.authorize_url = user.createAuthorizeURL(["user-library-read"], "a state");
  const granted = (await user.authorizationCodeGrant(given.code)).body;
  user.setAccessToken(granted.access_token);
  user.setRefreshToken(granted.refresh_token);
  user.setAccessToken((await user.refreshAccessToken()).body.access_token);
  out.me = (await user.getMe()).body;
  await user.addToMySavedShows([given.show]);
  out.contains = (await user.containsMySavedShows([given.show])).body;
  out.saved = (await user.getMySavedShows({ limit: 5 })).body;
  await user.removeFromMySavedShows([given.show]);
  out.after = (await user.containsMySavedShows([given.show])).body;
  user.setAccessToken("BQ" + "x".repeat(43));
  out.bad_token = await refusal(user.getMe());
  console.log(JSON.stringify(out));
})().catch(error => {
  console.error(error);
  process.exit(1);
});
