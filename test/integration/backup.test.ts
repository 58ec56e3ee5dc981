// Backup and restore, with an installation of its own that may be lost.
import type { StartedPostgreSqlContainer } from '@testcontainers/postgresql';
import { randomUUID } from 'node:crypto';
import {
	appendFileSync,
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseVariables, newPostgres } from '../support/postgres-container.ts';
import { Browser } from '../support/browser.ts';
import type { Article } from '../support/directus.ts';
import { PICTURE } from '../support/every-route.ts';
import { expireAccessToken } from '../support/expired-session.ts';
import { OwnSite } from '../support/own-site.ts';

const TIMEOUT_MILLISECONDS = 600_000;
const DATABASE = process.env.PORTICO_TEST_DATABASE === 'pg' ? 'directus.dump' : 'directus.db';

let postgres: StartedPostgreSqlContainer | null = null;
let site: OwnSite;
let backup: string;
const person = { email: `${randomUUID()}@example.com`, password: 'a password to remember' };
let browser: Browser;
/** With the tokens of that moment: a session that goes on afterwards is another row. */
let thenSignedIn: Browser;
let article: Article;
let picture: string;

beforeAll(async () => {
	site = new OwnSite();
	if (DATABASE === 'directus.dump') {
		postgres = await newPostgres().start();
		site.variables = {
			...databaseVariables(postgres),
			PATH: `${clientPrograms(postgres)}:${process.env.PATH}`
		};
	}
	await site.start();
	backup = path.join(site.folder, 'backup');
}, TIMEOUT_MILLISECONDS);
afterAll(async () => {
	await site.end();
	await postgres?.stop();
});

/** The machine may have none, or older ones: those of the server, in the place of this machine's. */
function clientPrograms(server: StartedPostgreSqlContainer): string {
	const folder = path.join(site.folder, 'bin');
	mkdirSync(folder);
	for (const program of ['pg_dump', 'pg_restore', 'psql']) {
		const file = path.join(folder, program);
		const variables = '-e PGUSER -e PGPASSWORD -e PGDATABASE';
		writeFileSync(
			file,
			`#!/bin/sh\nexec docker exec -i ${variables} ${server.getId()} ${program} "$@"\n`
		);
		chmodSync(file, 0o755);
	}
	return folder;
}

function copyOfBackup(): string {
	const copy = path.join(site.folder, randomUUID());
	cpSync(backup, copy, { recursive: true });
	return copy;
}

// Each goes on from where the one before has left the installation, as in life.
test(
	'a backup is made while people use the site and write rows',
	async () => {
		await new Browser(site.url).submit('/signup?/register', person);
		browser = await Browser.signedIn(person, site.url);
		thenSignedIn = browser.clone();
		article = await site.directus.makeArticle({ audience: 'members' });
		picture = await site.directus.makeFile(PICTURE, 'image/png', 'public');

		let isBusy = true;
		const writers = Array.from({ length: 3 }, async () => {
			for (; isBusy;) {
				expect((await browser.visit('/profile')).status).toBe(200);
				await site.directus.makeArticle({ audience: 'public' });
			}
		});
		const { code, output } = await site.run('backup', '--to', backup);
		isBusy = false;
		await Promise.all(writers);

		expect(output).toContain('holds every password and secret');
		expect(code).toBe(0);
		expect(readdirSync(backup).sort()).toEqual([
			DATABASE,
			'manifest.json',
			'secrets.json',
			'uploads'
		]);
		for (const file of [DATABASE, 'manifest.json', 'secrets.json']) {
			expect(statSync(path.join(backup, file)).mode & 0o777).toBe(0o600);
		}
	},
	TIMEOUT_MILLISECONDS
);

/** A row that Directus of another version may have left. */
async function inDatabase(statement: string): Promise<void> {
	if (postgres) {
		const login = ['-U', postgres.getUsername(), '-d', postgres.getDatabase()];
		await postgres.exec(['psql', ...login, '-c', statement]);
		return;
	}
	const database = new DatabaseSync(path.join(site.data, 'directus.db'));
	database.exec(statement);
	database.close();
}

describe('a backup is not restored', () => {
	const restoring = async (folder: string, replaced = 'data') => {
		const { code, output } = await site.run('restore', folder, '--replace', replaced);
		expect(code).toBe(1);
		return output;
	};

	test('while the site runs', async () => {
		expect(await restoring(backup)).toContain('already runs');
		expect((await browser.visit('/profile')).status).toBe(200);
	});

	describe('into a stopped site', () => {
		let before: string[];
		const ofNewerDirectus = () => path.join(site.folder, 'newer');
		beforeAll(async () => {
			await inDatabase(
				"insert into directus_migrations (version, name) values ('20260909A', 'Add Flows Module')"
			);
			await site.run('backup', '--to', ofNewerDirectus());
			await inDatabase("delete from directus_migrations where version = '20260909A'");
			await site.stop();
			before = readdirSync(site.data);
		}, TIMEOUT_MILLISECONDS);
		// existing files stay
		afterAll(() => expect(readdirSync(site.data)).toEqual(before));

		test(
			'where data exists and its name was not confirmed',
			async () => {
				const { code, output } = await site.run('restore', backup);
				expect(output).toContain('--replace data');
				expect(code).toBe(1);
				expect(await restoring(backup, 'another')).toContain('--replace data');
			},
			TIMEOUT_MILLISECONDS
		);

		test.each<[string, (folder: string) => void, string]>([
			['is no backup', (folder) => rmSync(path.join(folder, 'manifest.json')), 'is no backup'],
			[
				'has a broken manifest',
				(folder) => writeFileSync(path.join(folder, 'manifest.json'), '{'),
				'damaged'
			],
			['was cut off', (folder) => writeFileSync(path.join(folder, DATABASE), 'SQLite'), 'damaged'],
			['lacks a file', (folder) => rmSync(path.join(folder, DATABASE)), 'is missing'],
			[
				'has a changed picture',
				(folder) =>
					appendFileSync(
						path.join(folder, 'uploads', readdirSync(path.join(folder, 'uploads'))[0] ?? ''),
						'!'
					),
				'damaged'
			],
			[
				'is of a newer Directus',
				manifestWith(({ directus }) => ({ directus: directus.replace(/^\d+/, '99') })),
				'Directus 99'
			],
			[
				'is of another database',
				manifestWith(({ database }) => ({
					database: database === 'sqlite' ? 'postgres' : 'sqlite'
				})),
				'The backup is of'
			],
			[
				'would write elsewhere',
				manifestWith(({ files }) => ({ files: { ...files, '../escaped': '0'.repeat(64) } })),
				'damaged'
			]
		])(
			'that %s',
			async (_, break_, message) => {
				const folder = copyOfBackup();
				break_(folder);
				expect(await restoring(folder)).toContain(message);
				rmSync(folder, { recursive: true });
			},
			TIMEOUT_MILLISECONDS
		);

		test('of a database that a newer Directus has used', async () => {
			const output = await restoring(ofNewerDirectus());
			expect(output).toContain('20260909A');
			expect(output).toContain('Use Directus 12.4.0 or newer');
		});

		test('that is not there', async () => {
			expect(await restoring('/nowhere')).toContain('is no backup');
		});
	});
});

interface Manifest {
	directus: string;
	database: string;
	files: Record<string, string>;
}

function manifestWith(change: (manifest: Manifest) => Partial<Manifest>): (folder: string) => void {
	return (folder) => {
		const file = path.join(folder, 'manifest.json');
		const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
		writeFileSync(file, JSON.stringify({ ...manifest, ...change(manifest) }));
	};
}

describe('after a loss and a restore', () => {
	beforeAll(async () => {
		rmSync(path.join(site.data, 'uploads'), { recursive: true });
		writeFileSync(path.join(site.data, 'secrets.json'), 'lost');
		if (postgres)
			await postgres.exec([
				'psql',
				'-U',
				postgres.getUsername(),
				'-d',
				postgres.getDatabase(),
				'-c',
				'drop table directus_users cascade'
			]);
		else writeFileSync(path.join(site.data, 'directus.db'), 'lost');

		const { code, output } = await site.run('restore', backup, '--replace', 'data');
		expect(output).toContain('The installation is as it was');
		expect(code).toBe(0);
		await site.start();
	}, TIMEOUT_MILLISECONDS);

	test('people are still signed in', async () => {
		expect((await browser.visit('/profile')).body).toContain(person.email);
		expireAccessToken(browser);
		expect((await browser.visit('/profile')).body).toContain(person.email);
	});

	test('people can sign in with their passwords', async () => {
		const { body } = await (await Browser.signedIn(person, site.url)).visit(article.path);
		expect(body).toContain(article.words);
	});

	test('files are the same, byte for byte', async () => {
		const response = await fetch(`${site.url}/assets/${picture}`);
		expect(Buffer.from(await response.arrayBuffer())).toEqual(PICTURE);
	});

	test('the previous data is kept beside the restored data', () => {
		const [kept = ''] = readdirSync(site.folder).filter((name) => name.startsWith('data.before-'));
		expect(readFileSync(path.join(site.folder, kept, 'secrets.json'), 'utf8')).toBe('lost');
		const database = path.join(site.folder, kept, DATABASE);
		// a dump of it, where it is on a server
		expect(existsSync(database)).toBe(true);
		expect(existsSync(path.join(site.folder, 'data.restoring'))).toBe(false);
	});
});

test(
	'a backup can be restored on another machine',
	async () => {
		await site.stop();
		renameSync(site.data, path.join(site.folder, 'gone'));
		if (postgres)
			await postgres.exec([
				'psql',
				'-U',
				postgres.getUsername(),
				'-d',
				postgres.getDatabase(),
				'-c',
				'drop schema public cascade; create schema public'
			]);
		const { code } = await site.run('restore', backup);
		expect(code).toBe(0);
		await site.start();
		expect((await thenSignedIn.visit('/profile')).body).toContain(person.email);
	},
	TIMEOUT_MILLISECONDS
);
