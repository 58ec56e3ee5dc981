// No automatic step deletes data of a database, whichever program has used it before.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DIRECTUS_12, readTables, unpackPreviousRelease } from '../support/previous-release.ts';
import { ownTables } from '../../directus/extensions/portico/migrations/tables.ts';
import { directusEnvironment } from '../../scripts/directus/environment.ts';
import { applyModel } from '../../scripts/directus/apply-model.ts';
import { prepare } from '../../scripts/directus/prepare.ts';
import { installed } from '../../scripts/directus/release.ts';
import { readSnapshot, type Snapshot } from '../../scripts/directus/schema-file.ts';

const TIMEOUT_MILLISECONDS = 300_000;
const silent = () => {};

let folder: string;
let file: string;
let environment: Record<string, string>;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'portico-deletions-'));
	unpackPreviousRelease(folder);
	file = path.join(folder, 'directus.db');
	const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
	environment = directusEnvironment(
		{
			dataFolder: folder,
			host: '127.0.0.1',
			port: 8055,
			appOrigin: 'http://localhost:3000',
			secret: 'a-secret-of-at-least-thirty-two-characters',
			admin: { email: 'admin@example.com', password: 'an-administrator' },
			smtp: null,
			events: { url: null, secret: randomBytes(32).toString('base64') }
		},
		{ PATH, HOME, NODE_COMPILE_CACHE }
	);
});
afterEach(() => rmSync(folder, { recursive: true }));

const digest = () => createHash('sha256').update(readFileSync(file)).digest('hex');

function inDatabase(statements: string): void {
	const database = new DatabaseSync(file);
	database.exec(statements);
	database.close();
}

/** All rows, without those that Directus writes at each start, and without tables that are new in this release. */
function rows() {
	const tables = readTables(file);
	for (const table of ['directus_extensions', ...ownTables]) tables.delete(table);
	return tables;
}

describe('a database that Directus 12 has used', () => {
	beforeEach(() => inDatabase(readFileSync(DIRECTUS_12, 'utf8')));

	test('is refused by Directus 11 unchanged, with the version to use', async () => {
		const before = digest();

		await expect(prepare(environment, silent)).rejects.toMatchObject({
			message: expect.stringContaining('nothing was changed') as string,
			fix: expect.stringContaining('Directus 12.4.0 or newer') as string
		});
		expect(digest()).toBe(before);
	});
});

test(
	'a database with leftover metadata of Directus 12 keeps every row',
	async () => {
		// with all that this release adds to the model of the one before
		await prepare(environment, silent);
		inDatabase(readFileSync(DIRECTUS_12, 'utf8'));
		inDatabase(
			`delete from directus_migrations where version > '20260211A'; pragma user_version = 1`
		);
		const before = rows();

		await prepare(environment, silent);

		expect(rows()).toEqual(before);
	},
	TIMEOUT_MILLISECONDS
);

describe('Directus 12', () => {
	const twelve = { ...installed, directus: '12.4.0' };

	test('without a license key is refused, and the database stays unchanged', async () => {
		const before = digest();

		await expect(prepare(environment, silent, twelve)).rejects.toThrow(
			/no license key.*nothing was changed/
		);
		expect(digest()).toBe(before);
	});

	test(
		'is accepted with a license key in the environment',
		() => prepare({ ...environment, LICENSE_KEY: 'A-KEY' }, silent, twelve),
		TIMEOUT_MILLISECONDS
	);

	test(
		'is accepted with a license key that Studio has stored',
		() => {
			inDatabase(
				`alter table directus_settings add column license_key text;
				update directus_settings set license_key = 'A-KEY'`
			);
			return prepare(environment, silent, twelve);
		},
		TIMEOUT_MILLISECONDS
	);
});

test('tables of the extension that a newer Portico has made are refused', async () => {
	inDatabase(
		`create table portico_migrations (version integer primary key, name text, ran_at datetime);
		insert into portico_migrations values (9999, 'Later', 0)`
	);
	const before = digest();

	await expect(prepare(environment, silent)).rejects.toThrow(/newer Portico.*9999/);
	expect(digest()).toBe(before);
});

describe('a set-up for which Directus would delete a field', () => {
	beforeEach(() =>
		// an administrator has removed its column in Studio
		inDatabase(
			`alter table articles drop column summary;
			update directus_fields set special = 'alias,no-data' where collection = 'articles' and field = 'summary';
			pragma user_version = 1`
		)
	);

	test.each([
		['', ''],
		[' before the migrations that are due', `where version = '20260211A'`]
	])(
		'is refused by its name%s',
		async (_, due) => {
			if (due) inDatabase(`delete from directus_migrations ${due}`);
			const before = digest();

			await expect(prepare(environment, silent)).rejects.toThrow(/delete articles\.summary,/);
			expect(digest()).toBe(before);
		},
		TIMEOUT_MILLISECONDS
	);
});

describe('a model for which Directus would delete', () => {
	const wanted = readSnapshot();
	const articles = wanted.collections.map((one) =>
		one.collection === 'articles' ? { ...one, schema: null } : one
	);
	const summary = wanted.fields.map((one) =>
		one.collection === 'articles' && one.field === 'summary'
			? { ...one, type: 'alias', schema: null }
			: one
	);
	const category = wanted.relations.map((one) =>
		one.collection === 'articles' && one.field === 'category' ? { ...one, schema: null } : one
	);

	test.each<[string, Partial<Snapshot>, string]>([
		['a collection', { collections: articles }, 'articles,'],
		['a field', { fields: summary }, 'articles.summary,'],
		['a relation', { relations: category }, 'articles.category (relation),']
	])(
		'%s is refused by its name',
		async (_, change, name) => {
			// or its notes differ too: the first difference of a part decides what Directus does with it
			await applyModel(environment, silent);
			const before = rows();

			await expect(
				applyModel(environment, silent, { wanted: { ...wanted, ...change } })
			).rejects.toMatchObject({
				message: expect.stringContaining(`delete ${name}`) as string,
				fix: expect.stringContaining('schema:apply -- --delete') as string
			});
			expect(rows()).toEqual(before);
		},
		TIMEOUT_MILLISECONDS
	);

	test(
		'a collection because the file lacks a detail of it is refused, even if deletions are requested',
		async () => {
			inDatabase(
				`update directus_collections set item_duplication_fields = '{ "title": true, "body": true }' where collection = 'articles'`
			);
			const collections = wanted.collections.map((one) =>
				one.collection === 'articles'
					? { ...one, meta: { ...one.meta, item_duplication_fields: { title: true } } }
					: one
			);
			const before = rows();

			await expect(
				applyModel(environment, silent, { wanted: { ...wanted, collections }, deleting: true })
			).rejects.toThrow('articles (for meta.item_duplication_fields.body)');
			expect(rows()).toEqual(before);
		},
		TIMEOUT_MILLISECONDS
	);
});

test(
	'a relation that Studio has put onto a field of ours is kept',
	async () => {
		const wanted = readSnapshot();
		const relations = wanted.relations.filter(({ field }) => field !== 'category');
		const reports: string[] = [];
		// with all that this release adds to the model of the one before
		await prepare(environment, silent);
		const before = rows();

		await applyModel(environment, (line) => reports.push(line), {
			wanted: { ...wanted, relations }
		});

		expect(reports.join()).toContain('articles.category (relation)');
		expect(rows()).toEqual(before);
	},
	TIMEOUT_MILLISECONDS
);
