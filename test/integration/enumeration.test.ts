import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type Answer, Browser } from '../support/browser.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

const directus = new Directus(installation);
afterAll(() => directus.clear());

const ROUNDS = 11;

/** Attempts, by the fact that an attacker could want to find out. */
type Attempts = Record<string, () => Promise<Answer>>;

/** Median duration of each attempt in milliseconds; all run at once, so that load slows all of them alike. */
async function medians(attempts: Attempts): Promise<Record<string, number>> {
	const times = Object.fromEntries(Object.keys(attempts).map((what) => [what, [] as number[]]));
	for (let round = 0; round < ROUNDS; round++) {
		await Promise.all(
			Object.entries(attempts).map(async ([what, attempt]) => {
				const began = performance.now();
				await attempt();
				times[what]?.push(performance.now() - began);
			})
		);
	}
	return Object.fromEntries(
		Object.entries(times).map(([what, all]) => [
			what,
			Math.round(all.sort(ascending)[ROUNDS >> 1] ?? 0)
		])
	);
}

const ascending = (a: number, b: number) => a - b;
const newAddress = () => `${randomUUID()}@example.com`;

/** A difference that the noise of a network does not hide. */
function expectAlike(medians: Record<string, number>): void {
	const all = Object.values(medians);
	expect(Math.max(...all), JSON.stringify(medians)).toBeLessThan(2 * Math.min(...all));
}

describe('the time of a response does not reveal', () => {
	test('C09 whether an account exists, or why it may not sign in', async ({ annotate }) => {
		const [active, suspended, unverified] = await Promise.all([
			directus.makePerson(),
			directus.makePerson({ status: 'suspended' }),
			directus.makePerson({ status: 'unverified' })
		]);
		const signIn = (person: Omit<Person, 'id'>) => () => new Browser().signIn(person);
		const found = await medians({
			'wrong password': signIn({ ...active, password: 'wrong' }),
			'no account': signIn({ email: newAddress(), password: 'wrong' }),
			suspended: signIn(suspended),
			unverified: signIn(unverified)
		});
		await annotate(`milliseconds: ${JSON.stringify(found)}`);
		expectAlike(found);
	});

	test('C11 whether an address has an account, when a new password is requested', async ({
		annotate
	}) => {
		const people = await directus.makePeople(ROUNDS);
		const recover = (address: () => string) => () =>
			new Browser().submit('/forgot-password', { email: address() });
		const found = await medians({
			account: recover(() => people.pop()?.email ?? ''),
			none: recover(newAddress)
		});
		await annotate(`milliseconds: ${JSON.stringify(found)}`);
		expectAlike(found);
	});

	describe('where addresses are verified', () => {
		afterEach(() =>
			directus.send('PATCH', '/settings', { public_registration_verify_email: false })
		);

		test('C10 whether an address that registers has an account', async ({ annotate }) => {
			await directus.send('PATCH', '/settings', { public_registration_verify_email: true });
			const people = await directus.makePeople(ROUNDS);
			const registered: string[] = [];
			const register = (email: string) => new Browser().submit('/signup?/register', { email });
			const found = await medians({
				account: () => register(people.pop()?.email ?? ''),
				none: () => {
					const address = newAddress();
					registered.push(address);
					return register(address);
				}
			});
			await annotate(`milliseconds: ${JSON.stringify(found)}`);
			for (const address of registered) await directus.clearLater(address);
			expectAlike(found);
		});
	});
});
