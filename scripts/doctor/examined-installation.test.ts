import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newSecrets, writeSecrets } from '../site/secrets.ts';
import { findInstallation, isLoopback } from './examined-installation.ts';
import { parseOptions } from './doctor-options.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'portico-doctor-'))));
afterEach(() => rmSync(root, { recursive: true }));

const kept = newSecrets();
const DOT_ENV = `
SITE_HOST=site.example
STUDIO_HOST=studio.example
HTTPS_PORT=
ADMIN_EMAIL=ada@site.example
ADMIN_PASSWORD='a password with # and spaces'
SECRET=of-the-containers
`;

function found(args: string[], environment: Record<string, string> = {}) {
	const options = parseOptions(args);
	if (!options) throw new Error('help was asked for');
	return findInstallation(options, environment, root);
}

describe('without .env doctor finds', () => {
	test('the installation of npm start, with its ports and stored credentials', () => {
		writeSecrets(root, kept);
		expect(found(['--data', root], { PORTICO_PORT: '3100' })).toMatchObject({
			siteUrl: 'http://localhost:3100',
			directusUrl: 'http://localhost:8055',
			mailCatcherUrl: 'http://localhost:1080',
			credentials: { kind: 'password', email: kept.adminEmail, password: kept.adminPassword },
			secret: kept.secret,
			demoPassword: kept.demoPassword
		});
	});

	test('no credentials where npm start has stored none', () => {
		expect(found([]).credentials).toBeNull();
	});
});

describe('with .env doctor finds', () => {
	beforeEach(() => writeFileSync(path.join(root, '.env'), DOT_ENV));

	test('addresses with the configured ports, and the page of the mail catcher', () => {
		const more = 'HTTPS_PORT=8443\nEMAIL_SMTP_HOST=mail\nMAIL_PORT=1081\n';
		writeFileSync(path.join(root, '.env'), DOT_ENV + more);
		expect(found([])).toMatchObject({
			siteUrl: 'https://site.example:8443',
			directusUrl: 'https://studio.example:8443',
			mailCatcherUrl: 'http://localhost:1081'
		});
	});

	test('the installation of the containers', () => {
		expect(found([])).toMatchObject({
			siteUrl: 'https://site.example',
			directusUrl: 'https://studio.example',
			mailCatcherUrl: null,
			credentials: { email: 'ada@site.example', password: 'a password with # and spaces' },
			secret: 'of-the-containers',
			accessCommand: 'docker compose run --rm set-up'
		});
	});

	test('values of options before those of the environment and of the file', () => {
		const environment = { APP_ORIGIN: 'https://other.example' };
		expect(found([], environment).siteUrl).toBe('https://other.example');
		expect(found(['--directus-url', 'https://third.example'], environment)).toMatchObject({
			siteUrl: 'https://other.example',
			directusUrl: 'https://third.example'
		});
	});

	test('the installation of npm start with --data', () => {
		writeSecrets(root, kept);
		expect(found(['--data', root])).toMatchObject({
			siteUrl: 'http://localhost:3000',
			secret: kept.secret
		});
	});

	test('no credentials of this machine for a site on another one', () => {
		const args = ['--url', 'https://remote.example', '--directus-url', 'https://their.example'];
		expect(found(args)).toMatchObject({ credentials: null, secret: null, demoPassword: null });
	});

	test('credentials for its own address as an option', () => {
		expect(found(['--url', 'https://site.example/'])).toMatchObject({
			directusUrl: 'https://studio.example',
			credentials: { email: 'ada@site.example' }
		});
	});

	test('no stored password for another administrator', () => {
		expect(found(['--email', 'eve@site.example']).credentials).toEqual({
			kind: 'password',
			email: 'eve@site.example',
			password: null
		});
	});

	test('the given token instead of the stored password', () => {
		expect(found(['--token', 'abc']).credentials).toEqual({ kind: 'token', token: 'abc' });
		expect(found([], { ADMIN_TOKEN: 'abc' }).credentials).toEqual({ kind: 'token', token: 'abc' });
	});
});

test.each([
	['http://127.0.0.1:3000', true],
	['http://localhost:3000', true],
	['https://localhost', true],
	['https://studio.localhost:8443', true],
	['http://[::1]:3000', true],
	['https://localhost.example', false],
	['https://127.example', false],
	['https://site.example', false],
	['nonsense', false]
])('%s is this machine: %s', (url, expected) => {
	expect(isLoopback(url)).toBe(expected);
});
