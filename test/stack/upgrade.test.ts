// A stack of release 0.1 that is in use, over which the present `npm run deploy` runs.
import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import { type Article, Directus, type Person } from '../support/directus.ts';
import { png } from '../support/png.ts';
import { request } from '../support/request.ts';
import { replicasOf } from './containers.ts';
import { Crowd } from './crowd.ts';
import { type LocalProxy, openProxy } from './door.ts';
import { type Incident, report, table } from './incident.ts';
import { type Outcome, visit } from './load.ts';
import { buildPreviousRelease, type PreviousRelease } from './previous-release.ts';
import { makeStack, sharedStack, type Stack, up } from './stack.ts';

const BUSY_MACHINE = path.join(import.meta.dirname, 'busy-machine.yml');
const TIMEOUT_MILLISECONDS = 1_800_000;
const MEMBERS = 3;
const STABLE_MILLISECONDS = 3_000;
/** Between the visits of a person who signs in each time, which takes the time of a password hash. */
const PAUSE_MILLISECONDS = 1_000;
const VARIABLES = {
	// one service has a replica to spare, the other has none
	APP_REPLICAS: 2,
	// sessions are renewed all the time
	ACCESS_TOKEN_TTL: '20s',
	// all come from one address
	RATE_LIMIT_PER_ADDRESS: 100_000,
	RATE_LIMIT_PER_ACCOUNT: 100_000,
	RATE_LIMIT_SIGNUP: 100_000
};
/** What is read of each table before and after: columns of release 0.1 that neither a start nor a sign-in writes. */
const KEPT = {
	articles: 'id, slug, title, summary, body, status, audience, cover, published_at',
	pages: 'id, slug, title, body, status',
	directus_files: 'id, filename_disk, type, filesize',
	directus_users: 'id, email, password, role, status'
};

/** What the app logs where Directus was too slow: that a call timed out, or was not made since others had. */
const BUSY = /aborted due to timeout|circuit breaker is open/;

const run = promisify(execFile);

/** The part of `docker inspect` that the test uses. */
interface Container {
	Id: string;
	Image: string;
	State: { StartedAt: string };
}

function onBusyMachine({ COMPOSE_FILE, ...rest }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return { ...rest, COMPOSE_FILE: `${COMPOSE_FILE}:${BUSY_MACHINE}` };
}

function accessTokenIn({ cookies }: Browser): string | undefined {
	return [...cookies].find(([name]) => name.endsWith('access_token'))?.[1];
}

describe('npm run deploy over a stack of release 0.1 that is in use', () => {
	let stack: Stack;
	let previous: PreviousRelease;
	let authority: string;
	let studio: LocalProxy;
	let crowd: Crowd;
	let person: Person;
	let member: Browser;
	let article: Article;
	let cover: string;
	let before: Awaited<ReturnType<typeof observe>>;
	let after: Awaited<ReturnType<typeof observe>>;
	let guests: Outcome;
	let comings: Outcome;
	let members: Incident;
	/** What the app of each release logs. */
	let logs: string;

	beforeAll(async () => {
		// the machine has room for one of them
		await sharedStack().compose(['--profile', 'dev', 'down', '--volumes']);
		stack = await makeStack();
		appendFileSync(
			stack.file,
			Object.entries(VARIABLES)
				.map(([name, value]) => `${name}=${value}\n`)
				.join('')
		);
		previous = await buildPreviousRelease(stack);
		const compose: Stack['compose'] = (args, given) =>
			stack.compose(args, { ...onBusyMachine(previous.environment), ...given });
		await up({ ...stack, compose });
		authority = await stack.authority();
		studio = await openProxy(stack.studioUrl, authority);
		await useSite();

		before = await observe();
		const logsOfPrevious = Promise.all(before.apps.map(({ Id }) => followLogs(Id)));
		await deployInUse();
		after = await observe();
		const present = await stack.compose(['logs', '--no-color', '--no-log-prefix', 'app']);
		logs = [...(await logsOfPrevious), present].join('\n');
	}, TIMEOUT_MILLISECONDS);

	afterAll(async () => {
		studio?.close();
		await stack?.remove();
		await previous?.remove();
	}, TIMEOUT_MILLISECONDS);

	/** Makes content and members, who sign in. */
	async function useSite(): Promise<void> {
		const { ADMIN_EMAIL: email = '', ADMIN_PASSWORD: password = '' } = stack.variables;
		const directus = new Directus({
			directusUrl: studio.url,
			administrator: { email, password }
		});
		cover = await directus.makeFile(png(700, 350), 'image/png', 'cover');
		article = await directus.makeArticle({ audience: 'members', cover });
		await directus.makePage('about');
		person = await directus.makePerson();
		member = new Browser(stack.siteUrl, { authority });
		await member.signIn(person);
		crowd = await Crowd.signInMembers(MEMBERS, { url: stack.siteUrl, authority }, directus);
	}

	/** Deploys while guests, members and a person who comes and goes use the site. */
	async function deployInUse(): Promise<void> {
		const from = Date.now();
		const visitors = visit({ url: stack.siteUrl, authority }, [
			...['/', '/articles', article.path, '/about', '/signin', '/signup'].map((path) => ({
				path,
				status: 200
			})),
			{ path: '/no-such-page', status: 404 },
			{ path: '/forgot-password', fields: { email: 'nobody@example.com' }, status: 200 },
			{ path: '/signup?/register', fields: { email: '' }, status: 422 }
		]);
		const comingAndGoing = comeAndGo();
		crowd.start(['/profile', '/', article.path]);
		try {
			await crowd.untilServed(STABLE_MILLISECONDS);
			await stack.run('scripts/deploy.ts', onBusyMachine(stack.environment));
			await crowd.untilServed(STABLE_MILLISECONDS);
		} finally {
			await crowd.stop();
			guests = await visitors.stop();
			comings = await comingAndGoing.stop();
		}
		members = await report('nothing', crowd, { from, healthyAt: from });
		const seconds = (time: number) => `${((time - from) / 1000).toFixed(1)} s`;
		console.log(
			[
				table([members]),
				`guests: ${guests.answered} answered, comings: ${comings.answered}`,
				...members.unavailable.map((one) => `${seconds(one.sentAt)}: ${one.request} ${one.detail}`),
				...guests.failed,
				...comings.failed
			].join('\n')
		);
	}

	/** A person who signs in, reads a text for members and signs out again, until stopped. */
	function comeAndGo(): { stop(): Promise<Outcome> } {
		const outcome: Outcome = { answered: 0, failed: [] };
		let isOver = false;
		const come = async (): Promise<string | null> => {
			const browser = new Browser(stack.siteUrl, { authority });
			const signIn = await browser.signIn(person);
			if (signIn.status !== 303) return `sign in: ${signIn.status}`;
			const page = await browser.visit(article.path);
			if (!page.body.includes(article.words)) return `read: ${page.status}`;
			const signOut = await browser.submit('/logout', {});
			if (signOut.status !== 303 || accessTokenIn(browser)) return `sign out: ${signOut.status}`;
			return null;
		};
		const visits = (async () => {
			while (!isOver) {
				const failure = await come().catch(String);
				if (failure === null) outcome.answered += 1;
				else outcome.failed.push(failure);
				await delay(PAUSE_MILLISECONDS);
			}
		})();
		return {
			stop: async () => {
				isOver = true;
				await visits;
				return outcome;
			}
		};
	}

	/** All that a container logs until it stops. */
	async function followLogs(id: string): Promise<string> {
		const { stdout, stderr } = await run('docker', ['logs', '--follow', id], {
			maxBuffer: 2 ** 28
		});
		return stdout + stderr;
	}

	/** What the stack consists of, what it keeps, and what Directus' API tells a caller without Studio access. */
	async function observe() {
		const profile = await member.visit('/profile');
		const token = accessTokenIn(member);
		const atStudio = async (path: string, headers = {}) =>
			(await request(stack.studioUrl + path, { authority, headers })).status;
		const rows = Object.entries(KEPT).map(async ([name, columns]) => [
			name,
			await inDatabase(`select ${columns} from ${name} order by id`)
		]);
		return {
			profile: profile.body,
			apps: await containers('app'),
			directuses: await containers('directus'),
			rows: Object.fromEntries(await Promise.all(rows)) as Record<string, string>,
			uploads: await stack.compose(['exec', '-T', 'directus', 'ls', '/data/uploads']),
			api: {
				asGuest: await atStudio('/items/articles'),
				asMember: await atStudio('/users/me', { authorization: `Bearer ${token}` })
			}
		};
	}

	async function containers(service: string): Promise<Container[]> {
		const ids = await replicasOf(stack, service);
		const { stdout } = await run('docker', ['container', 'inspect', ...ids]);
		return JSON.parse(stdout) as Container[]; // of the requested kind
	}

	const inDatabase = (query: string) =>
		stack.compose(['exec', '-T', 'database', 'psql', '--username', 'directus', '-Atc', query]);

	const imageOf = async (name: string | undefined) =>
		(await run('docker', ['image', 'inspect', '--format', '{{.Id}}', name ?? ''])).stdout.trim();

	/** A machine that leaves Directus no time to answer within the app's timeout says nothing about the deployment. */
	const isExcused = (failure: string) => BUSY.test(logs) && /: 503\b/.test(failure);

	test('begins with the images of release 0.1 and ends with the present ones, in new containers', async () => {
		for (const [then, now, name] of [
			[before.apps, after.apps, 'APP_IMAGE'],
			[before.directuses, after.directuses, 'DIRECTUS_IMAGE']
		] as const) {
			const then01 = await imageOf(previous.environment[name]);
			const present = await imageOf(stack.environment[name]);
			expect(then01).not.toBe(present);
			expect(then.map(({ Image }) => Image)).toEqual(then.map(() => then01));
			expect(now.map(({ Image }) => Image)).toEqual(then.map(() => present));
			const old = then.map(({ Id }) => Id);
			expect(now.filter(({ Id }) => old.includes(Id))).toEqual([]);
		}
		expect([after.apps.length, after.directuses.length]).toEqual([2, 1]);
	});

	test('replaces the app before Directus', () => {
		const started = (all: Container[]) => all.map(({ State }) => Date.parse(State.StartedAt));
		const lastApp = Math.max(...started(after.apps));
		expect(lastApp).toBeLessThan(Math.min(...started(after.directuses)));
	});

	test('leaves no call of the app to Directus without an answer that it understands', () => {
		const reasons = logs.match(/"message":"Directus: [^"]*"/g) ?? [];
		expect(reasons.filter((reason) => !BUSY.test(reason))).toEqual([]);
	});

	test('fails no request of guests, and nobody who signs in, reads or signs out', () => {
		const failed = [...guests.failed, ...comings.failed];
		expect(failed.filter((one) => !isExcused(one))).toEqual([]);
		expect(Math.min(guests.answered, comings.answered)).toBeGreaterThan(0);
	});

	test('fails no request of members, signs none of them out, and loses none of their writes', async () => {
		const { faults, signedOut, lostWrites } = members;
		const unavailable = members.unavailable.filter(({ detail }) => !isExcused(`: ${detail}`));
		const nothing = { unavailable: [], faults: [], signedOut: [], lostWrites: [] };
		expect({ unavailable, faults, signedOut, lostWrites }).toEqual(nothing);
		expect(members.confirmedWrites).toBeGreaterThan(0);
		const signedIn = await Promise.all(crowd.members.map((one) => one.isSignedIn()));
		expect(signedIn).toEqual(crowd.members.map(() => true));
	});

	test('keeps content, accounts and files', async () => {
		expect(before.rows.articles).toContain(article.slug);
		expect(before.rows.directus_files).toContain(cover);
		expect(after.rows).toEqual(before.rows);
		expect(after.uploads.split('\n')).toEqual(
			expect.arrayContaining(before.uploads.split('\n')) as string[]
		);
		const { body } = await member.visit(article.path);
		expect(body).toContain(article.words);
		const [picture = ''] = new RegExp(`/assets/${cover}[^" ,]*`).exec(body) ?? [];
		const { status, headers } = await member.visit(picture.replaceAll('&amp;', '&'));
		expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^image\//)]);
	});

	test("closes Directus' API for callers without Studio access", () => {
		expect(before.api).toEqual({ asGuest: 200, asMember: 200 });
		expect(after.api).toEqual({ asGuest: 403, asMember: 403 });
	});

	test('a form that a member opened before is refused once, with what was typed', async () => {
		expect(before.profile).not.toContain('opened_by');
		const typed = { first_name: 'Typed before', last_name: 'the deployment' };
		const { status, body } = await member.submit('/profile?/save', typed);
		expect(status).toBe(409);
		expect(body).toContain('value="Typed before"');
		const opened = { ...typed, opened_by: person.id };
		expect((await member.submit('/profile?/save', opened)).status).toBe(303);
	});
});
