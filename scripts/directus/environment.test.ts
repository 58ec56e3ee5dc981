import { describe, expect, test } from 'vitest';
import { directusEnvironment, type Installation } from './environment.ts';

const installation: Installation = {
	dataFolder: '/srv/portico',
	host: '127.0.0.1',
	port: 8055,
	appOrigin: 'https://example.com',
	secret: 'a-secret-of-at-least-thirty-two-characters',
	admin: { email: 'admin@example.com', password: 'password' },
	smtp: { host: '127.0.0.1', port: 1025 },
	events: { url: 'http://127.0.0.1:3000/hooks/directus', secret: 'whsec_c2VjcmV0' }
};

describe('the default environment of Directus', () => {
	const environment = directusEnvironment(installation, {});

	test('keeps everything in the data folder', () => {
		expect(environment).toMatchObject({
			DB_CLIENT: 'sqlite3',
			DB_FILENAME: '/srv/portico/directus.db',
			STORAGE_LOCAL_ROOT: '/srv/portico/uploads'
		});
	});

	test("hides the extension's own tables from Directus, beside those it excludes itself", () => {
		expect(environment.DB_EXCLUDE_TABLES).toMatch(
			/^spatial_ref_sys,sysdiagrams,portico_migrations/
		);
	});

	test('sends emails to the catcher, with links to the site', () => {
		expect(environment).toMatchObject({
			EMAIL_SMTP_PORT: '1025',
			PASSWORD_RESET_URL_ALLOW_LIST: 'https://example.com/reset-password'
		});
	});

	test('has Studio where Directus listens, with cookies for plain http', () => {
		expect(environment).toMatchObject({
			PUBLIC_URL: 'http://localhost:8055',
			SESSION_COOKIE_SECURE: 'false',
			IP_TRUST_PROXY: 'false'
		});
	});

	test('turns Redis off, whatever variables an orchestrator adds later', () => {
		expect(environment.REDIS_ENABLED).toBe('false');
	});
});

describe('a variable set by the user', () => {
	test('NODE_OPTIONS are kept beside our own', () => {
		const given = { NODE_OPTIONS: '--max-old-space-size=512' };
		const { NODE_OPTIONS } = directusEnvironment(installation, given);

		expect(NODE_OPTIONS).toMatch(/^--max-old-space-size=512 --import=file:/);
	});

	test('wins', () => {
		const environment = directusEnvironment(installation, { ACCESS_TOKEN_TTL: '6s' });

		expect(environment.ACCESS_TOKEN_TTL).toBe('6s');
	});

	test('does not win where it is empty', () => {
		const environment = directusEnvironment(installation, { ACCESS_TOKEN_TTL: '' });

		expect(environment.ACCESS_TOKEN_TTL).toBe('5m');
	});

	test('adds receivers of events, with the same secret', () => {
		const urls = 'http://one:3000/hooks/directus,http://two:3000/hooks/directus';
		const environment = directusEnvironment(installation, { PORTICO_EVENTS_URLS: urls });

		expect(environment).toMatchObject({
			PORTICO_EVENTS_URLS: urls,
			PORTICO_EVENTS_SECRET: 'whsec_c2VjcmV0'
		});
	});

	test('may be in a file', () => {
		const environment = directusEnvironment(installation, { SECRET_FILE: '/run/secrets/secret' });

		expect(environment).toMatchObject({ SECRET_FILE: '/run/secrets/secret' });
		expect(environment).not.toHaveProperty('SECRET');
	});

	test('cannot move Directus: PORT and HOST belong to the app', () => {
		const environment = directusEnvironment(installation, { PORT: '3000', HOST: '0.0.0.0' });

		expect(environment).toMatchObject({ PORT: '8055', HOST: '127.0.0.1' });
	});

	test('for the database replaces all of ours', () => {
		const environment = directusEnvironment(installation, { DB_CLIENT: 'pg', DB_HOST: 'db' });

		expect(environment).not.toHaveProperty('DB_FILENAME');
	});

	test('may exclude tables without replacing our database', () => {
		const environment = directusEnvironment(installation, { DB_EXCLUDE_TABLES: 'invoices' });

		expect(environment.DB_EXCLUDE_TABLES).toMatch(/^invoices,portico_migrations/);
		expect(environment).toHaveProperty('DB_FILENAME');
	});

	test('for the mail server replaces all of ours, which has no encryption', () => {
		const environment = directusEnvironment(installation, { EMAIL_SMTP_HOST: 'mail.example.com' });

		expect(environment).not.toHaveProperty('EMAIL_SMTP_IGNORE_TLS');
		expect(environment).not.toHaveProperty('EMAIL_SMTP_PORT');
	});

	test('gives sessions the lifetime of a refresh token', () => {
		const environment = directusEnvironment(installation, { REFRESH_TOKEN_TTL: '30d' });

		expect(environment.SESSION_COOKIE_TTL).toBe('30d');
	});

	test('raises the limit of registrations to that of the site', () => {
		const environment = directusEnvironment(installation, { RATE_LIMIT_SIGNUP: '50' });

		expect(environment.RATE_LIMITER_REGISTRATION_POINTS).toBe('50');
	});

	test('makes cookies secure where Studio is reached by https', () => {
		const environment = directusEnvironment(installation, {
			PUBLIC_URL: 'https://cms.example.com'
		});

		expect(environment.SESSION_COOKIE_SECURE).toBe('true');
	});

	test('trusts one proxy where Studio has another address than Directus', () => {
		const publicUrl = 'https://cms.example.com';

		expect(directusEnvironment({ ...installation, publicUrl }, {}).IP_TRUST_PROXY).toBe('1');
		expect(directusEnvironment(installation, { PUBLIC_URL: publicUrl }).IP_TRUST_PROXY).toBe('1');
	});

	test.each(['http://localhost:8055', 'http://127.0.0.1:8055'])(
		'trusts no proxy where Studio is reached at Directus’ own address %s',
		(PUBLIC_URL) => {
			expect(directusEnvironment(installation, { PUBLIC_URL }).IP_TRUST_PROXY).toBe('false');
		}
	);

	test('turns Redis on under Directus’ name for it', () => {
		const environment = directusEnvironment(installation, { REDIS_URL: 'redis://cache:6379' });

		expect(environment).toMatchObject({ REDIS: 'redis://cache:6379', CACHE_STORE: 'redis' });
		expect(environment).not.toHaveProperty('REDIS_URL');
		expect(environment).not.toHaveProperty('REDIS_ENABLED');
	});
});
