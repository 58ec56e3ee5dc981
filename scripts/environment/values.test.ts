import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Installation } from './decisions.ts';
import { COMPOSE_VARIABLES, type Variable } from '@portico/contract/environment-variables.ts';
import { valuesFor } from './values.ts';

const composeFile = readFileSync(
	path.resolve(import.meta.dirname, '../../docker-compose.yml'),
	'utf8'
);
function inComposeFile(pattern: RegExp): string[][] {
	return [...composeFile.matchAll(pattern)].map(([, ...groups]) => groups);
}

/** Variables of docker compose itself. */
const COMPOSE_ONLY = ['COMPOSE_PROFILES'];

const here: Installation = {
	siteHost: 'localhost',
	studioHost: 'studio.localhost',
	email: 'admin@example.com',
	mailServer: null,
	mailFrom: 'no-reply@example.com',
	httpPort: null,
	httpsPort: null,
	mailPort: null,
	demo: false
};

test('the file explains every variable that docker-compose.yml reads, and no other', () => {
	const read = inComposeFile(/\$\{([A-Z_]+)/g).flat();
	expect(COMPOSE_VARIABLES.map(({ name }) => name).sort()).toEqual(
		[...new Set([...read, ...COMPOSE_ONLY])].sort()
	);
});

test('the defaults in the file are those of docker-compose.yml', () => {
	const taken = inComposeFile(/\$\{([A-Z_]+):-([^}]+)\}/g);
	const shown = new Map(COMPOSE_VARIABLES.map(({ name, fallback }: Variable) => [name, fallback]));
	for (const [name, value] of taken) expect([name, shown.get(name ?? '')]).toEqual([name, value]);
});

test('secrets in .env are long, and new each time', () => {
	const names = ['SECRET', 'DB_PASSWORD', 'PORTICO_EVENTS_SECRET', 'ADMIN_PASSWORD'];
	const [one, other] = [valuesFor(here), valuesFor(here)];
	for (const name of names) {
		expect(one.get(name)?.length).toBeGreaterThanOrEqual(20);
		expect(one.get(name)).not.toBe(other.get(name));
	}
	expect(Buffer.byteLength(one.get('SECRET') ?? '')).toBeGreaterThanOrEqual(32);
});

test('every variable that docker-compose.yml requires is set', () => {
	const needed = inComposeFile(/\$\{([A-Z_]+):\?/g).flat();
	const values = valuesFor(here);
	expect([...new Set(needed)].filter((name) => !values.get(name))).toEqual([]);
});

test('demo people are created only on request', () => {
	expect(valuesFor(here).has('DEMO_PASSWORD')).toBe(false);
	expect(valuesFor({ ...here, demo: true }).get('DEMO_PASSWORD')).toBeTruthy();
});

test('emails are caught only on a local installation', () => {
	expect(Object.fromEntries(valuesFor(here))).toMatchObject({
		EMAIL_SMTP_HOST: 'mail',
		COMPOSE_PROFILES: 'dev'
	});
	const elsewhere = valuesFor({ ...here, siteHost: 'example.org' });
	expect(elsewhere.has('EMAIL_SMTP_HOST') || elsewhere.has('COMPOSE_PROFILES')).toBe(false);
});

test('a mail server gets implicit TLS on port 465 only', () => {
	const account = { user: 'ada', password: 'x' };
	const withPort = (port: string) =>
		valuesFor({ ...here, mailServer: { host: 'smtp.example', port, account } });
	expect(withPort('465').get('EMAIL_SMTP_SECURE')).toBe('true');
	expect(Object.fromEntries(withPort('587'))).toMatchObject({
		EMAIL_SMTP_SECURE: 'false',
		EMAIL_SMTP_USER: 'ada',
		EMAIL_SMTP_PASSWORD: 'x'
	});
});
