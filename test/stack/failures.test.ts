// The whole stack, scaled: people's ways through it over TLS, then members who use it all the time while its parts are
// killed and come back.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureEngine } from '../../scripts/testing/browsers/bring-browsers.ts';
import { Directus } from '../support/directus.ts';
import { restart, kill, replicasOf } from './containers.ts';
import { Crowd } from './crowd.ts';
import { type LocalProxy, openProxy } from './door.ts';
import { type Incident, report, table } from './incident.ts';
import { runJourneys } from './journeys.ts';
import { sharedStack, type Stack, up } from './stack.ts';

/** Arrivals count the requests to a site of their own, on https too: https.spec.ts. */
const JOURNEYS = ['registration', 'way-back', 'sign-out'];
const MEMBERS = 20;
const PATHS = ['/profile', '/', '/articles', '/articles/doors'];
const VARIABLES = {
	COMPOSE_FILE: 'docker-compose.yml:test/stack/busy-machine.yml',
	// sessions are renewed all the time
	ACCESS_TOKEN_TTL: '20s',
	// all come from one address
	RATE_LIMIT_PER_ADDRESS: '100000',
	RATE_LIMIT_PER_ACCOUNT: '100000',
	RATE_LIMIT_SIGNUP: '100000'
};
/** Long enough for access tokens to run out meanwhile. */
const AWAY_MILLISECONDS = 8_000;
/** The site serves again within this time after the health check of the failed part succeeds. */
const RECOVERY_MILLISECONDS = 10_000;
const STABLE_MILLISECONDS = 5_000;
/** 90th percentile of response times on an idle machine; a slower one gets more time. */
const TYPICAL_MILLISECONDS = 300;

describe('docker compose up --scale app=3 --scale directus=2', () => {
	let stack: Stack;
	let authority: string;
	let studio: LocalProxy;

	beforeAll(async () => {
		const shared = sharedStack();
		stack = {
			...shared,
			compose: (args, given) => shared.compose(args, { ...VARIABLES, ...given })
		};
		await up(stack, '--scale', 'app=3', '--scale', 'directus=2');
		authority = await stack.authority();
		studio = await openProxy(stack.studioUrl, authority);
	}, 1_800_000);

	afterAll(() => studio?.close());

	test('journeys succeed over TLS', async ({ skip }) => {
		if (!ensureEngine('Chromium', console.log)) skip('there is no Chromium here');
		expect(await runJourneys(stack, { studioUrl: studio.url, journeys: JOURNEYS })).toBeNull();
	}, 1_800_000);

	describe('with active members', () => {
		let crowd: Crowd;
		/** How many times as long as usual answers take here. */
		let slowness = 1;
		const incidents: Incident[] = [];

		beforeAll(async () => {
			const { ADMIN_EMAIL: email = '', ADMIN_PASSWORD: password = '' } = stack.variables;
			const directus = new Directus({
				directusUrl: studio.url,
				administrator: { email, password }
			});
			crowd = await Crowd.signInMembers(MEMBERS, { url: stack.siteUrl, authority }, directus);
			crowd.start(PATHS);
			await crowd.untilServed(STABLE_MILLISECONDS);
		}, 600_000);

		afterAll(async () => {
			await crowd?.stop();
			console.log(`\n${table(incidents)}\n`);
		}, 300_000);

		test('no request fails while all containers run', async () => {
			const from = Date.now();
			await crowd.untilServed(STABLE_MILLISECONDS);
			slowness = Math.max(1, crowd.slowAnswer(from, Date.now()) / TYPICAL_MILLISECONDS);
			await note('nothing', from);
		});

		test.each([
			{ what: 'one app replica', service: 'app', count: 1 },
			{ what: 'one Directus replica', service: 'directus', count: 1 },
			{ what: 'all of Directus', service: 'directus', count: 2 },
			{ what: 'Redis', service: 'cache', count: 1 },
			{ what: 'PostgreSQL', service: 'database', count: 1 }
		])('$what is killed and recovers, and no member loses a session or a write', async (part) => {
			const containers = (await replicasOf(stack, part.service)).slice(0, part.count);
			const from = Date.now();
			await kill(containers);
			await delay(AWAY_MILLISECONDS);
			await restart(containers);
			const healthyAt = Date.now();
			await crowd.untilServed(STABLE_MILLISECONDS);

			const { unavailable } = await note(part.what, from, healthyAt);
			const deadline = healthyAt + RECOVERY_MILLISECONDS * slowness;
			expect(unavailable.filter(({ sentAt }) => sentAt > deadline)).toEqual([]);
		});

		test('in the end all members are still signed in', async () => {
			await crowd.stop();
			const signedIn = await Promise.all(crowd.members.map((member) => member.isSignedIn()));
			expect(signedIn).toEqual(crowd.members.map(() => true));
		});

		/** Expects that no member is signed out, no write is lost, and no request fails in another way. */
		async function note(what: string, from: number, healthyAt = from): Promise<Incident> {
			const incident = await report(what, crowd, { from, healthyAt });
			incidents.push(incident);
			const { faults, signedOut, lostWrites } = incident;
			const nothing = { faults: [], signedOut: [], lostWrites: [] };
			expect({ faults, signedOut, lostWrites }).toEqual(nothing);
			return incident;
		}
	});
});
