// What members see through the caches of the app, against what Directus itself shows to each of them.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RIGHTS_HEADER } from '@portico/contract/content.ts';
import { member, premium } from '../../directus/access/roles.ts';
import { freePorts } from '../../scripts/site/ports.ts';
import type { Browser } from '../support/browser.ts';
import { type Article, Directus, type Person } from '../support/directus.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { type OwnDirectus, startDirectus } from '../support/own-directus.ts';
import { ReadGate } from '../support/read-gate.ts';
import { Relay } from '../support/relay.ts';
import { type Reader, RightsWorld, type Shown, signedIn, worlds } from './rights-world.ts';

const ROUTE = '/hooks/directus';
/** Less than the twenty seconds of the user cache, so that an event must have arrived. */
const AT_ONCE = { timeout: 10_000, interval: 20 };
const POLL = { timeout: 15_000, interval: 20 };
const WORLDS = 4;
/** After this no further world begins: on a busy machine there are fewer. */
const MAX_MILLISECONDS = 45_000;

let gate: ReadGate;
let ownDirectus: OwnDirectus;
let directus: Directus;
let relay: Relay;
/** Two that receive events of Directus, and one that receives none. */
let notified: OwnApp[];
let unnotified: OwnApp;
beforeAll(async () => {
	gate = await ReadGate.make();
	const ports = await freePorts(2);
	ownDirectus = await startDirectus({
		...gate.variables,
		// on a machine that is busy with other things Directus would turn requests away
		PRESSURE_LIMITER_ENABLED: 'false',
		PORTICO_EVENTS_URLS: ports.map((port) => `http://127.0.0.1:${port}${ROUTE}`).join(',')
	});
	directus = new Directus(ownDirectus);
	relay = await Relay.to(ownDirectus.directusUrl);
	const variables = { DIRECTUS_URL: relay.url };
	[unnotified, ...notified] = await Promise.all([
		startApp(variables),
		...ports.map((port) => startApp({ ...variables, PORT: String(port) }))
	]);
});
afterAll(async () => {
	await Promise.all([...notified, unnotified].map((app) => app.stop()));
	await relay.close();
	await ownDirectus.end();
	await gate.remove();
});

/** Whether the text of each article was seen; null where there was no answer for the moment. */
type Seen = (boolean | null)[];

/** Reads of articles for the cache, by the status of Directus' answer. */
const fills = (status: number) =>
	relay.requests.filter((request) => request.headers[RIGHTS_HEADER] && request.status === status)
		.length;

const sees = async (browser: Browser, { path, words }: Pick<Article, 'path' | 'words'>) =>
	(await browser.visit(path)).body.includes(words);

describe(
	'G11 members who read through caches see what Directus shows to each of them',
	{ retry: 0 },
	() => {
		const counted = { worlds: 0, cases: 0, withKey: 0, during: 0, changes: 0, slowest: 0 };

		test('in random worlds, before, during and after random changes', async () => {
			const deadline = Date.now() + MAX_MILLISECONDS;
			const seed = Number(process.env.PORTICO_TEST_SEED) || Date.now() % 1_000_000;
			await fc.assert(
				fc.asyncProperty(worlds, async (plan) => {
					if (Date.now() > deadline) return;
					counted.worlds++;
					const apps = notified.map(({ url }) => url);
					const world = await RightsWorld.make(plan, directus, apps);
					await expectSame(world);
					for (const change of plan.changes) {
						const before = await shownToAll(world);
						const isMade = world.change(change).then(() => true as const);
						const during = await readUntil(world, isMade);
						const began = Date.now();
						await expect.poll(() => differences(world), AT_ONCE).toEqual([]);
						counted.slowest = Math.max(counted.slowest, Date.now() - began);
						const after = await shownToAll(world);
						for (const [index, seen] of during)
							expectPossible(seen, before[index] ?? [], after[index] ?? []);
						await expectSame(world);
						counted.changes++;
					}
				}),
				{ seed, numRuns: WORLDS, endOnFailure: true }
			);
			console.info({ seed, ...counted, fills: fills(200), refusedFills: fills(409) });
			expect(counted.withKey).toBeGreaterThan(counted.cases / 2);
			expect(fills(200)).toBeGreaterThan(0);
		});

		/** Whether a person sees the text of each article at an app; null where there is no answer for the moment. */
		async function seenBy(world: RightsWorld, { browsers }: Reader, app: number) {
			const browser = browsers[app] ?? expect.fail();
			const pages = await Promise.all(
				world.articles.map(({ slug }) => browser.visit(`/articles/${slug}`))
			);
			return pages.map(({ status, body }, index) => {
				// to a member whose session has just ended
				if (status === 503) return null;
				expect([200, 404]).toContain(status);
				return body.includes(world.articles[index]?.word ?? expect.fail());
			});
		}

		/** For each person at each app. */
		const byPersonAndApp = async <T>(
			world: RightsWorld,
			of: (person: Reader, app: number) => Promise<T>
		): Promise<T[]> =>
			Promise.all(world.people.flatMap((person) => notified.map((_, app) => of(person, app))));

		const seenByAll = (world: RightsWorld) =>
			byPersonAndApp(world, (person, app) => seenBy(world, person, app));

		/** Where an answer was a 503 (a session that has just ended, a Directus under load), it asks again. */
		async function answersToAll(world: RightsWorld): Promise<Seen[]> {
			let seen = await seenByAll(world);
			while (seen.flat().includes(null)) seen = await seenByAll(world);
			return seen;
		}

		async function shownToAll(world: RightsWorld): Promise<Shown[][]> {
			const shown = await Promise.all(world.people.map((person) => world.shownTo(person)));
			return shown.flatMap((one) => notified.map(() => one));
		}

		async function readUntil(world: RightsWorld, done: Promise<true>) {
			const seen: [index: number, texts: Seen][] = [];
			for (let isDone = false; !isDone;) {
				const all = seenByAll(world);
				isDone = await Promise.race([done, all.then(() => false)]);
				seen.push(...(await all).entries());
			}
			return seen;
		}

		/** A page is made of a teaser and a body, each from before the change or from after it. */
		function expectPossible(seen: Seen, before: Shown[], after: Shown[]): void {
			for (const [article, isSeen] of seen.entries()) {
				if (isSeen === null) continue;
				counted.during++;
				const states = [before[article], after[article]].filter((state) => state !== undefined);
				const has = (what: keyof Shown) => states.map((state) => state[what]);
				const mayBeSeen = has('hasTeaser').includes(true) && has('hasBody').includes(true);
				const mustBeSeen = ![...has('hasTeaser'), ...has('hasBody')].includes(false);
				if (isSeen) expect(mayBeSeen, 'seen by a person who never might').toBe(true);
				else expect(mustBeSeen, 'hidden from a person who always might').toBe(false);
			}
		}

		async function differences(world: RightsWorld): Promise<string[]> {
			const [seen, shown] = await Promise.all([answersToAll(world), shownToAll(world)]);
			return seen.flatMap((texts, index) =>
				texts.flatMap((isSeen, article) => {
					const { hasTeaser = false, hasBody = false } = shown[index]?.[article] ?? {};
					if (isSeen === (hasTeaser && hasBody)) return [];
					return [`${isSeen ? 'seen' : 'hidden'}: article ${article}, person and app ${index}`];
				})
			);
		}

		/** Three times, of which the first fills the caches. */
		async function expectSame(world: RightsWorld): Promise<void> {
			const keyed = await Promise.all(world.people.map((person) => world.hasKey(person)));
			for (let times = 0; times < 3; times++) expect(await differences(world)).toEqual([]);
			const each = world.articles.length * notified.length;
			// the others are guests by now
			const members = world.people.filter(({ refreshToken }) => refreshToken !== null);
			counted.cases += members.length * each;
			counted.withKey += keyed.filter(Boolean).length * each;
		}
	}
);

test("G11 rights that a flow takes, which leaves Directus' own memory stale, open nothing to others", async () => {
	const app = notified[0] ?? expect.fail();
	const article = await directus.makeArticle({ audience: 'premium' });
	const { id: policy } = await directus.send<{ id: string }>('POST', '/policies', { name: 'All' });
	const rule = { policy, collection: 'articles', action: 'read', fields: ['*'], permissions: {} };
	await directus.send('POST', '/permissions', rule);
	const [holder, other] = await Promise.all([directus.makePerson(), directus.makePerson()]);
	const access = await directus.send<{ id: string }>('POST', '/access', {
		policy,
		user: holder.id
	});
	const flow = await makeFlow('item-delete', {
		collection: 'directus_access',
		key: [access.id],
		emitEvents: true
	});
	const [first, second] = await Promise.all([
		signedIn(directus, holder, app.url),
		signedIn(directus, other, app.url)
	]);
	await expect.poll(() => sees(first, article), AT_ONCE).toBe(true);
	expect(await sees(second, article)).toBe(false);

	await flow.run();
	const until = Date.now() + 4_000;
	while (Date.now() < until) {
		await sees(first, article);
		expect(await sees(second, article)).toBe(false);
	}
	expect(await sees(first, article)).toBe(false);
	await flow.remove();
	await directus.send('DELETE', `/policies/${policy}`);
});

test('G11 a rule that changes without an event opens nothing, a second later, to a role that had the same rights', async () => {
	const app = notified[0] ?? expect.fail();
	const article = await directus.makeArticle({ audience: 'premium' });
	const [widened, other] = await Promise.all([makeRole(), makeRole()]);
	const [first, second] = await Promise.all(
		[widened, other].map(async ({ role }) =>
			signedIn(directus, await directus.makePerson({ role }), app.url)
		)
	);
	if (!first || !second) throw new Error('There are two.');
	const flow = await makeFlow('item-update', {
		collection: 'directus_permissions',
		key: [widened.rule],
		payload: { permissions: {} },
		emitEvents: false
	});
	const shared = fills(200);
	await expect
		.poll(async () => {
			expect([await sees(first, article), await sees(second, article)]).toEqual([false, false]);
			return fills(200);
		}, POLL)
		.toBeGreaterThan(shared);

	await flow.run();
	// so that Directus itself shows the article at once
	await directus.send('POST', '/utils/cache/clear?system', {});
	await expect.poll(() => sees(first, article), AT_ONCE).toBe(true);
	const seen: boolean[] = [];
	const began = Date.now();
	while (Date.now() - began < 5_000) {
		await sees(first, article);
		const isSeen = await sees(second, article);
		// a copy is a second old at most, and so is what Portico knows of the tables
		if (Date.now() - began > 2_500) seen.push(isSeen);
	}
	expect(seen).not.toContain(true);
	expect(seen.length).toBeGreaterThan(0);
	expect(await sees(first, article)).toBe(true);
	await flow.remove();
});

/** A role that may read the articles for members, and the rule that says so. */
async function makeRole(): Promise<{ role: string; rule: number }> {
	const { id: role } = await directus.send<{ id: string }>('POST', '/roles', { name: 'Readers' });
	const { id: policy } = await directus.send<{ id: string }>('POST', '/policies', { name: 'Read' });
	const { id: rule } = await directus.send<{ id: number }>('POST', '/permissions', {
		policy,
		collection: 'articles',
		action: 'read',
		fields: ['*'],
		permissions: { audience: { _eq: 'members' } }
	});
	await directus.send('POST', '/access', { policy, role });
	return { role, rule };
}

/** A flow of one operation, which changes rows past the services that clear Directus' memory. */
async function makeFlow(type: string, options: object) {
	const { id } = await directus.send<{ id: string }>('POST', '/flows', {
		name: 'Change rights',
		status: 'active',
		trigger: 'webhook',
		accountability: 'all',
		options: { method: 'POST', async: false }
	});
	const operation = await directus.send<{ id: string }>('POST', '/operations', {
		flow: id,
		name: 'Change',
		key: 'change',
		type,
		position_x: 20,
		position_y: 1,
		options: { ...options, permissions: '$full' }
	});
	await directus.send('PATCH', `/flows/${id}`, { operation: operation.id });
	return {
		run: () => directus.send('POST', `/flows/trigger/${id}`, {}),
		remove: () => directus.send('DELETE', `/flows/${id}`)
	};
}

describe('G11 rights that change during a read fill no cache:', { retry: 0 }, () => {
	let article: Article;
	let policy: string;
	beforeAll(async () => {
		article = await directus.makeArticle({ audience: 'premium' });
		policy = (await directus.send<{ id: string }>('POST', '/policies', { name: 'One more' })).id;
		await directus.send('POST', '/permissions', {
			policy,
			collection: 'articles',
			action: 'read',
			fields: ['*'],
			permissions: {}
		});
	});

	afterEach(() => {
		for (const stage of ['before', 'after'] as const) gate.open(stage);
	});

	const give = async (person: Person) =>
		(await directus.send<{ id: string }>('POST', '/access', { policy, user: person.id })).id;

	/** Two members with the same rights, who are in the user cache of an app that receives no events. */
	async function twoMembers({ havePolicy = false } = {}) {
		const people = [await directus.makePerson(), await directus.makePerson()] as const;
		const access = havePolicy ? await Promise.all(people.map(give)) : [];
		const browsers = await Promise.all(
			people.map((person) => signedIn(directus, person, unnotified.url))
		);
		const [first, second] = browsers;
		if (!first || !second) throw new Error('There are two.');
		// until Directus vouches for their rights: another article, so that this one is in no cache
		const other = await directus.makeArticle({ audience: 'premium' });
		for (const browser of browsers) {
			await expect
				.poll(async () => {
					const before = fills(200);
					await browser.visit(other.path);
					return fills(200) > before;
				}, POLL)
				.toBe(true);
		}
		return { people, access, first, second };
	}

	test('a policy that one of two waiting members is given during the read of both', async () => {
		const { people, first, second } = await twoMembers();
		gate.close('before');
		const refused = fills(409);
		const promoted = sees(first, article);
		await expect.poll(() => gate.held('before'), POLL).toBe(1);
		const waiting = sees(second, article);
		await give(people[0]);
		gate.open('before');
		expect(await promoted).toBe(true);
		expect(await waiting).toBe(false);
		expect(await sees(second, article)).toBe(false);
		expect(fills(409)).toBeGreaterThan(refused);
	});

	test('a policy that is given and taken again during the read', async () => {
		const { people, first, second } = await twoMembers();
		gate.close('before');
		gate.close('after');
		const reading = first.visit(article.path);
		await expect.poll(() => gate.held('before'), POLL).toBe(1);
		const access = await give(people[0]);
		gate.open('before');
		await expect.poll(() => gate.held('after'), POLL).toBe(1);
		await directus.send('DELETE', `/access/${access}`);
		gate.open('after');
		expect((await reading).body).not.toContain(article.words);
		expect(await sees(second, article)).toBe(false);
		expect(await sees(first, article)).toBe(false);
	});

	test('a policy that one of two waiting members loses during the read of both', async () => {
		const { access, first, second } = await twoMembers({ havePolicy: true });
		gate.close('before');
		const demoted = sees(first, article);
		await expect.poll(() => gate.held('before'), POLL).toBe(1);
		const waiting = sees(second, article);
		await directus.send('DELETE', `/access/${access[0]}`);
		gate.open('before');
		expect(await demoted).toBe(false);
		expect(await waiting).toBe(true);
		expect(await sees(second, article)).toBe(true);
	});

	test('a session that ends during the read fails no other member', async () => {
		const { people, first, second } = await twoMembers();
		const text = await directus.makeArticle({ audience: 'members' });
		gate.close('before');
		const ended = first.visit(text.path);
		await expect.poll(() => gate.held('before'), POLL).toBe(1);
		const waiting = sees(second, text);
		await directus.send('PATCH', `/users/${people[0].id}`, { role: null, status: 'suspended' });
		gate.open('before');
		await ended;
		expect(await waiting).toBe(true);
	});
});

describe('G05 with warm caches, at once in every process that receives events:', () => {
	/** A member at each app, who has seen an article for that audience or has not, from the cache. */
	async function warm(role: string, audience: string) {
		const [person, article] = await Promise.all([
			directus.makePerson({ role }),
			directus.makeArticle({ audience })
		]);
		const browsers = await Promise.all(notified.map(({ url }) => signedIn(directus, person, url)));
		for (const browser of browsers) {
			const isCached = async () => {
				await browser.visit(article.path);
				const before = relay.requests.length;
				await browser.visit(article.path);
				return !relay.requests
					.slice(before)
					.some(({ path, headers }) => path.includes('/items/articles') && headers.authorization);
			};
			await expect.poll(isCached, POLL).toBe(true);
		}
		const untilAll = async (isSeen: boolean) => {
			const began = Date.now();
			const seen = () => Promise.all(browsers.map((browser) => sees(browser, article)));
			await expect.poll(seen, AT_ONCE).toEqual(browsers.map(() => isSeen));
			console.info(`${expect.getState().currentTestName}: ${Date.now() - began} ms`);
		};
		return { person, article, untilAll };
	}

	test('a promotion', async () => {
		const { person, untilAll } = await warm(member.id, 'premium');
		await untilAll(false);
		await directus.send('PATCH', `/users/${person.id}`, { role: premium.id });
		await untilAll(true);
	});

	test('a demotion', async () => {
		const { person, untilAll } = await warm(premium.id, 'premium');
		await untilAll(true);
		await directus.send('PATCH', `/users/${person.id}`, { role: member.id });
		await untilAll(false);
	});

	test('a suspension', async () => {
		const { person, untilAll } = await warm(member.id, 'members');
		await untilAll(true);
		await directus.send('PATCH', `/users/${person.id}`, { status: 'suspended' });
		await untilAll(false);
	});

	test('a rule that is ticked in Studio', async () => {
		const { person, untilAll } = await warm(member.id, 'premium');
		await untilAll(false);
		await directus.makePolicy({
			addresses: [],
			role: null,
			user: person.id,
			permissions: [{ collection: 'articles', action: 'read', fields: ['*'], permissions: {} }]
		});
		await untilAll(true);
	});

	test('an article that is withdrawn', async () => {
		const { article, untilAll } = await warm(member.id, 'members');
		await untilAll(true);
		await directus.send('PATCH', `/items/articles/${article.id}`, { status: 'archived' });
		await untilAll(false);
	});

	test('an article that is changed', async () => {
		const { article, untilAll } = await warm(member.id, 'members');
		await untilAll(true);
		const body = `<p>${randomUUID()}</p>`;
		await directus.send('PATCH', `/items/articles/${article.id}`, { body });
		await untilAll(false);
	});
});
