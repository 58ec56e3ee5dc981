// The leak audit on an installation of its own: its result for our code, and that it finds planted words.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit, type Audited, type Outcome } from '../access/audit/audit.ts';
import { AuditInstallation } from '../access/audit/audit-installation.ts';
import { siteRoutes } from '../access/audit/site-visits.ts';
import { Relay } from '../support/relay.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** The policy of guests, and of all others: directus/access/policies.ts. */
const PUBLIC_CONTENT = '7075626c-6963-4000-8000-000000000011';
const LONG = 900_000;

let own: AuditInstallation;
let audited: Audited;
beforeAll(async () => {
	own = await AuditInstallation.start();
	audited = await own.plant();
}, LONG);
afterAll(() => own.end());

/** A table for which every change of a row would show. */
async function traces(): Promise<Record<string, unknown>> {
	const tables = ['/activity', '/revisions', '/users', '/files', '/presets', '/notifications'];
	const items = ['articles', 'pages', 'comments', 'bookmarks', 'categories', 'navigation'];
	const counted = [...tables, ...items.map((name) => `/items/${name}`)].map(async (name) => [
		name,
		await own.directus.send('GET', `${name}?aggregate[count]=*`)
	]);
	const people = await own.directus.send('GET', '/users?limit=-1&sort=id&fields=id,last_access');
	return { ...Object.fromEntries((await Promise.all(counted)) as [string, unknown][]), people };
}

/** Runs `npm run audit:access` on the installation as on one that runs. */
async function auditAsRunning(token: string): Promise<{ code: number; output: string }> {
	const args = ['run', '--silent', 'audit:access', '--'];
	args.push('--url', own.siteUrl, '--directus-url', own.directus.url);
	const env = { ...process.env, ADMIN_TOKEN: token };
	const run = promisify(execFile)('npm', args, { cwd: ROOT, env });
	return run.then(
		({ stdout }) => ({ code: 0, output: stdout }),
		(error: { code: number; stdout: string; stderr: string }) => ({
			code: error.code,
			output: error.stdout + error.stderr
		})
	);
}

test(
	'D40 without permission no caller sees a draft, a scheduled, members-only or premium text, the cover of an unpublished article or rows of others, through any endpoint',
	{ retry: 0, timeout: LONG },
	async () => {
		const { faults, matrix, visits } = await audit(audited);
		expect(faults, matrix).toEqual([]);
		expect(visits).toBeGreaterThan(3000);
	}
);

describe('D42 an audit of a running installation', () => {
	let token: string;
	beforeAll(async () => {
		const [administrator] = await own.directus.send<{ role: string }[]>(
			'GET',
			'/users?filter[role][policies][policy][admin_access][_eq]=true&fields=role&limit=1'
		);
		token = crypto.randomUUID();
		await own.directus.makePerson({ role: administrator?.role, token });
	});

	test(
		'only reads, and leaves no row, no activity and no sign-in behind',
		async () => {
			const before = await traces();
			const { code, output } = await auditAsRunning(token);
			expect(output).toMatch(/^draft article: text +-$/m);
			expect(output).toMatch(/^public article: body +yes /m);
			expect(code, output).toBe(0);
			expect(await traces()).toEqual(before);
		},
		LONG
	);
});

describe('the access audit reports planted faults:', () => {
	let outcome: Outcome;
	let relay: Relay;
	beforeAll(async () => {
		const { directus } = own;
		const grant = (values: object) =>
			directus.send('POST', '/permissions', {
				policy: PUBLIC_CONTENT,
				action: 'read',
				fields: ['*'],
				permissions: {},
				...values
			});
		await grant({ collection: 'directus_users', fields: ['id', 'email'] });
		await grant({ collection: 'directus_notifications' });
		await grant({ collection: 'comments', fields: ['id', 'body'] });
		await open('directus_files');
		await open('articles');
		await open('pages');
		await directus.send('POST', '/collections', {
			collection: 'diaries',
			schema: {},
			meta: {},
			fields: [{ field: 'id', type: 'integer', schema: { is_primary_key: true } }]
		});
		const session = audited.words.find(({ kind }) => kind === 'session of another person');
		relay = await Relay.to(own.siteUrl);
		relay.fault = ({ path }) =>
			path === '/articles' ? { status: 200, body: `<p>${session?.text}</p>` } : 'pass';
		outcome = await audit({
			...audited,
			siteUrl: relay.url,
			callers: audited.callers.filter(({ name }) => name === 'guest' || name === 'Member'),
			routes: await own.everyRoute(),
			collections: await own.collections()
		});

		/** Removes the rule from the public permissions. */
		async function open(collection: string): Promise<void> {
			const filter = `filter[policy][_eq]=${PUBLIC_CONTENT}&filter[collection][_eq]=${collection}`;
			const rows = await directus.send<{ id: number }[]>('GET', `/permissions?${filter}`);
			for (const { id } of rows) {
				await directus.send('PATCH', `/permissions/${id}`, { permissions: {} });
			}
		}
	}, LONG);
	afterAll(() => relay.close());

	test.each([
		['a permission on people', 'address of another person', 'asked by the app'],
		['a permission on what Studio sends', 'notice to another person', 'asked by the app'],
		['a permission on comments', 'comment of another person', ''],
		['a file without its rule', 'private file', '/assets/'],
		['the cover of a draft', 'draft article: cover', '/assets/'],
		['a draft', 'draft article: text', ''],
		['a scheduled article', 'scheduled article: text', ''],
		['a premium text', 'premium article: body', ''],
		['a draft of a page', 'draft page', ''],
		['a route of the site that leaks', 'session of another person', 'GET /articles (site)']
	])('D41 %s, by kind, caller and place', (_, kind, place) => {
		for (const caller of ['guest', 'Member']) {
			const leak = outcome.faults.find((fault) =>
				fault.startsWith(`Leak: ${caller} sees "${kind}"`)
			);
			expect(leak, `${caller}: ${kind}`).toContain(place);
		}
	});

	test('D43 an unknown collection', () => {
		expect(outcome.faults).toContain(
			'The collection diaries is unknown: test/access/audit/collections.ts.'
		);
	});

	test('D43 an unknown route of Directus', () => {
		expect(outcome.faults.join('\n')).toContain("Directus' route GET /shop/stock/:thing");
	});

	test('D43 an unknown route of the site', async () => {
		const known = ['articles/[slug]', 'articles/[slug]/edit', 'categories/[slug]', '[...path]'];
		const routes = siteRoutes([...known.map((id) => `/(public)/${id}`), '/api/directus/[...path]']);
		await expect(routes).rejects.toThrow('/assets/[id]');
	});

	test(
		'D42 rows visible to guests on a running installation',
		async () => {
			const [administrator] = await own.directus.send<{ role: string }[]>(
				'GET',
				'/users?filter[role][policies][policy][admin_access][_eq]=true&fields=role&limit=1'
			);
			const token = crypto.randomUUID();
			await own.directus.makePerson({ role: administrator?.role, token });
			const { code, output } = await auditAsRunning(token);
			expect(output).toContain('Leak: guest sees "private file" at GET /assets/');
			expect(code).toBe(1);
		},
		LONG
	);
});
