import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measureCostliestRequests } from '../../bench/dearest.ts';
import { comparePages } from '../../bench/rendered-pages.ts';
import { compareSignIns } from '../../bench/sign-in-cost.ts';
import { measureSignInPage } from '../../bench/size.ts';
import { measureStorm } from '../../bench/storm.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

/** Enough to run every part; no figure is judged here, since a busy machine is no fault. */
const MINIMAL = { rounds: 1, seconds: 1, connections: 2, storm: 20, signIns: 1, output: '' };

const directus = new Directus(installation);
let person: Person;
beforeAll(async () => {
	person = await directus.makePerson();
});
afterAll(() => directus.clear());

describe('the benchmark', () => {
	test('measures pages against a bare app that shows the same', async () => {
		const rows = await comparePages(person, MINIMAL);
		expect(rows.map(({ measured }) => measured)).toEqual([
			expect.stringMatching(/^\d.*, with our page options \d/),
			expect.stringMatching(/^\d/),
			expect.stringMatching(/^\d/)
		]);
	});

	test('measures sign-ins', async () => {
		const { measured } = await compareSignIns(person, MINIMAL);
		expect(measured).toMatch(/÷ \d+ ms$/);
	});

	test('measures a storm of requests with one expired access token', async () => {
		const { figures } = await measureStorm(person, MINIMAL, { what: 'a storm', processes: 2 });
		expect(figures).toMatchObject({ goodAnswers: MINIMAL.storm, aliveAfterwards: true });
	});

	test('measures the downloads of the sign-in page', async () => {
		const { figures } = await measureSignInPage(person);
		expect(figures).toMatchObject({ worksWithNone: true });
	});

	test('D34 measures the most expensive request of a guest, a Member and an Editor', async () => {
		const rows = await measureCostliestRequests();
		expect(rows.map(({ measured }) => measured)).toEqual([
			expect.stringMatching(/^[1-9]\d* ms: ./),
			expect.stringMatching(/^[1-9]\d* ms: ./),
			expect.stringMatching(/^[1-9]\d* ms: ./)
		]);
	});
});
