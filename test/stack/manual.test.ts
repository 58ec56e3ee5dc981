// Runs the commands of docs/operations.md that are for containers, as they are written there.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { directusEnvironment } from '../../scripts/directus/environment.ts';
import { prepare } from '../../scripts/directus/prepare.ts';
import { newSecrets, type Secrets, writeSecrets } from '../../scripts/site/secrets.ts';
import { Browser } from '../support/browser.ts';
import { type Answer, request } from '../support/request.ts';
import { sharedStack, type Stack, up } from './stack.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TIMEOUT_MILLISECONDS = 1_800_000;
const shell = promisify(execFile);
const manual = readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8');
/** Where an operator stands: the commands write there. */
const folder = mkdtempSync(path.join(tmpdir(), 'portico-operations-'));

const DATA = path.join(folder, '.portico');

let stack: Stack;
let authority: string;
beforeAll(async () => {
	stack = sharedStack();
	cpSync(stack.file, path.join(folder, '.env'));
	await up(stack);
	authority = await stack.authority();
}, TIMEOUT_MILLISECONDS);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the block after this mark in the manual; the first command that fails ends it. */
async function follow(mark: string, given: NodeJS.ProcessEnv = {}): Promise<void> {
	const [, block] =
		new RegExp(`<!-- compose: ${mark} -->\\s+\`\`\`sh\\n([^\`]+)\`\`\``).exec(manual) ?? [];
	if (!block) throw new Error(`The manual has nothing marked "${mark}".`);
	const env = { ...process.env, ...stack.environment, ...given };
	await shell('bash', ['-euo', 'pipefail', '-c', block], { cwd: folder, env, maxBuffer: 2 ** 28 });
}

const send = (url: string, options: Partial<Parameters<typeof request>[1]> = {}): Promise<Answer> =>
	request(url, { authority, ...options });

const inDatabase = async (query: string) =>
	(
		await stack.compose(['exec', '-T', 'database', 'psql', '--username', 'directus', '-Atc', query])
	).trim();

const sessions = () => inDatabase('select count(*) from directus_sessions');
const articles = () =>
	inDatabase('select md5(string_agg(a::text, chr(10) order by id)) from articles a');
const fileNames = () => stack.compose(['exec', '-T', 'directus', 'ls', '/data/uploads']);

/** How a page that is for members alone is answered. */
const profile = async (browser: Browser) => (await browser.visit('/profile')).status;

function changeEnvironment(values: Record<string, string>): void {
	const lines = readFileSync(stack.file, 'utf8')
		.split('\n')
		.filter((line) => !Object.keys(values).some((name) => line.startsWith(`${name}=`)));
	const added = Object.entries(values).map(([name, value]) => `${name}='${value}'`);
	writeFileSync(stack.file, [...lines, ...added, ''].join('\n'));
	Object.assign(stack.variables, values);
}

// Each goes on from where the one before has left the site, as in life.
describe('the manual for containers:', () => {
	let member: Browser;

	test(
		'a backup restores a lost installation, and members are signed in',
		async () => {
			const password = stack.variables.DEMO_PASSWORD ?? '';
			member = new Browser(stack.siteUrl, { authority });
			expect((await member.signIn({ email: 'member@example.com', password })).status).toBe(303);
			const before = { articles: await articles(), fileNames: await fileNames() };
			await follow('back up');
			expect(statSync(path.join(folder, 'backups/compose')).mode & 0o077).toBe(0);

			await inDatabase('truncate articles, directus_users cascade');
			await stack.compose(['exec', '-T', 'directus', 'sh', '-c', 'rm /data/uploads/*']);
			await follow('restore');

			expect({ articles: await articles(), fileNames: await fileNames() }).toEqual(before);
			expect(await profile(member)).toBe(200);
		},
		TIMEOUT_MILLISECONDS
	);

	test(
		'secrets are replaced, and members stay signed in',
		async () => {
			const { PORTICO_EVENTS_SECRET: old = '' } = stack.variables;
			const next = `whsec_${Buffer.from(randomUUID()).toString('base64')}`;
			for (const PORTICO_EVENTS_SECRET of [`${next},${old}`, next]) {
				changeEnvironment({ PORTICO_EVENTS_SECRET, SECRET: randomUUID() });
				await follow('secrets');
				expect(await profile(member)).toBe(200);
			}
		},
		TIMEOUT_MILLISECONDS
	);

	test(
		'the password of the database is replaced',
		async () => {
			const NEW_PASSWORD = randomUUID();
			changeEnvironment({ DB_PASSWORD: NEW_PASSWORD });
			await follow('database password', { NEW_PASSWORD });
			expect(await profile(member)).toBe(200);
		},
		TIMEOUT_MILLISECONDS
	);

	test(
		'all sessions can be ended',
		async () => {
			expect(await sessions()).not.toBe('0');
			await follow('everybody');
			await expect.poll(() => profile(member), { timeout: 60_000, interval: 500 }).toBe(303);
			expect(await sessions()).toBe('0');
		},
		TIMEOUT_MILLISECONDS
	);

	test(
		'an installation on SQLite is moved in',
		async () => {
			await stack.compose(['--profile', 'dev', 'down', '--volumes']);
			const { adminEmail, adminPassword, secret } = await installationOnSqlite();
			changeEnvironment({ SECRET: secret, ADMIN_EMAIL: adminEmail, ADMIN_PASSWORD: adminPassword });
			await follow('move', { DB_PASSWORD: stack.variables.DB_PASSWORD, PORTICO_DATA: DATA });

			authority = await stack.authority();
			expect(await fileNames()).toContain('a-file');
			const login = await send(`${stack.studioUrl}/auth/login`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ email: adminEmail, password: adminPassword })
			});
			expect(login.status).toBe(200);
		},
		TIMEOUT_MILLISECONDS
	);
});

/** Creates the movable part of an installation of `npm start`, where the commands of the manual expect it. */
async function installationOnSqlite(): Promise<Secrets> {
	const secrets = newSecrets();
	mkdirSync(path.join(DATA, 'uploads'), { recursive: true });
	writeFileSync(path.join(DATA, 'uploads', 'a-file'), 'of an administrator');
	writeSecrets(DATA, secrets);
	const { adminEmail: email, adminPassword: password, secret, eventsSecret } = secrets;
	const installation = { dataFolder: DATA, host: '127.0.0.1', port: 8055, secret };
	const events = { url: null, secret: eventsSecret };
	const rest = { appOrigin: stack.siteUrl, admin: { email, password }, smtp: null, events };
	const given = { PATH: process.env.PATH, HOME: process.env.HOME };
	await prepare(directusEnvironment({ ...installation, ...rest }, given), () => {});

	const move = `exec node ${path.join(ROOT, 'scripts/launch.js')} scripts/move-to-postgres.ts`;
	const scripts = { 'move:postgres': move };
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ scripts }));
	return secrets;
}
