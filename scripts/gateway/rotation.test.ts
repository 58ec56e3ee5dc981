import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { gatewayKeysOf, gatewayKeysText, newGatewayKey } from '@portico/contract/gateway.ts';
import { rotate } from './rotation.ts';

const NOW = 1_800_000_000;
const HOUR = 3600;

test('the next key signs when every service has it, and the keys before stay', () => {
	const present = [newGatewayKey(0)];
	const { keys, signsFrom, publishedUntil } = rotate(gatewayKeysText(present), 60, NOW);
	expect(keys.slice(0, -1)).toEqual(present);
	expect(keys.at(-1)?.signsFrom).toBe(NOW + HOUR);
	expect([signsFrom, publishedUntil]).toEqual([NOW + HOUR, NOW + HOUR - 600]);
});

test('a key that is retired goes, and a rotation that has not ended is not followed by another', () => {
	const [first, second] = [newGatewayKey(0), newGatewayKey(NOW - HOUR)];
	const { keys } = rotate(gatewayKeysText([first, second]), 60, NOW);
	expect(keys).not.toContainEqual(first);
	expect(() => rotate(gatewayKeysText(keys), 60, NOW + HOUR - 1)).toThrow('there already');
	expect(rotate(gatewayKeysText(keys), 60, NOW + HOUR).keys).toHaveLength(3);
});

test('without a key the first one signs at once, and less than a quarter of an hour is refused', () => {
	expect(rotate('', 60, NOW).keys.map(({ signsFrom }) => signsFrom)).toEqual([NOW]);
	expect(() => rotate(gatewayKeysText([newGatewayKey(0)]), 14, NOW)).toThrow('15 or more');
});

test('the command changes that one line of .env, shows no key, and keeps the file to its owner', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'portico-rotation-'));
	const file = path.join(folder, '.env');
	const run = (...options: string[]) =>
		execFileSync(
			process.execPath,
			[path.resolve(import.meta.dirname, '../keys-rotate.ts'), '--file', file, ...options],
			{ encoding: 'utf8' }
		);
	const keys = () => gatewayKeysOf(parseEnv(readFileSync(file, 'utf8')).GATEWAY_KEYS);
	try {
		writeFileSync(file, `SECRET='a b'\n#GATEWAY_KEYS=\nLOG_LEVEL=info\n`, { mode: 0o600 });
		run();
		const [first] = keys();
		const said = run('--minutes', '30');
		expect(keys()).toHaveLength(2);
		expect(keys()).toContainEqual(first);
		for (const { pkcs8 } of keys()) expect(said).not.toContain(pkcs8);
		run('--now');
		expect(keys()).toHaveLength(1);
		expect(keys()).not.toContainEqual(first);
		const text = readFileSync(file, 'utf8').replace(/^GATEWAY_KEYS=.*/m, '…');
		expect(text).toBe(`SECRET='a b'\n…\nLOG_LEVEL=info\n`);
		expect(statSync(file).mode & 0o777).toBe(0o600);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
