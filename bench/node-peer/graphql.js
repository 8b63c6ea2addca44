'use strict';
// The creators' GraphQL as a careful Node programmer would serve it: mercurius with its just-in-time compiler, loaders
// that ask once for all items of a list, better-sqlite3 with prepared statements over an index, the token checked by its
// hash on every request, registered operations by hash.
//
//   node graphql.js DATABASE PORT ROWS TOKEN SCHEMA
//
// ROWS is {"show", "episodes": [… as `episodesV2` writes them], "daily": [[uri, date, plays, sd, pd]], "operations":
// {hash: text}}; the first three fill DATABASE.

const crypto = require('node:crypto');
const fs = require('node:fs');
const fastify = require('fastify');
const mercurius = require('mercurius');
const Database = require('better-sqlite3');
const { GraphQLScalarType } = require('graphql');

const [databasePath, port, rowsPath, token, schemaPath] = process.argv.slice(2);
const secret = 'a server secret, as tokens are stored by a keyed hash';
const hashOf = (text) => crypto.createHmac('sha256', secret).update(text).digest();
const rows = JSON.parse(fs.readFileSync(rowsPath, 'utf8'));

const database = new Database(databasePath);
database.pragma('journal_mode = WAL');
database.exec(`
	CREATE TABLE tokens (hash BLOB PRIMARY KEY, account_id INTEGER NOT NULL) WITHOUT ROWID;
	CREATE TABLE episodes (
		id INTEGER PRIMARY KEY, uri TEXT NOT NULL UNIQUE, show_uri TEXT NOT NULL, title TEXT, episode_type TEXT NOT NULL,
		content_type TEXT NOT NULL, published_on INTEGER, created_on INTEGER NOT NULL, length_ms INTEGER, download_url TEXT,
		media_types TEXT NOT NULL, images TEXT NOT NULL);
	CREATE INDEX episodes_in_order ON episodes(show_uri, published_on DESC, id DESC);
	CREATE TABLE daily (
		episode_uri TEXT NOT NULL, day TEXT NOT NULL, plays INTEGER NOT NULL, sd INTEGER NOT NULL, pd INTEGER NOT NULL,
		PRIMARY KEY (episode_uri, day)) WITHOUT ROWID;`);
database.transaction(() => {
	database.prepare('INSERT INTO tokens VALUES (?, 1)').run(hashOf(token));
	const episode = database.prepare('INSERT INTO episodes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
	for (const one of rows.episodes) {
		episode.run(one.episodeId, one.uri, rows.show, one.title, one.episodeType, one.contentType,
			one.publishedOn?.seconds ?? null, one.createdOn.seconds, one.asset?.lengthMs ?? null,
			one.asset?.downloadUrl ?? null, JSON.stringify(one.asset?.mediaFiles ?? []),
			JSON.stringify(one.thumbnail?.images ?? []));
	}
	const day = database.prepare('INSERT INTO daily VALUES (?, ?, ?, ?, ?)');
	for (const one of rows.daily) day.run(...one);
})();
database.exec('ANALYZE');

const findToken = database.prepare('SELECT account_id FROM tokens WHERE hash = ?').pluck();
const page = database.prepare(`SELECT * FROM episodes WHERE show_uri = ? ORDER BY published_on DESC, id DESC
	LIMIT ? OFFSET ?`);
const count = database.prepare('SELECT count(*) FROM episodes WHERE show_uri = ?').pluck();
const one = database.prepare('SELECT * FROM episodes WHERE uri = ?');
const total = database.prepare(`SELECT episode_uri AS uri, sum(sd) AS sd, sum(pd) AS pd FROM daily
	WHERE episode_uri IN (SELECT value FROM json_each(?)) GROUP BY episode_uri`);
const series = database.prepare(`SELECT day, plays FROM daily WHERE episode_uri = ? AND day BETWEEN ? AND ?
	ORDER BY day`);

const episodeOf = (row) => ({
	__typename: 'HostedEpisode', episodeId: row.id, uri: row.uri, title: row.title, episodeType: row.episode_type,
	contentType: row.content_type, isPublished: row.published_on !== null, isSpotifyExclusive: false,
	publishedOn: row.published_on === null ? null : { seconds: row.published_on }, createdOn: { seconds: row.created_on },
	asset: row.length_ms === null ? null
		: { lengthMs: row.length_ms, downloadUrl: row.download_url, mediaFiles: JSON.parse(row.media_types) },
	thumbnail: { images: JSON.parse(row.images) }, membershipTiers: [],
});

const scalar = (name) => new GraphQLScalarType({ name, serialize: (value) => value, parseValue: (value) => value });
const byName = (value) => value.__typename;
const columns = { EPISODE_STREAMS_AND_DOWNLOADS: 'sd', EPISODE_PLAYS_AND_DOWNLOADS: 'pd' };

const resolvers = {
	Long: scalar('Long'), ShowUri: scalar('ShowUri'), EpisodeUri: scalar('EpisodeUri'), CommentUri: scalar('CommentUri'),
	StationId: scalar('StationId'), AnalyticsNumber: scalar('AnalyticsNumber'),
	Show: { resolveType: byName }, Episode: { resolveType: byName },
	Query: {
		showByShowUri: (_, { getShowByShowUriRequest: { showUri } }) => ({ __typename: 'HostedShow', uri: showUri }),
		episodeByUri: (_, { getEpisodeRequest: { episodeUri } }) => episodeOf(one.get(episodeUri)),
	},
	HostedShow: {
		episodesV2: (show, { listEpisodesV2Request: { pagination: { currentPage, pageSize } } }) => {
			const totalItems = count.get(show.uri);
			return {
				indexStatus: 'COMPLETED',
				items: page.all(show.uri, pageSize, (currentPage - 1) * pageSize).map(episodeOf),
				pagination: {
					currentPage, pageSize, totalItems, totalPages: Math.max(1, Math.ceil(totalItems / pageSize)),
				},
			};
		},
	},
	HostedEpisode: {
		analytics: (episode, { getEpisodePlayCountRequest: { customDateRange: { startDate, endDate } } }) => ({
			startDate, endDate,
			analyticsValue: {
				analyticsValue: {
					__typename: 'TimeSeriesValue',
					points: series.all(episode.uri, startDate, endDate).map(({ day, plays }) => ({
						date: day, endDate: day, value: { __typename: 'CountValueLong', value: plays },
					})),
				},
			},
		}),
	},
};

const loaders = {
	HostedEpisode: {
		analyticsBatch: async (queries) => {
			const found = new Map(total.all(JSON.stringify(queries.map(({ obj }) => obj.uri))).map((row) => [row.uri, row]));
			return queries.map(({ obj, params }) => ({
				analyticsValue: {
					analyticsValue: {
						__typename: 'SingleValueLong',
						value: found.get(obj.uri)?.[columns[
							params.batchGetEpisodeAnalyticsItem.episodeAnalyticsMetricType]] ?? 0,
					},
				},
			}));
		},
	},
};

const schema = fs.readFileSync(schemaPath, 'utf8');
for (const [, name] of schema.matchAll(/^union (\w+)/gm)) resolvers[name] = { resolveType: byName };

const app = fastify();
app.addHook('onRequest', async (request, reply) => {
	const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '');
	if (!given || findToken.get(hashOf(given[1])) === undefined) return reply.code(401).send({ error: 'unauthenticated' });
});
app.register(mercurius, { schema, resolvers, loaders, jit: 1, persistedQueries: rows.operations });
app.listen({ port: Number(port), host: '127.0.0.1' });
