import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newSecrets, readSecrets, writeSecrets } from './secrets.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'portico-secrets-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => path.join(folder, 'secrets.json');

test('a new data folder has no secrets', () => {
	expect(readSecrets(folder)).toBeNull();
});

test('stored secrets are read back, and only their owner may read the file', () => {
	const secrets = newSecrets();
	writeSecrets(folder, secrets);
	expect(readSecrets(folder)).toEqual(secrets);
	expect(statSync(file()).mode & 0o777).toBe(0o600);
});

test('a file without a secret for events gets one, and keeps the others', () => {
	const { eventsSecret, ...older } = newSecrets();
	writeFileSync(file(), JSON.stringify(older));
	const secrets = readSecrets(folder);
	expect(secrets).toMatchObject(older);
	expect(secrets?.eventsSecret).toMatch(/^whsec_.{44}$/);
	expect(secrets?.eventsSecret).not.toBe(eventsSecret);
});

test.each(['', '{', '{}', '{"secret":"x"}', 'null'])(
	'a damaged file of secrets (%s) is never replaced',
	(text) => {
		writeFileSync(file(), text);
		expect(() => readSecrets(folder)).toThrow('damaged');
	}
);

test('no two installations have the same secrets, and passwords satisfy usual rules', () => {
	const [one, other] = [newSecrets(), newSecrets()];
	expect(one.secret.length).toBeGreaterThanOrEqual(32);
	expect(one.secret).not.toBe(other.secret);
	expect(one.adminPassword).not.toBe(one.demoPassword);
	expect(one.adminPassword).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9]).{20}$/);
});
