'use strict';
// Shows, episodes and search as a careful Node programmer would serve them: fastify with response schemas,
// better-sqlite3, prepared statements, an index for the order, FTS5 for search, the token checked by its hash on every
// request.
//
//   node catalogue.js DATABASE PORT ROWS TOKEN
//
// ROWS is {"shows": […], "episodes": […]}, objects as the Web API writes them, each episode with the `show_id` of its
// show; they fill DATABASE if it is not there yet.

const crypto = require('node:crypto');
const fs = require('node:fs');
const fastify = require('fastify');
const Database = require('better-sqlite3');

const [databasePath, port, rowsPath, token] = process.argv.slice(2);
const base = 'http://127.0.0.1/spotify/v1';
const hashOf = (text) => crypto.createHmac('sha256', 'a server secret').update(text).digest();

function fill() {
	if (fs.existsSync(databasePath)) return;
	const rows = JSON.parse(fs.readFileSync(rowsPath, 'utf8'));
	const database = new Database(databasePath);
	database.pragma('journal_mode = WAL');
	database.exec(`
		CREATE TABLE tokens (hash BLOB PRIMARY KEY, app_id INTEGER NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
		CREATE TABLE shows (id TEXT PRIMARY KEY, name TEXT, description TEXT, html_description TEXT, publisher TEXT,
			page TEXT, images TEXT, languages TEXT, markets TEXT, copyrights TEXT, explicit INTEGER);
		CREATE TABLE episodes (number INTEGER PRIMARY KEY, id TEXT UNIQUE, show_id TEXT NOT NULL REFERENCES shows(id),
			name TEXT, description TEXT, html_description TEXT, page TEXT, images TEXT, languages TEXT,
			duration_ms INTEGER, explicit INTEGER, external INTEGER, release_date TEXT);
		CREATE INDEX episodes_in_order ON episodes(show_id, release_date DESC, number DESC);
		CREATE VIRTUAL TABLE words USING fts5(name, description, content='', prefix='1 2 3',
			tokenize='unicode61 remove_diacritics 2');`);
	const addShow = database.prepare('INSERT INTO shows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
	const addEpisode = database.prepare('INSERT INTO episodes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
	const addWords = database.prepare('INSERT INTO words(rowid, name, description) VALUES (?, ?, ?)');
	database.transaction(() => {
		database.prepare('INSERT INTO tokens VALUES (?, 1, ?)').run(hashOf(token), Date.now() + 36e5);
		for (const s of rows.shows) {
			addShow.run(s.id, s.name, s.description, s.html_description, s.publisher, s.external_urls.spotify,
				JSON.stringify(s.images), JSON.stringify(s.languages), JSON.stringify(s.available_markets),
				JSON.stringify(s.copyrights), Number(s.explicit));
		}
		rows.episodes.reverse().forEach((e, number) => {
			addEpisode.run(number, e.id, e.show_id, e.name, e.description, e.html_description, e.external_urls.spotify,
				JSON.stringify(e.images), JSON.stringify(e.languages), e.duration_ms, Number(e.explicit),
				Number(e.is_externally_hosted), e.release_date);
			addWords.run(number, e.name, e.description);
		});
	})();
	database.exec('ANALYZE');
	database.close();
}

const text = { type: 'string' };
const integer = { type: 'integer' };
const boolean = { type: 'boolean' };
const nullable = { type: ['string', 'null'] };
const list = (items) => ({ type: 'array', items });
const object = (properties) => ({ type: 'object', properties });
const image = object({ height: integer, url: text, width: integer });
const episodeSchema = object({
	audio_preview_url: nullable, description: text, html_description: text, duration_ms: integer, explicit: boolean,
	external_urls: object({ spotify: text }), href: text, id: text, images: list(image), is_externally_hosted: boolean,
	is_playable: boolean, language: text, languages: list(text), name: text, release_date: text,
	release_date_precision: text, type: text, uri: text,
});
const pageSchema = object({
	href: text, items: list(episodeSchema), limit: integer, next: nullable, offset: integer, previous: nullable, total: integer,
});
const showSchema = object({
	available_markets: list(text), copyrights: list(object({ text, type: text })), description: text, html_description: text,
	episodes: pageSchema, explicit: boolean, external_urls: object({ spotify: text }), href: text, id: text,
	images: list(image), is_externally_hosted: boolean, languages: list(text), media_type: text, name: text, publisher: text,
	total_episodes: integer, type: text, uri: text,
});

function episodeObject(row) {
	const languages = JSON.parse(row.languages);
	return {
		audio_preview_url: null, description: row.description, html_description: row.html_description,
		duration_ms: row.duration_ms, explicit: row.explicit === 1, external_urls: { spotify: row.page },
		href: `${base}/episodes/${row.id}`, id: row.id, images: JSON.parse(row.images),
		is_externally_hosted: row.external === 1, is_playable: true, language: languages[0] ?? '', languages,
		name: row.name, release_date: row.release_date, release_date_precision: 'day', type: 'episode',
		uri: `spotify:episode:${row.id}`,
	};
}

/** Every word begins a word; quotation marks keep operators out. */
const matchOf = (query) => query.split(/\s+/).filter(Boolean).map((word) => `"${word.replaceAll('"', '""')}"*`).join(' AND ');

async function serve() {
	const database = new Database(databasePath);
	database.pragma('mmap_size = 268435456');
	const findToken = database.prepare('SELECT app_id FROM tokens WHERE hash = ? AND expires_at > ?');
	const findShow = database.prepare('SELECT * FROM shows WHERE id = ?');
	const listEpisodes = database.prepare(
		'SELECT * FROM episodes WHERE show_id = ? ORDER BY release_date DESC, number DESC LIMIT 50');
	const countEpisodes = database.prepare('SELECT count(*) FROM episodes WHERE show_id = ?').pluck();
	const search = database.prepare(`SELECT e.* FROM words w JOIN episodes e ON e.number = w.rowid
		WHERE words MATCH ? ORDER BY rank LIMIT ? OFFSET ?`);
	const countMatches = database.prepare('SELECT count(*) FROM words WHERE words MATCH ?').pluck();

	const app = fastify();
	app.addHook('onRequest', (request, reply, next) => {
		const sent = request.headers.authorization?.slice('Bearer '.length);
		if (sent && findToken.get(hashOf(sent), Date.now())) return next();
		return reply.code(401).send({ error: { status: 401, message: 'Invalid access token' } });
	});
	app.get('/v1/shows/:id', { schema: { response: { 200: showSchema } } }, (request, reply) => {
		const show = findShow.get(request.params.id);
		if (!show) return reply.code(404).send({ error: { status: 404, message: 'non existing id' } });
		const total = countEpisodes.get(show.id);
		const page = (offset) => `${base}/shows/${show.id}/episodes?offset=${offset}&limit=50&market=SE`;
		reply.send({
			available_markets: JSON.parse(show.markets), copyrights: JSON.parse(show.copyrights), description: show.description,
			html_description: show.html_description,
			episodes: {
				href: page(0), items: listEpisodes.all(show.id).map(episodeObject), limit: 50, next: total > 50 ? page(50) : null,
				offset: 0, previous: null, total,
			},
			explicit: show.explicit === 1, external_urls: { spotify: show.page }, href: `${base}/shows/${show.id}`, id: show.id,
			images: JSON.parse(show.images), is_externally_hosted: false, languages: JSON.parse(show.languages),
			media_type: 'audio', name: show.name, publisher: show.publisher, total_episodes: total, type: 'show',
			uri: `spotify:show:${show.id}`,
		});
	});
	app.get('/v1/search', { schema: { response: { 200: object({ episodes: pageSchema }) } } }, (request, reply) => {
		const { q, limit = 20, offset = 0 } = request.query;
		const match = matchOf(q);
		const items = search.all(match, Number(limit), Number(offset)).map(episodeObject);
		const total = countMatches.get(match);
		reply.send({ episodes: { href: `${base}/search`, items, limit: Number(limit), next: null, offset: Number(offset), previous: null, total } });
	});
	await app.listen({ host: '127.0.0.1', port: Number(port) });
}

fill();
serve();
