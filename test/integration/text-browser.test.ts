// A person who reads the web in a terminal signs in with w3m, as it is: it sends no Origin with a form.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	installPackages,
	installationError
} from '../../scripts/testing/browsers/system-packages.ts';
import { isInPath } from '../../scripts/testing/browsers/browser-programs.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

const PACKAGES = ['w3m'];
const TIMEOUT_MILLISECONDS = 30_000;
const ENTER = '\r';
const NEXT = '\t';

const directus = new Directus(installation);
const home = mkdtempSync(path.join(tmpdir(), 'portico-w3m-'));
let person: Person;
beforeAll(async () => {
	person = await directus.makePerson();
});
afterAll(async () => {
	rmSync(home, { recursive: true });
	await directus.clear();
});

/** w3m in a terminal of its own. */
class TextBrowser {
	readonly #terminal: ChildProcessWithoutNullStreams;
	#shown = '';

	constructor(address: string) {
		const options = '-cookie -o accept_cookie=1 -o confirm_qq=0 -no-mouse';
		const env = { ...process.env, HOME: home, TERM: 'xterm', LANG: 'C.UTF-8' };
		const command = `w3m ${options} '${address}'`;
		this.#terminal = spawn('script', ['-qfc', command, '/dev/null'], { env });
		this.#terminal.stdout.on('data', (chunk: Buffer) => (this.#shown += chunk.toString()));
	}

	/** Presses keys, once the terminal shows these words; earlier output is discarded. */
	async press(keys: string, words: string): Promise<void> {
		await this.shows(words);
		this.#shown = '';
		this.#terminal.stdin.write(keys);
	}

	async shows(words: string): Promise<void> {
		const timeout = TIMEOUT_MILLISECONDS;
		await expect.poll(() => this.#shown, { timeout }).toContain(words);
	}

	async close(): Promise<void> {
		this.#terminal.kill();
		await once(this.#terminal, 'close');
	}
}

/** Why there is no w3m here, nor can be; null where there is. */
function w3mError(): string | null {
	if (isInPath('w3m')) return null;
	const error = installationError(PACKAGES);
	if (error) return `there is no w3m here: ${error}`;
	try {
		installPackages(PACKAGES);
	} catch (error) {
		return `w3m cannot be installed: ${String(error)}`;
	}
	return null;
}

test('a text browser signs in, and returns to the page that required it', async ({ skip }) => {
	const error = w3mError();
	if (error) skip(error);
	const browser = new TextBrowser(`${installation.url}/profile`);
	try {
		await browser.press(`/Email address${ENTER}`, 'Forgot your password?');
		await browser.press(NEXT + ENTER, 'Email address');
		await browser.press(person.email + ENTER, 'TEXT:');
		await browser.press(NEXT + ENTER, 'Viewing');
		await browser.press(person.password + ENTER, 'Password:');
		await browser.press(NEXT + ENTER, 'Viewing');
		await browser.shows('Viewing <Your profile');
	} finally {
		await browser.close();
	}
}, 300_000);
