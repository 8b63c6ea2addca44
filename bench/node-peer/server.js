'use strict';
// The list of episodes as a careful Node programmer would serve it: fastify with a response schema, better-sqlite3,
// prepared statements, an index for the order, the key checked by its hash on every request.
//
//   node server.js DATABASE PORT ROWS KEY [PROCESSES]
//
// ROWS is a JSON array of episode objects; they fill DATABASE if it is not there yet.

const cluster = require('node:cluster');
const crypto = require('node:crypto');
const fs = require('node:fs');
const fastify = require('fastify');
const Database = require('better-sqlite3');

const [databasePath, port, rowsPath, key, processes = '1'] = process.argv.slice(2);
const secret = 'a server secret, as keys are stored by a keyed hash';
const hashOf = (text) => crypto.createHmac('sha256', secret).update(text).digest();

function fill() {
	if (fs.existsSync(databasePath)) return;
	const database = new Database(databasePath);
	database.pragma('journal_mode = WAL');
	database.exec(`
		CREATE TABLE keys (hash BLOB PRIMARY KEY, workspace_id INTEGER NOT NULL, scopes TEXT NOT NULL) WITHOUT ROWID;
		CREATE TABLE shows (id INTEGER PRIMARY KEY, title TEXT NOT NULL, published INTEGER NOT NULL);
		CREATE TABLE episodes (
			id INTEGER PRIMARY KEY, workspace_id INTEGER NOT NULL, show_id INTEGER NOT NULL REFERENCES shows(id),
			title TEXT NOT NULL, description TEXT NOT NULL, image TEXT NOT NULL, datetime INTEGER NOT NULL,
			audio_url TEXT NOT NULL, audio_length INTEGER NOT NULL, active INTEGER NOT NULL);
		CREATE INDEX episodes_in_order ON episodes(workspace_id, datetime DESC, id DESC) WHERE active = 1;`);
	const addShow = database.prepare('INSERT OR IGNORE INTO shows VALUES (@show_id, @show, 1)');
	const addEpisode = database.prepare(`INSERT INTO episodes VALUES
		(@id, 1, @show_id, @title, @description, @image, @datetime, @audio_url, @audio_length, 1)`);
	database.transaction((rows) => {
		database.prepare('INSERT INTO keys VALUES (?, 1, ?)').run(hashOf(key), 'episodes:read');
		for (const row of rows) {
			addShow.run(row);
			addEpisode.run(row);
		}
	})(JSON.parse(fs.readFileSync(rowsPath, 'utf8')));
	database.exec('ANALYZE');
	database.close();
}

const text = { type: 'string' };
const integer = { type: 'integer' };
const pageSchema = {
	type: 'object',
	properties: {
		episodes: {
			type: 'array',
			items: {
				type: 'object',
				properties: {
					id: integer, title: text, description: text, image: text, datetime: integer,
					audio_url: text, audio_length: integer, show: text, show_id: integer,
				},
			},
		},
		total: integer, limit: integer, offset: integer,
		next_cursor: { type: ['string', 'null'] },
	},
};
const querySchema = {
	type: 'object',
	properties: { limit: { type: 'integer', minimum: 1, default: 20 }, offset: { type: 'integer', minimum: 0, default: 0 } },
};

async function serve() {
	const database = new Database(databasePath);
	database.pragma('mmap_size = 268435456');
	const findKey = database.prepare('SELECT workspace_id, scopes FROM keys WHERE hash = ?');
	const visible = 'e.workspace_id = @workspace AND e.active = 1 AND e.datetime <= @now';
	const count = database.prepare(`SELECT count(*) FROM episodes e WHERE ${visible}`).pluck();
	const list = database.prepare(`
		SELECT e.id, e.title, e.description, e.image, e.datetime, e.audio_url, e.audio_length, s.title AS show, e.show_id
		FROM episodes e JOIN shows s ON s.id = e.show_id AND s.published = 1
		WHERE ${visible} ORDER BY e.datetime DESC, e.id DESC LIMIT @limit OFFSET @offset`);

	const app = fastify();
	app.get('/v1/episodes', { schema: { querystring: querySchema, response: { 200: pageSchema } } }, (request, reply) => {
		const sent = request.headers['x-api-key'];
		if (!sent) return reply.code(401).send({ message: 'Missing X-API-Key header' });
		const found = findKey.get(hashOf(sent));
		if (!found) return reply.code(403).send({ message: 'Invalid or disabled API key' });
		if (!found.scopes.split(' ').includes('episodes:read')) {
			return reply.code(403).send({ message: 'API key is missing required scope: episodes:read' });
		}
		const limit = Math.min(request.query.limit, 100);
		const { offset } = request.query;
		const filter = { workspace: found.workspace_id, now: Math.floor(Date.now() / 1000) };
		const episodes = list.all({ ...filter, limit: limit + 1, offset });
		let next = null;
		if (episodes.length > limit) {
			episodes.pop();
			const last = episodes[episodes.length - 1];
			next = Buffer.from(`${last.datetime}_${last.id}`).toString('base64url');
		}
		reply.send({ episodes, total: count.get(filter), limit, offset, next_cursor: next });
	});
	await app.listen({ host: '127.0.0.1', port: Number(port) });
}

if (cluster.isPrimary) fill();
if (Number(processes) > 1 && cluster.isPrimary) {
	for (let started = 0; started < Number(processes); started += 1) cluster.fork();
	process.on('SIGTERM', () => {
		for (const worker of Object.values(cluster.workers)) worker.kill();
		process.exit(0);
	});
} else {
	serve();
}
