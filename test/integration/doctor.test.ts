// The doctor, at an installation that is well.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Directus } from '../support/directus.ts';
import { complaintsIn, findingsIn, runDoctor } from '../support/run-doctor.ts';
import { installation } from '../support/installation-under-test.ts';

const { administrator, url, directusUrl, mailUrl } = installation;
const directus = new Directus(installation);
/** Findings that are expected in tests: raised limits, and effects of a busy machine. */
const EXPECTED_FINDINGS = ['should rate-limits', 'should pressure-limiter', 'should events'];

/** A folder without anything, so that no `.env` and no other installation of this machine is meant. */
let data: string;
beforeAll(() => {
	data = mkdtempSync(path.join(tmpdir(), 'portico-doctor-'));
});
afterAll(async () => {
	rmSync(data, { recursive: true });
	await directus.clear();
});

const addresses = () => ({
	PORTICO_DATA: data,
	APP_ORIGIN: url,
	STUDIO_URL: directusUrl,
	PORTICO_MAIL_PORT: new URL(mailUrl).port
});
const here = () => ({
	...addresses(),
	ADMIN_EMAIL: administrator.email,
	ADMIN_PASSWORD: administrator.password
});

/** A person with the role of the administrator. */
async function makeAdministrator(values: object = {}) {
	const role = await directus.send<{ role: string }>('GET', '/users/me?fields=role');
	return directus.makePerson({ ...role, ...values });
}

async function countOf(action: 'login' | 'logout', { id }: { id: string }): Promise<number> {
	const filter = `filter[action][_eq]=${action}&filter[user][_eq]=${id}`;
	return (await directus.send<unknown[]>('GET', `/activity?limit=-1&${filter}`)).length;
}

describe('doctor on an installation of npm start', () => {
	test('H11 finds no problem, and its test email arrives', async () => {
		const person = await makeAdministrator();
		const credentials = { ADMIN_EMAIL: person.email, ADMIN_PASSWORD: person.password };
		const run = await runDoctor(['--json', '--send-mail'], { ...here(), ...credentials });

		const complaints = complaintsIn(run).filter((one) => !EXPECTED_FINDINGS.includes(one));
		expect(complaints).toEqual([]);
		expect(run.code).toBe(0);
		expect(findingsIn(run).map(({ id }) => id)).toEqual(
			expect.arrayContaining(['sign-in', 'session-ends', 'events', 'model-drift', 'mail-arrives'])
		);
		// at Directus and at the site; neither session is left behind
		expect(await countOf('login', person)).toBe(2);
		expect(await countOf('logout', person)).toBe(2);
	});

	test('reports in lines of 80 columns, without a password', async () => {
		const { output, code } = await runDoctor([], here());

		const [, ...lines] = output.split('\n');
		expect(lines.filter((line) => line.length > 80)).toEqual([]);
		expect(output).toContain('Nothing must be put right');
		expect(output).not.toContain(administrator.password);
		expect(code).toBe(0);
	});

	test('works with a static token, without the checks that need a password', async () => {
		const token = crypto.randomUUID();
		await makeAdministrator({ token });

		const run = await runDoctor(['--json'], { ...addresses(), ADMIN_TOKEN: token });

		expect(complaintsIn(run)).toContain('unknown sign-in');
		expect(run.output).not.toContain(token);
		expect(run.code).toBe(0);
	});
});

test('H11 doctor reports only an error for an account that is no administrator', async () => {
	const { email, password } = await directus.makePerson();

	const run = await runDoctor(['--json'], {
		...here(),
		ADMIN_EMAIL: email,
		ADMIN_PASSWORD: password
	});

	expect(complaintsIn(run)).toEqual(['must administrator']);
	expect(run.code).toBe(1);
});

test('doctor reports only an error for a wrong password', async () => {
	const run = await runDoctor(['--json'], { ...here(), ADMIN_PASSWORD: 'wrong' });

	expect(complaintsIn(run)).toEqual(['must administrator']);
	expect(run.code).toBe(1);
});

test.each([
	[['--verbose'], '--verbose'],
	[['extra'], 'extra'],
	[['--url'], '--url'],
	[['--url', 'somewhere'], 'http or https'],
	[['--url', 'https://site.example/page'], 'without a path'],
	[['--url', 'https://site.example'], '--directus-url'],
	[['--token', 'x', '--email', 'y'], '--token takes the place'],
	[['--ca', '/nowhere/ca.pem'], '/nowhere/ca.pem'],
	[['--ca', 'package.json'], 'no certificate']
])('doctor refuses %j with a message and exit code 2', async (args, words) => {
	const { PORTICO_DATA } = here();
	const { code, errors, output } = await runDoctor(args, { PORTICO_DATA });

	expect(errors).toContain(words);
	expect(errors).not.toMatch(/^\s+at /m);
	expect(output).toBe('');
	expect(code).toBe(2);
});

test('doctor does not prompt for a password without a terminal', async () => {
	const { code, errors } = await runDoctor([], { PORTICO_DATA: data });

	expect(errors).toContain('ADMIN_EMAIL');
	expect(code).toBe(2);
});
