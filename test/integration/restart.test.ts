// Programs of an installation that end by themselves while `npm start` runs.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OwnSite } from '../support/own-site.ts';

/** For what never comes; nothing here is about speed. */
const PATIENCE = { timeout: 120_000, interval: 100 };
const OWN_SITE_MILLISECONDS = 300_000;

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
	const response = await fetch(`${url}/readyz`).catch(() => null); // nobody listens
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
			.poll(() => processes().filter((pid) => !first.includes(pid)), PATIENCE)
			.toHaveLength(3);
		await expect.poll(() => isReady(url), PATIENCE).toBe(true);

		for (const pid of processes()) process.kill(pid, 'SIGKILL');
		await site.stop();
		expect(await isReady(url)).toBe(false);
	},
	OWN_SITE_MILLISECONDS
);
