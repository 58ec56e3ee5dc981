import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { FIREFOX_RELAY } from '../../scripts/testing/browsers/firefox.ts';

const MANY_CHARACTERS = 20_000_000;

test('the relay before Firefox passes on long messages in both directions @firefox', async ({
	page
}) => {
	const sent = 'ä'.repeat(MANY_CHARACTERS);
	expect(await page.evaluate((text) => text.length, sent)).toBe(MANY_CHARACTERS);
	const received = await page.evaluate((length) => 'ä'.repeat(length), MANY_CHARACTERS);
	expect(received === sent).toBe(true);
});

test('Firefox ends with the program that started its relay @firefox', async () => {
	const profile = mkdtempSync(path.join(tmpdir(), 'portico-firefox-'));
	const options = ['--headless', '--remote-debugging-port=0', '--profile', profile];
	const starter = `require('node:child_process')
		.spawn(${JSON.stringify(FIREFOX_RELAY)}, ${JSON.stringify(options)}, { stdio: 'inherit' })`;
	const parent = spawn(process.execPath, ['--eval', starter], {
		stdio: ['ignore', 'ignore', 'pipe']
	});
	for await (const line of createInterface({ input: parent.stderr })) {
		if (line.startsWith('WebDriver BiDi listening')) break;
	}
	expect(programs()).toContain(profile);
	const gone = once(parent, 'exit');
	parent.kill('SIGKILL');
	await gone;
	await expect.poll(programs).not.toContain(profile);
	rmSync(profile, { recursive: true });
});

/** The command lines of everything that runs. */
function programs(): string {
	return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
}
