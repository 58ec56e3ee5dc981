// The way from SQLite to PostgreSQL, with an installation of its own that takes it.
import type { StartedPostgreSqlContainer } from '@testcontainers/postgresql';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseVariables, newPostgres } from '../support/postgres-container.ts';
import { Browser } from '../support/browser.ts';
import type { Person } from '../support/directus.ts';
import { PICTURE } from '../support/every-route.ts';
import { expireAccessToken } from '../support/expired-session.ts';
import { OwnSite } from '../support/own-site.ts';

const TIMEOUT_MILLISECONDS = 600_000;

/** An administrator's own collection, with values that databases write in different ways. */
const FIELDS = [
	['flag', 'boolean'],
	['document', 'json'],
	['list', 'csv'],
	['price', 'decimal', { numeric_precision: 10, numeric_scale: 5 }],
	['measure', 'float'],
	['big', 'bigInteger'],
	['whole', 'integer'],
	['instant', 'timestamp'],
	['wall', 'dateTime'],
	['day', 'date'],
	['hour', 'time'],
	['words', 'text'],
	['key', 'uuid']
] as const;

const ROWS = [
	{
		flag: true,
		document: { a: [1, 'two', null], ключ: '"quoted" \\ and\nlines' },
		list: ['one', 'two'],
		price: '12345.67891',
		measure: 1234567.891,
		big: '9007199254740991',
		whole: -7,
		instant: '2024-02-29T23:59:59.123Z',
		wall: '2024-03-31T02:30:00',
		day: '1900-01-01',
		hour: '23:59:00',
		words: 'emoji 🏛, “quotes” and\ttabs',
		key: '0b9e5f1a-6d2c-4d7b-9a59-3f0f2a1c7e44'
	},
	{
		flag: false,
		document: [],
		price: '0.1',
		measure: 0.1,
		big: '-1',
		instant: '1969-12-31T00:00:00Z'
	},
	{ document: 'a text', measure: 1e21, words: '' }
];

let site: OwnSite;
let postgres: StartedPostgreSqlContainer;
let browser: Browser;
let person: Person;
let before: Record<string, unknown>;

beforeAll(async () => {
	postgres = await newPostgres().start();
	site = new OwnSite();
	await site.start();
	await makeContent();
	person = await site.directus.makePerson({ first_name: 'Ada' });
	browser = await Browser.signedIn(person, site.url);
	before = await everything();
	await site.stop();
	site.variables = { ...databaseVariables(postgres) };
}, TIMEOUT_MILLISECONDS);
afterAll(async () => {
	await site.end();
	await postgres.stop();
});

/** Extends the model as Studio would: a collection with a tree, a many-to-many to itself and a file, and a field of ours. */
async function makeContent(): Promise<void> {
	const { directus } = site;
	const id = {
		field: 'id',
		type: 'integer',
		meta: {},
		schema: { is_primary_key: true, has_auto_increment: true }
	};
	const fields = FIELDS.map(([field, type, schema = {}]) => ({
		field,
		type,
		schema,
		meta: ['boolean', 'json', 'csv'].includes(type) ? { special: [`cast-${type}`] } : {}
	}));
	const integer = (field: string) => ({ field, type: 'integer', schema: {}, meta: {} });
	await directus.send('POST', '/collections', {
		collection: 'things',
		schema: {},
		meta: {},
		fields: [
			id,
			...fields,
			integer('parent'),
			integer('twin'),
			{ field: 'picture', type: 'uuid', schema: {}, meta: {} }
		]
	});
	await directus.send('POST', '/collections', {
		collection: 'things_things',
		schema: {},
		meta: { hidden: true },
		fields: [id, integer('things_id'), integer('related_things_id')]
	});
	const related: [string, string, string][] = [
		['things', 'parent', 'things'],
		['things', 'twin', 'things'],
		['things', 'picture', 'directus_files'],
		['things_things', 'things_id', 'things'],
		['things_things', 'related_things_id', 'things']
	];
	for (const [collection, field, related_collection] of related) {
		await directus.send('POST', '/relations', { collection, field, related_collection });
	}
	await directus.send('POST', '/fields/articles', {
		field: 'subtitle',
		type: 'string',
		schema: {},
		meta: {}
	});

	const picture = await directus.makeFile(PICTURE, 'image/png', 'public');
	const made: number[] = [];
	for (const row of ROWS) {
		made.push(
			(await directus.send<{ id: number }>('POST', '/items/things', { ...row, picture })).id
		);
	}
	const [first = 0, second = 0, third = 0] = made;
	// in a circle, and to itself
	await directus.send('PATCH', `/items/things/${first}`, { parent: second, twin: first });
	await directus.send('PATCH', `/items/things/${second}`, { parent: first });
	await directus.send('POST', '/items/things_things', {
		things_id: first,
		related_things_id: second
	});
	// its number is not to be given again
	await directus.send('DELETE', `/items/things/${third}`);
}

/** All that an administrator can read, by its path. */
async function everything(): Promise<Record<string, unknown>> {
	const { directus } = site;
	const collections = await directus.send<{ collection: string; schema: object | null }[]>(
		'GET',
		'/collections'
	);
	const own = collections
		// folders have no rows
		.filter(({ schema }) => schema)
		.map(({ collection }) => collection)
		.filter((name) => !name.startsWith('directus_'))
		.map((name) => `/items/${name}`);
	const system = [
		'users',
		'roles',
		'policies',
		'permissions',
		'files',
		'folders',
		'settings',
		'revisions'
	];
	const paths = [...own, ...system.map((name) => `/${name}`)];
	const entries = paths.map(async (path): Promise<[string, unknown]> => {
		const rows = await directus.send<object[] | object>('GET', `${path}?limit=-1&fields=*`);
		const compared = path.startsWith('/items/') ? comparable : comparableOfSystem;
		return [path, [rows].flat().map(compared).sort(byText)];
	});
	return Object.fromEntries(await Promise.all(entries));
}

/** Drops the time of the last sign-in; PostgreSQL returns numbers with many digits as text, so both become text. */
function comparable(row: object): object {
	const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value);
	return Object.fromEntries(
		Object.entries(row)
			.filter(([name]) => name !== 'last_access')
			.map(([name, value]) => [name, ['price', 'big'].includes(name) ? asText(value) : value])
	);
}

/** Directus' own tables have other types of times there, with more precision: by the table, the rows are compared whole. */
function comparableOfSystem(row: object): object {
	return Object.fromEntries(
		Object.entries(comparable(row)).map(([name, value]) => {
			if (typeof value === 'number') return [name, String(value)];
			const time = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(value);
			return [name, time ? time[0] : (value as unknown)];
		})
	);
}

function byText(one: unknown, other: unknown): number {
	return JSON.stringify(one).localeCompare(JSON.stringify(other));
}

function sourceDigest(): string {
	return createHash('sha256').update(readFileSync(sourceFile())).digest('hex');
}

function sourceFile(): string {
	return path.join(site.data, 'directus.db');
}

function inSource(statement: string): void {
	const database = new DatabaseSync(sourceFile());
	database.exec(statement);
	database.exec('pragma wal_checkpoint(truncate)');
	database.close();
}

async function inTarget(query: string): Promise<string> {
	const psql = ['psql', '-U', postgres.getUsername(), '-d', postgres.getDatabase(), '-Atc', query];
	return (await postgres.exec(psql)).output.trim();
}

const tablesInTarget = () => inTarget("select count(*) from pg_tables where schemaname = 'public'");

// Each goes on from where the one before has left the installation, as in life.
test(
	'a move stops at a value that PostgreSQL cannot store, and moves nothing',
	async () => {
		inSource('update things set flag = 7 where id = 1');
		const { code, output } = await site.run('move:postgres');
		inSource('update things set flag = 1 where id = 1');
		expect(output).toContain('things.flag: 7 is neither true nor false');
		expect(code).toBe(1);
		expect(await tablesInTarget()).toBe('0');
	},
	TIMEOUT_MILLISECONDS
);

test(
	'a second move brings every row, and leaves the source unchanged',
	async () => {
		const source = sourceDigest();
		const { code, output } = await site.run('move:postgres');
		expect(output).toMatch(/\d{3,} rows in \d+ tables .* each the same/);
		expect(code).toBe(0);
		expect(sourceDigest()).toBe(source);
		expect(await inTarget("select count(*) from pg_namespace where nspname = 'portico_move'")).toBe(
			'0'
		);
	},
	TIMEOUT_MILLISECONDS
);

test(
	'a move does not overwrite a database that is not empty',
	async () => {
		const { code, output } = await site.run('move:postgres');
		expect(output).toContain('is not empty');
		expect(code).toBe(1);
	},
	TIMEOUT_MILLISECONDS
);

describe('started on PostgreSQL, the site', () => {
	beforeAll(() => site.start(), TIMEOUT_MILLISECONDS);

	test('responds as before the move', async () => {
		expect(await everything()).toEqual(before);
	});

	test('keeps members signed in', async () => {
		expect((await browser.visit('/profile')).body).toContain(person.email);
		expireAccessToken(browser);
		expect((await browser.visit('/profile')).body).toContain(person.email);
	});

	test('reuses no id', async () => {
		const { id } = await site.directus.send<{ id: number }>('POST', '/items/things', {});
		expect(id).toBe(ROWS.length + 1);
	});

	test('keeps the order of rows', async () => {
		await expect(site.directus.send('POST', '/items/things', { parent: 4711 })).rejects.toThrow(
			'INVALID_FOREIGN_KEY'
		);
	});
});
