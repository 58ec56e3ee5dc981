// Programs of an installation that end by themselves while `npm start` runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../scripts/site/ports.ts';
import { OwnSite } from '../support/own-site.ts';

/** A generous timeout: no test here measures speed. */
const POLL = { timeout: 120_000, interval: 100 };
const OWN_SITE_MILLISECONDS = 300_000;
const START = path.resolve(import.meta.dirname, '../../scripts/start.ts');

const site = new OwnSite();
beforeAll(() => site.start(), OWN_SITE_MILLISECONDS);
afterAll(() => site.end());

/** The processes that it notes to be ended by the next start, should it be killed itself. */
function processes(): number[] {
	const record = JSON.parse(readFileSync(path.join(site.data, 'running.json'), 'utf8')) as {
		children: { pid: number }[];
	}; // written by claim.ts
	return record.children.map(({ pid }) => pid);
}

async function isReady(url: string): Promise<boolean> {
	const response = await fetch(`${url}/readyz`).catch(() => null); // not listening
	return response?.ok ?? false;
}

test(
	'D27 Directus, the site and the mail catcher are started again under npm start, and all of them end when it ends',
	async () => {
		const { url } = site;
		const first = processes();
		expect(first).toHaveLength(3);
		for (const pid of first) process.kill(pid, 'SIGKILL');

		await expect
			.poll(() => processes().filter((pid) => !first.includes(pid)), POLL)
			.toHaveLength(3);
		await expect.poll(() => isReady(url), POLL).toBe(true);

		for (const pid of processes()) process.kill(pid, 'SIGKILL');
		await site.stop();
		expect(await isReady(url)).toBe(false);
	},
	OWN_SITE_MILLISECONDS
);

test(
	'npm start prints the URL of the ready site on one line, with localhost as its host, whatever APP_ORIGIN is',
	async () => {
		await site.stop();
		const [port = 0, directusPort = 0, mailPort = 0, smtpPort = 0] = await freePorts(4);
		const ports = ['--port', String(port), '--directus-port', String(directusPort)];
		const start = spawn(process.execPath, [START, '--data', site.data, ...ports], {
			env: {
				...process.env,
				APP_ORIGIN: 'https://portico.example',
				PORTICO_MAIL_PORT: String(mailPort),
				PORTICO_SMTP_PORT: String(smtpPort)
			},
			stdio: ['ignore', 'pipe', 'inherit']
		});
		const lines: string[] = [];
		let answers: boolean | null = null;
		for await (const line of createInterface(start.stdout)) {
			lines.push(line);
			if (line.startsWith('ready')) answers = await isReady(line.slice('ready '.length));
			if (line.includes('Ctrl-C')) start.kill('SIGTERM');
		}
		if (start.exitCode === null && start.signalCode === null) await once(start, 'exit');

		expect(lines.filter((line) => line.startsWith('ready'))).toEqual([
			`ready http://localhost:${port}`
		]);
		expect(answers).toBe(true);
		const introduction = lines.join('\n');
		expect(introduction).toMatch(new RegExp(`Studio +http://localhost:${directusPort}/admin\n`));
		expect(introduction).toMatch(new RegExp(`Mail catcher +http://localhost:${mailPort}\n`));
	},
	OWN_SITE_MILLISECONDS
);
