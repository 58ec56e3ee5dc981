import { afterAll, describe, expect, test } from 'vitest';
import { type Answer, Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

const directus = new Directus(installation);
afterAll(() => directus.clear());

/** Kit gives one to every page; those that several share have none. */
const isShared = ({ headers }: Answer) => !headers.has('etag');
const nonceOf = ({ headers }: Answer) =>
	/'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? '';

describe('guests without cookies', () => {
	test('share the rendering of a public page', async () => {
		const article = await directus.makeArticle({ audience: 'public' });
		for (const path of ['/', '/articles', article.path]) {
			const answers = await Promise.all([new Browser().visit(path), new Browser().visit(path)]);
			expect(answers.every(isShared), path).toBe(true);
		}
	});

	test('H02 each get a nonce of their own, which every script of the page has', async () => {
		const answers = [await new Browser().visit('/'), await new Browser().visit('/')];
		const nonces = answers.map(nonceOf);
		expect(new Set(nonces).size).toBe(2);
		for (const [index, { body }] of answers.entries()) {
			const inline = body.match(/<script(?![^>]*\bsrc=)[^>]*>/g) ?? [];
			expect(inline).toEqual([`<script nonce="${nonces[index]}">`]);
		}
	});

	test('see a change within a second', async () => {
		const article = await directus.makeArticle({ audience: 'public', title: 'Before' });
		const guest = new Browser();
		expect((await guest.visit(article.path)).body).toContain('Before');
		await directus.send('PATCH', `/items/articles/${article.id}`, { title: 'Afterwards' });
		await expect
			.poll(async () => (await guest.visit(article.path)).body, { interval: 50, timeout: 1_500 })
			.toContain('Afterwards');
	});

	test('share no page with a mailed token in its address', async () => {
		for (const page of ['/reset-password', '/verify-email', '/accept-invite']) {
			const visit = await new Browser().visit(`${page}?token=x`);
			expect(isShared(visit), page).toBe(false);
		}
	});

	test('get no page of another address', async () => {
		const guest = new Browser();
		const [one, other] = [await guest.visit('/?from=one'), await guest.visit('/?from=other')];
		expect(one.body).toContain('redirectedFrom=%2F%3Ffrom%3Done');
		expect(other.body).toContain('redirectedFrom=%2F%3Ffrom%3Dother');
	});
});

test('guests whose cookies are none of Portico’s share pages, in their language', async () => {
	const guest = new Browser();
	guest.cookies.set('consent', 'all');
	guest.cookies.set('theme', 'dark');
	expect(isShared(await guest.visit('/'))).toBe(true);
	guest.cookies.set('language', 'de');
	const page = await guest.visit('/');
	expect(isShared(page)).toBe(true);
	expect(page.body).toContain('<html lang="de"');
	for (const name of ['notice', 'cookie_test', 'refresh_token', 'arrival_abc']) {
		const other = guest.clone();
		other.cookies.set(name, 'x');
		expect(isShared(await other.visit('/')), name).toBe(false);
	}
});

describe('a shared page is never one of another person:', () => {
	test('G08 not the page of a member, in any order of requests', async () => {
		const person = await directus.makePerson();
		const member = await Browser.signedIn(person);
		member.cookies.delete('notice');
		for (let times = 0; times < 5; times++) {
			const [own, shared] = await Promise.all([member.visit('/'), new Browser().visit('/')]);
			expect(own.body).toContain('Signed in as');
			expect(isShared(own)).toBe(false);
			expect(shared.body).not.toContain('Signed in as');
			expect(isShared(shared)).toBe(true);
		}
	});

	test('not the page of a guest with a notice', async () => {
		const browser = new Browser();
		browser.cookies.set('notice', 'signed-out');
		const page = await browser.visit('/');
		expect(page.body).toContain('You are signed out.');
		expect(isShared(page)).toBe(false);
		expect((await new Browser().visit('/')).body).not.toContain('You are signed out.');
	});
});
