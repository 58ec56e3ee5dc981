import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scale } from '../../bench/bench-settings.ts';
import { compareBesideBookmarks } from '../../bench/bookmarks.ts';
import { measureCostliestRequests } from '../../bench/dearest.ts';
import { type MeasuredSite, startMeasuredSite } from '../../bench/measured-site.ts';
import { comparePages } from '../../bench/rendered-pages.ts';
import { measureGateway } from '../../bench/gateway-cost.ts';
import { measureScale, type Run } from '../../bench/scale.ts';
import { compareSignIns } from '../../bench/sign-in-cost.ts';
import { measureSignInPage } from '../../bench/size.ts';
import { measureStorm } from '../../bench/storm.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

/** Enough to run every part; no figure is judged here, since a busy machine is no fault. */
const MINIMAL = {
	rounds: 1,
	seconds: 1,
	connections: 2,
	storm: 20,
	signIns: 1,
	scale: null,
	output: ''
};
const FEW: Scale = { members: [5, 10], articles: 10, seconds: 3, viewsPerSecond: 10 };
const LIGHT = { textLength: 9_000, picture: { width: 400, height: 300 } };

const directus = new Directus(installation);
let person: Person;
let site: MeasuredSite;
beforeAll(async () => {
	[person, site] = await Promise.all([directus.makePerson(), startMeasuredSite()]);
});
afterAll(() => Promise.all([directus.clear(), site.end()]));

describe('the benchmark', () => {
	test('measures pages against a bare app that shows the same', async () => {
		const rows = await comparePages(person, MINIMAL);
		expect(rows.map(({ measured }) => measured)).toEqual([
			expect.stringMatching(/^\d.*, with our page options \d/),
			...Array.from({ length: 5 }, () => expect.stringContaining(', by CPU time ') as string)
		]);
	});

	test('measures a page beside bookmarks', async () => {
		const rows = await compareBesideBookmarks(site, MINIMAL);
		// a round this short may have no request on a busy machine, and then no share
		for (const { measured } of rows) expect(measured).toContain(', by CPU time ');
		const filter = JSON.stringify({ date_created: { _nnull: true } });
		const added = await new Directus(site.directus).send<object[]>(
			'GET',
			`/items/bookmarks?limit=-1&fields=id&filter=${filter}`
		);
		expect(added.length).toBeGreaterThan(0);
	});

	test('measures sign-ins', async () => {
		const { measured } = await compareSignIns(person, MINIMAL);
		expect(measured).toMatch(/÷ \d+ ms$/);
	});

	test('measures what the gateway adds to a call', async () => {
		const { measured } = await measureGateway(person, MINIMAL);
		expect(measured).toMatch(/^-?[\d.]+ ms: /);
	});

	test('measures a storm of requests with one expired access token', async () => {
		const { figures } = await measureStorm(person, MINIMAL, { what: 'a storm', processes: 2 });
		expect(figures).toMatchObject({ goodAnswers: MINIMAL.storm, aliveAfterwards: true });
	});

	test('measures the downloads of the sign-in page', async () => {
		const { figures } = await measureSignInPage(person);
		expect(figures).toMatchObject({ worksWithNone: true });
	});

	test('measures what members of five roles cost, who read articles', async () => {
		const rows = await measureScale(site, FEW, () => {});
		expect(rows.map(({ measured }) => measured)).toEqual([
			expect.stringMatching(/^\d.* \(\d.*\), median \d+ ms/),
			expect.stringMatching(/^\d.* ÷ \d/),
			expect.stringMatching(/^\d.* \(\d/),
			expect.stringMatching(/^heap [1-9].* MB, process [1-9].* MB$/)
		]);
		const { few, many } = rows[0]?.figures as Record<'few' | 'many', Run>;
		for (const { lookUps, contentReads } of [few, many]) {
			expect(lookUps).toBeGreaterThan(0);
			expect(contentReads).toBeGreaterThan(0);
		}
	});

	test('D34 measures the most expensive request of a guest, a Member and an Editor', async () => {
		const rows = await measureCostliestRequests(site, LIGHT);
		expect(rows.map(({ measured }) => measured)).toEqual([
			expect.stringMatching(/^[1-9]\d* ms: ./),
			expect.stringMatching(/^[1-9]\d* ms: ./),
			expect.stringMatching(/^[1-9]\d* ms: ./)
		]);
	});
});
