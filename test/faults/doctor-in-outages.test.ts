// The doctor, at installations with faults in their running parts, many at a time: each has an id of its own.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { editor } from '../../directus/access/roles.ts';
import { runDirectus } from '../../scripts/directus/directus-command.ts';
import { ownInstallation, type OwnInstallation } from '../support/bare-installation.ts';
import { freePorts } from '../../scripts/site/ports.ts';
import { Directus } from '../support/directus.ts';
import { complaintsIn, findingsIn, type Run, runDoctor } from '../support/run-doctor.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { type OwnDirectus, startDirectus } from '../support/own-directus.ts';
import { canMakeCertificates, makeCertificate, TlsRelay } from '../support/tls-relay.ts';

/** Directus makes its tables from nothing: a quarter of a minute, on a busy machine more. */
const OWN_DIRECTUS_MILLISECONDS = 300_000;
const NAME = 'site.example';
const HOSTS = new URL('./hosts.ts', import.meta.url).href;
const MEMBERS_POLICY = '6d656d62-6572-4000-8000-000000000012';

const newEventsSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'portico-doctor-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!canMakeCertificates)('a public site over https', () => {
	const demoPassword = randomUUID();
	let own: OwnDirectus;
	let app: OwnApp;
	let relay: TlsRelay;
	let directus: Directus;
	let siteUrl: string;
	let certificateFile: string;

	beforeAll(async () => {
		const certificate = makeCertificate(folder, NAME);
		({ certificateFile } = certificate);
		relay = await TlsRelay.open(certificate);
		siteUrl = `https://${NAME}:${relay.port}`;
		const [appPort = 0, unusedPort = 0] = await freePorts(2);
		own = await startDirectus({
			APP_ORIGIN: siteUrl,
			PUBLIC_URL: 'https://studio.example',
			REFRESH_TOKEN_TTL: '1h',
			ACCESS_TOKEN_TTL: '30m',
			SESSION_REFRESH_GRACE_PERIOD: '10s',
			IP_TRUST_PROXY: 'true',
			PORTICO_DIRECTUS_API: 'open',
			WEBSOCKETS_ENABLED: 'true',
			CORS_ENABLED: 'true',
			EXTENSIONS_MUST_LOAD: 'false',
			RATE_LIMITER_REGISTRATION_ENABLED: 'false',
			PASSWORD_RESET_URL_ALLOW_LIST: 'https://elsewhere.example/reset-password',
			USER_INVITE_URL_ALLOW_LIST: `${siteUrl}/accept-invite,https://elsewhere.example/accept-invite`,
			USER_REGISTER_URL_ALLOW_LIST: `${siteUrl}/verify-email`,
			EMAIL_TRANSPORT: 'smtp',
			EMAIL_SMTP_HOST: '127.0.0.1',
			EMAIL_SMTP_PORT: String(unusedPort),
			PORTICO_EVENTS_URLS: `http://127.0.0.1:${appPort}/hooks/directus`,
			PORTICO_EVENTS_SECRET: newEventsSecret()
		});
		app = await startApp({
			PORT: String(appPort),
			APP_ORIGIN: siteUrl,
			DIRECTUS_URL: own.directusUrl,
			// one proxy more than there is
			ADDRESS_HEADER: 'x-forwarded-for',
			XFF_DEPTH: '2',
			PORTICO_EVENTS_SECRET: newEventsSecret()
		});
		relay.target = app.url;
		directus = new Directus(own);
	}, OWN_DIRECTUS_MILLISECONDS);
	afterAll(async () => {
		await relay.close();
		await app.stop();
		await own.end();
	});

	const look = (args: string[] = []) =>
		runDoctor(
			['--json', '--url', siteUrl, '--directus-url', own.directusUrl, ...args],
			{
				HOSTS: NAME,
				PORTICO_DATA: folder,
				ADMIN_EMAIL: own.administrator.email,
				ADMIN_PASSWORD: own.administrator.password,
				DEMO_PASSWORD: demoPassword
			},
			[HOSTS]
		);

	test('with an unknown certificate authority gets no password, and the report names the way to trust it', async () => {
		const run = await look();

		expect(complaintsIn(run)).toEqual(['must site-certificate']);
		expect(findingsIn(run)[0]?.fix).toContain('--ca FILE');
		expect(run.code).toBe(1);
	});

	describe('H11 with faults in its proxy, its app, its Directus and its rights', () => {
		let run: Run;
		beforeAll(async () => {
			relay.spoil = spoiled;
			await misuse(directus, demoPassword);
			run = await look(['--ca', certificateFile]);
		}, 120_000);

		test.each([
			// the proxy
			'must hsts',
			'must content-security-policy',
			'must nosniff',
			'must no-store',
			'must cookies',
			'must clock',
			// the app
			'must site-address',
			'must session-lifetime',
			// Directus
			'must trust-proxy',
			'must directus-address',
			'must websockets',
			'must extensions-must-load',
			'must sign-up-limit',
			'must refresh-grace',
			'must link-recovery',
			'must mail',
			'must events',
			'must session-ends',
			'should api-access',
			'should access-lifetime',
			'should cors',
			'should link-invitation',
			'should public-url',
			'should mail-sender',
			// changes made in Studio
			'must access-drift',
			'must public-access',
			'must role-access',
			'must registration-role',
			'must auth-login-attempts',
			'must storage-asset-transform',
			'must picture-presets',
			'must model-drift',
			'must demo-people',
			'should administrators'
		])('%s is found', (complaint) => {
			expect(complaintsIn(run)).toContain(complaint);
		});

		test('nothing else is reported, the command ends with 1, and prints no secret', () => {
			const ids = findingsIn(run).filter(({ severity }) => severity === 'ok');
			expect(ids.map(({ id }) => id)).toEqual(
				expect.arrayContaining(['site-certificate', 'sign-in', 'member-page', 'license'])
			);
			expect(complaintsIn(run).filter((one) => one.startsWith('unknown'))).toEqual([]);
			expect(run.code).toBe(1);
			expect(run.output).not.toContain(own.administrator.password);
			expect(run.output).not.toContain(demoPassword);
			for (const { fix, why } of findingsIn(run).filter(({ severity }) => severity !== 'ok')) {
				expect(fix).toBeTruthy();
				expect(why).toBeTruthy();
			}
		});

		test('each is reported once', () => {
			const complaints = complaintsIn(run);
			expect(complaints).toEqual([...new Set(complaints)]);
		});
	});
});

const PROTECTIVE_HEADERS = [
	'strict-transport-security',
	'content-security-policy',
	'x-content-type-options',
	'cache-control'
];

/** Headers as a misconfigured proxy changes them, on a machine whose clock is ten minutes slow. */
function spoiled(headers: IncomingHttpHeaders): IncomingHttpHeaders {
	const rest = { ...headers };
	for (const name of PROTECTIVE_HEADERS) delete rest[name];
	const cookies = rest['set-cookie']?.map((cookie) =>
		cookie.startsWith('__Host-access_token') ? cookie.replace('; HttpOnly', '') : cookie
	);
	const date = new Date(Date.now() - 600_000).toUTCString();
	return { ...rest, date, ...(cookies && { 'set-cookie': cookies }) };
}

/** Makes the mistakes that an administrator can make in Studio. */
async function misuse(directus: Directus, demoPassword: string): Promise<void> {
	const [open] = await directus.send<{ policy: string }[]>(
		'GET',
		'/access?filter[role][_null]=true&filter[user][_null]=true&filter[policy][name][_contains]=public_label&fields=policy'
	);
	await directus.send('POST', '/permissions', {
		policy: open?.policy,
		collection: 'directus_users',
		action: 'read',
		fields: ['*']
	});
	const [permission] = await directus.send<{ id: number }[]>(
		'GET',
		`/permissions?filter[policy][_eq]=${MEMBERS_POLICY}&fields=id`
	);
	await directus.send('DELETE', `/permissions/${permission?.id}`);
	await directus.send('POST', '/policies', {
		name: 'Everything',
		admin_access: true,
		roles: [{ role: '7072656d-6975-4d00-8000-000000000002' }]
	});
	await directus.send('PATCH', '/settings', {
		auth_login_attempts: 25,
		storage_asset_transform: 'all',
		storage_asset_presets: [],
		public_registration_role: editor.id
	});
	await directus.send('DELETE', '/fields/categories/description');
	await directus.send('POST', '/users', {
		email: 'member@example.com',
		password: demoPassword,
		status: 'active'
	});
}

describe('a Directus whose SECRET is short', () => {
	const SECRET = 'too short';
	let own: OwnInstallation;
	beforeAll(async () => {
		own = await ownInstallation();
		await runDirectus(own.environment, 'bootstrap');
		Object.assign(own.environment, { SECRET, EXTENSIONS_MUST_LOAD: 'false' });
		await own.start();
	}, OWN_DIRECTUS_MILLISECONDS);
	afterAll(() => own.remove());

	const look = async () => {
		const [port] = await freePorts(1);
		const { url, email, password } = own.credentials;
		return runDoctor(['--json', '--url', `http://localhost:${port}`, '--directus-url', url], {
			PORTICO_DATA: folder,
			SECRET,
			ADMIN_EMAIL: email,
			ADMIN_PASSWORD: password
		});
	};

	test('is reported without its extension and without the site', async () => {
		const run = await look();

		expect(complaintsIn(run)).toEqual(['must site-answers', 'must extension', 'must secret']);
		expect(run.output).not.toContain(SECRET);
		expect(run.code).toBe(1);
	});

	test('is reported when it makes the first visitor its administrator', async () => {
		const database = new DatabaseSync(own.environment.DB_FILENAME ?? '', {
			enableForeignKeyConstraints: false
		});
		database.exec('delete from directus_users');
		database.close();

		const run = await look();

		expect(complaintsIn(run)).toContain('must setup-open');
		expect(run.code).toBe(1);
	});
});
