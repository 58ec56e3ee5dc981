import { afterAll, describe, expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

const directus = new Directus(installation);
afterAll(() => directus.clear());

describe('/session', () => {
	test('tells a guest that nobody is signed in', async () => {
		const answer = await new Browser().visit('/session');
		expect(answer.headers.get('cache-control')).toBe('private, no-store');
		expect(JSON.parse(answer.body)).not.toHaveProperty('member');
	});

	test('tells a member for whom pages are made, and in the language of the pages', async () => {
		const person = await directus.makePerson({ language: 'de' });
		const browser = await Browser.signedIn(person);
		const answer = await browser.visit('/session');
		expect(answer.headers.get('cache-control')).toBe('private, no-store');
		const { member, message } = JSON.parse(answer.body) as { member: string; message: string };
		expect(member).toBe(person.id);
		expect(message).toContain(`als ${person.email} angemeldet`);
		expect((await browser.visit('/')).body).toContain(`data-member="${person.id}"`);
	});
});
