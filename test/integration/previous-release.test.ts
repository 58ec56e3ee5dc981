// The installation of the release before, started by this code.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { covers, pictures } from '../../directus/access/folders.ts';
import { picturePresets } from '@portico/contract/pictures.ts';
import {
	DIRECTUS_12,
	readTables,
	type Tables,
	unpackPreviousRelease
} from '../support/previous-release.ts';
import { Browser } from '../support/browser.ts';
import { OwnSite } from '../support/own-site.ts';
import { png } from '../support/png.ts';

const TIMEOUT_MILLISECONDS = 600_000;
/** Tables that change while the site is used. */
const JOURNALS = ['directus_activity', 'directus_revisions', 'directus_sessions'];
/** Tables that the code updates: its own policies and settings, and Directus' list of extensions. */
const CODE_TABLES = ['directus_permissions', 'directus_policies', 'directus_extensions'];
/** Columns that a new model or the use of the site changes. */
const CHANGING_COLUMNS = [
	'conditions',
	'display_options',
	'note',
	'options',
	'translations',
	'validation',
	'validation_message',
	'last_access',
	'last_page',
	'portico',
	'storage_asset_presets',
	'storage_asset_transform'
];
/** A preset for pictures that was made in Studio. */
const POSTER = { key: 'poster', fit: 'cover', width: 100, height: 50, format: 'jpg' };

let site: OwnSite;
let before: Tables;
let after: Tables;
let demoPassword: string;

beforeAll(async () => {
	site = new OwnSite();
	unpackPreviousRelease(site.data);
	const secrets = readFileSync(path.join(site.data, 'secrets.json'), 'utf8');
	demoPassword = (JSON.parse(secrets) as { demoPassword: string }).demoPassword;
	const database = new DatabaseSync(path.join(site.data, 'directus.db'));
	const presets = JSON.stringify([POSTER]);
	database.prepare('update directus_settings set storage_asset_presets = ?').run(presets);
	database.close();
	before = readTables(path.join(site.data, 'directus.db'));
	await site.start();
	after = readTables(path.join(site.data, 'directus.db'));
}, TIMEOUT_MILLISECONDS);
afterAll(() => site.end());

const rowsOf = (tables: Tables, name: string) => tables.get(name) ?? [];

/** A row without the values that a start or a sign-in writes, and without columns that it did not have. */
function kept(row: Record<string, unknown>, columns: string[]) {
	return Object.fromEntries(columns.map((name) => [name, row[name]]));
}

/** Texts have a folder for their pictures, which they shared with covers. */
function withPictures(row: Record<string, unknown>) {
	if (row['interface'] !== 'input-rich-text-html') return row;
	return { ...row, options: String(row['options']).replace(covers.id, pictures.id) };
}

test('the updated site of the previous release has every row of its content, accounts, files and model', () => {
	const tables = [...before.keys()].filter(
		(name) => !JOURNALS.includes(name) && !CODE_TABLES.includes(name)
	);
	expect(tables).toContain('events');
	for (const name of tables) {
		const columns = Object.keys(rowsOf(before, name)[0] ?? {}).filter(
			(column) => !CHANGING_COLUMNS.includes(column)
		);
		const now = rowsOf(after, name).map((row) => kept(row, columns));
		const then = rowsOf(before, name).map((row) => kept(withPictures(row), columns));
		expect(now, name).toEqual(expect.arrayContaining(then));
	}
});

test('the updated site of the previous release has no fewer rows in any table', () => {
	const counts = (tables: Tables) =>
		[...before.keys()]
			.filter((name) => name !== 'directus_sessions')
			.map((name): [string, number] => [name, rowsOf(tables, name).length]);
	const now = new Map(counts(after));
	const fewer = counts(before).filter(([name, count]) => (now.get(name) ?? 0) < count);

	expect(fewer).toEqual([]);
});

test('D31 the updated site of the previous release gets our presets for pictures, and keeps those of Studio', async () => {
	const settings = await site.directus.send('GET', '/settings');
	expect(settings).toMatchObject({
		storage_asset_transform: 'presets',
		storage_asset_presets: [POSTER, ...picturePresets]
	});
	const cover = await site.directus.makeFile(png(700, 350), 'image/png', 'public');
	const drawn = await fetch(`${site.url}/assets/${cover}?key=portico-640`);
	expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/webp']);
});

test.each(['member@example.com', 'premium@example.com', 'editor@example.com'])(
	'%s of the previous release signs in with the same password',
	async (email) => {
		const browser = await Browser.signedIn({ email, password: demoPassword }, site.url);

		expect((await browser.visit('/profile')).body).toContain(email);
	}
);

test('pages of the previous release show their content, and additions of Studio are kept', async () => {
	const [article] = await site.directus.send<{ title: string; slug: string; colour: string }[]>(
		'GET',
		'/items/articles?filter[colour][_nnull]=true&fields=title,slug,colour,event.name'
	);
	expect(article).toMatchObject({
		title: 'Written in the first release',
		colour: 'sand',
		event: { name: 'An evening of readings' }
	});
	const { status, body } = await new Browser(site.url).visit(`/articles/${article?.slug}`);
	expect(status).toBe(200);
	expect(body).toContain('Written in the first release');
});

describe('a data folder that Directus 12 has used is refused, unchanged and with the version to use, by', () => {
	let used: OwnSite;
	let before: string;
	const digest = () =>
		createHash('sha256')
			.update(readFileSync(path.join(used.data, 'directus.db')))
			.digest('hex');
	const REFUSAL = /migrations that Directus [\d.]+ does not know .*nothing was changed/;

	beforeAll(() => {
		used = new OwnSite();
		unpackPreviousRelease(used.data);
		const database = new DatabaseSync(path.join(used.data, 'directus.db'));
		database.exec(readFileSync(DIRECTUS_12, 'utf8'));
		database.close();
		before = digest();
	});
	afterAll(() => used.end());

	test(
		'npm start',
		async () => {
			await expect(used.start()).rejects.toMatchObject({
				message: expect.stringMatching(REFUSAL) as string,
				fix: expect.stringContaining('Use Directus 12.4.0 or newer') as string
			});
			await used.stop();
			expect(digest()).toBe(before);
		},
		TIMEOUT_MILLISECONDS
	);

	test(
		'npm run move:postgres',
		async () => {
			const target = { DB_HOST: '127.0.0.1', DB_PORT: '1', DB_DATABASE: 'none', DB_USER: 'nobody' };
			used.variables = { DB_CLIENT: 'pg', ...target };
			const { code, output } = await used.run('move:postgres');
			expect(output).toMatch(REFUSAL);
			expect(code).toBe(1);
			expect(digest()).toBe(before);
		},
		TIMEOUT_MILLISECONDS
	);

	test.each([
		['scripts/directus/set-up.ts', 'all'],
		['scripts/directus/schema.ts', 'apply']
	])(
		'%s %s',
		async (file, step) => {
			used.variables = {};
			const { code, output } = await used.node(file, step);
			expect(output).toMatch(REFUSAL);
			expect(code).toBe(1);
			expect(digest()).toBe(before);
		},
		TIMEOUT_MILLISECONDS
	);
});
