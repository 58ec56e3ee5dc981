import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Stack } from './stack.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Runs journeys in a real browser against a stack; returns the failures, or null. */
export async function runJourneys(
	stack: Stack,
	{ studioUrl, journeys }: { studioUrl: string; journeys: string[] }
): Promise<string | null> {
	const folder = mkdtempSync(path.join(tmpdir(), 'portico-journeys-'));
	const authority = path.join(folder, 'authority.crt');
	writeFileSync(authority, await stack.authority());
	const { ADMIN_EMAIL, ADMIN_PASSWORD, MAIL_PORT } = stack.variables;

	const cli = path.join(ROOT, 'node_modules/@playwright/test/cli.js');
	const results = path.join(folder, 'results');
	const options = ['--project', 'with scripts', '--reporter', 'line', '--output', results];
	// Chromium aborts its requests when the machine's network changes, as with each container that starts or stops
	const retries = ['--retries', '2'];
	const child = spawn(process.execPath, [cli, 'test', ...options, ...retries, ...journeys], {
		cwd: ROOT,
		env: {
			...process.env,
			NODE_EXTRA_CA_CERTS: authority,
			PORTICO_TEST_URL: stack.siteUrl,
			PORTICO_TEST_DIRECTUS_URL: studioUrl,
			PORTICO_TEST_MAIL_URL: `http://127.0.0.1:${MAIL_PORT}`,
			PORTICO_TEST_ADMIN_EMAIL: ADMIN_EMAIL,
			PORTICO_TEST_ADMIN_PASSWORD: ADMIN_PASSWORD
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	}
	const [code] = (await once(child, 'close')) as [number | null];
	rmSync(folder, { recursive: true });
	return code === 0 ? null : stripVTControlCharacters(output);
}
