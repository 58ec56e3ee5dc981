// The language of an answer: which decides it, and what follows from it.
import * as m from '@portico/contract/messages.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, Browser, location, setCookies } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';

const GERMAN = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' };
const ENGLISH = { 'accept-language': 'en-GB,en;q=0.9,de;q=0.5' };
const FRENCH = { 'accept-language': 'fr-FR,fr;q=0.9' };
/** Content is cached for a second; the rest is for a slow machine. */
const PATIENCE = { timeout: 10_000, interval: 100 };

const directus = new Directus(installation);
let before: object;
beforeAll(async () => {
	before = await directus.send('GET', '/items/site?fields=language,tagline');
});
afterEach(() => directus.send('PATCH', '/items/site', before));
afterAll(() => directus.clear());

const languageOf = ({ body }: Answer) => /<html lang="([^"]*)"/.exec(body)?.[1];
/** Kit gives one to every page; those that several share have none. */
const isShared = ({ headers }: Answer) => !headers.has('etag');

/** A browser in which this language was chosen. */
function chosen(language: string): Browser {
	const browser = new Browser();
	browser.cookies.set('language', language);
	return browser;
}

describe('the language of a page', () => {
	test('is the first of Accept-Language that the site has, else English', async () => {
		for (const [header, language] of [
			[GERMAN, 'de'],
			[ENGLISH, 'en'],
			[FRENCH, 'en'],
			[{ 'accept-language': 'fr, de;q=0.1' }, 'de'],
			[{ 'accept-language': '*' }, 'en'],
			[{}, 'en']
		] as const) {
			for (const path of ['/', '/signin', '/nothing/here']) {
				const answer = await new Browser().visit(path, header);
				expect(languageOf(answer), `${path} ${JSON.stringify(header)}`).toBe(language);
			}
		}
	});

	test('is the one that the site names where the browser asks for none of ours', async () => {
		await directus.send('PATCH', '/items/site', { language: 'de' });
		const open = async (headers: object) =>
			languageOf(await new Browser().visit('/', { ...headers }));
		await expect.poll(() => open({}), PATIENCE).toBe('de');
		expect(await open(FRENCH)).toBe('de');
		expect(await open(ENGLISH)).toBe('en');
		const refused = await new Browser().submit('/signin?/login', { email: '', password: '' });
		expect(refused.body).toContain('Geben Sie Ihre E-Mail-Adresse ein.');
		expect((await new Browser().visit('/signin')).body).toContain('Passwort vergessen?');
		await directus.send('PATCH', '/items/site', { language: 'tlh' });
		await expect.poll(() => open({}), PATIENCE).toBe('en');
	});

	test('is that of the site also for answers that are no page', async () => {
		await directus.send('PATCH', '/items/site', { language: 'de' });
		const front = async () => languageOf(await new Browser().visit('/', FRENCH));
		await expect.poll(front, PATIENCE).toBe('de');
		const html = { accept: 'text/html', ...FRENCH };
		const malformed = await new Browser().visit('/%E0%A4%A', html);
		expect([malformed.status, languageOf(malformed)]).toEqual([400, 'de']);
		const fields = { email: '', password: '' };
		const foreign = await new Browser().submit('/signin?/login', fields, {
			...html,
			origin: 'null'
		});
		expect([foreign.status, languageOf(foreign)]).toEqual([403, 'de']);
		const json = { ...FRENCH, accept: 'application/json' };
		const file = await new Browser().visit('/assets/abc', json);
		expect([file.status, file.body]).toEqual([404, expect.stringContaining(m.error_noFile('de'))]);
		const refused = await new Browser().submit('/language', { language: 'tlh' }, html);
		expect([refused.status, refused.body]).toEqual([
			400,
			expect.stringContaining(m.error_brokenForm('de'))
		]);
		expect(refused.body).toContain('<p lang="" dir="auto">400: ');
	});

	test('is the one chosen in this browser, before Accept-Language', async () => {
		expect(languageOf(await chosen('de').visit('/', ENGLISH))).toBe('de');
		expect(languageOf(await chosen('en').visit('/', GERMAN))).toBe('en');
		expect(languageOf(await chosen('tlh').visit('/', GERMAN))).toBe('de');
	});

	test('is the one that the member set, before all others', async () => {
		const person = await directus.makePerson({ language: 'de-DE' });
		const member = await Browser.signedIn(person);
		member.cookies.set('language', 'en');
		const page = await member.visit('/profile', ENGLISH);
		expect(languageOf(page)).toBe('de');
		expect(page.body).toContain('Ihr Profil');
		await directus.send('PATCH', `/users/${person.id}`, { language: null });
		await expect
			.poll(async () => languageOf(await member.visit('/profile', GERMAN)), PATIENCE)
			.toBe('en');
		member.cookies.delete('language');
		expect(languageOf(await member.visit('/profile', GERMAN))).toBe('de');
	});

	test('is told to caches', async () => {
		for (const path of ['/', '/signin', '/nothing/here']) {
			const { headers } = await new Browser().visit(path, GERMAN);
			expect(headers.get('vary')?.toLowerCase()).toContain('accept-language, cookie');
		}
	});
});

describe('what the language decides', () => {
	test('dates, numbers and menus of an article', async () => {
		const article = await directus.makeArticle({
			audience: 'members',
			published_at: '2001-12-31T12:00:00Z'
		});
		const german = (await new Browser().visit(article.path, GERMAN)).body;
		expect(german).toContain('31. Dezember 2001');
		expect(german).toContain('1 Min. Lesezeit');
		expect(german).toContain('Dieser Beitrag ist für unsere Mitglieder');
		expect(german).toContain('aria-label="Hauptmenü"');
		const english = (await new Browser().visit(article.path, ENGLISH)).body;
		expect(english).toContain('December 31, 2001');
		expect(english).toContain('1 min read');
	});

	test('error pages, with and without a form', async () => {
		const missing = await new Browser().visit('/nothing/here', GERMAN);
		expect(missing.status).toBe(404);
		expect(missing.body).toContain('Diese Seite gibt es nicht');
		const malformed = await new Browser().submit('/signin?/nothing', {}, GERMAN);
		expect(malformed.status).toBe(404);
		expect(malformed.body).toContain('Diese Seite gibt es nicht');
		const elsewhere = await new Browser().submit(
			'/signin?/login',
			{},
			{ ...GERMAN, origin: 'null' }
		);
		expect(elsewhere.status).toBe(403);
		expect(languageOf(elsewhere)).toBe('de');
		expect(elsewhere.body).toContain('Diese Tür ist verschlossen');
		expect(elsewhere.body).toContain('Öffnen Sie <a href="/">die Startseite</a>');
	});

	test('what is wrong with a form, and the rule for passwords', async () => {
		const signIn = await new Browser().submit(
			'/signin?/login',
			{ email: '', password: '' },
			GERMAN
		);
		expect(signIn.status).toBe(422);
		expect(signIn.body).toContain('Bitte korrigieren Sie Folgendes:');
		expect(signIn.body).toContain('Geben Sie Ihr Passwort ein.');
		expect(signIn.body).toContain('<title>Fehler: ');
		const email = `${'x'.repeat(300)}@example.com`;
		const signUp = await new Browser().submit(
			'/signup?/register',
			{ email, password: 'password', first_name: '', last_name: '' },
			GERMAN
		);
		expect(signUp.body).toContain('Das ist zu lang: höchstens 128 Zeichen.');
		expect(signUp.body).toContain('Keines, das leicht zu erraten ist');
	});

	test('the notice after signing in', async () => {
		const { email, password } = await directus.makePerson();
		const browser = new Browser();
		const answer = await browser.submit('/signin?/login', { email, password }, GERMAN);
		expect((await browser.visit(location(answer) ?? '', GERMAN)).body).toContain(
			'Sie sind angemeldet.'
		);
	});

	test('parallel requests in different languages do not mix', async () => {
		const { path } = await directus.makeArticle({ audience: 'members' });
		const answers = await Promise.all(
			Array.from({ length: 30 }, async (_, index) => {
				const language = index % 2 === 0 ? 'de' : 'en';
				// another cookie of the site makes a page that nobody shares
				const browser = chosen(language);
				browser.cookies.set('cookie_test', String(index));
				return { language, answer: await browser.visit(path) };
			})
		);
		for (const { language, answer } of answers) {
			expect(languageOf(answer)).toBe(language);
			const [own, other] = ['Kostenlos Mitglied werden', 'Join free'];
			expect(answer.body).toContain(language === 'de' ? own : other);
			expect(answer.body).not.toContain(language === 'de' ? other : own);
		}
	});
});

describe('pages that guests share', () => {
	test('are kept for each language, and vary by nothing else', async () => {
		const { path } = await directus.makeArticle({ audience: 'public' });
		const guests = [
			...[GERMAN, ENGLISH, FRENCH, {}].map((headers) => new Browser().visit(path, headers)),
			...[chosen('de'), chosen('en')].map((browser) => browser.visit(path))
		];
		const answers = await Promise.all(guests);
		expect(answers.map(languageOf)).toEqual(['de', 'en', 'en', 'en', 'de', 'en']);
		expect(answers.every(isShared)).toBe(true);
		const texts = answers.map(({ body }) => body.replaceAll(/nonce="[^"]*"/g, ''));
		expect(texts[4]).toBe(texts[0]);
		expect(texts[5]).toBe(texts[1]);
	});

	test('are not shared with a browser that has another cookie of the site', async () => {
		const browser = chosen('de');
		browser.cookies.set('cookie_test', 'x');
		const answer = await browser.visit('/');
		expect(languageOf(answer)).toBe('de');
		expect(isShared(answer)).toBe(false);
	});
});

describe('the switch in the footer', () => {
	test('names each language in itself, marks the current one, and leads back to the page', async () => {
		const browser = new Browser();
		const page = await browser.visit('/articles?page=1', ENGLISH);
		expect(page.body).toMatch(/<button[^>]*value="de" lang="de"[^>]*>\s*Deutsch\s*<\/button>/);
		expect(page.body).toMatch(
			/<button[^>]*value="en" lang="en" aria-current="true"[^>]*>\s*English/
		);
		const back = /name="back" value="([^"]*)"/.exec(page.body)?.[1] ?? '';
		const answer = await browser.submit('/language', { language: 'de', back });
		expect(answer.status).toBe(303);
		expect(location(answer)).toBe('/articles?page=1');
		const [cookie] = setCookies(answer);
		expect(cookie).toMatchObject({ name: 'language', value: 'de' });
		expect(cookie?.attributes).toMatchObject({ path: '/', samesite: 'Lax', httponly: '' });
		expect(cookie?.attributes['max-age']).toBe(String(365 * 24 * 60 * 60));
		expect(languageOf(await browser.visit('/articles?page=1', ENGLISH))).toBe('de');
	});

	test('keeps the way back of the sign-in page, and drops its action', async () => {
		const answer = await new Browser().submit(
			'/signin?/login&redirectedFrom=%2Farticles',
			{ email: '', password: '' },
			ENGLISH
		);
		expect(answer.body).toContain('name="back" value="/signin?redirectedFrom=%2Farticles"');
	});

	test.each([
		'https://example.com/',
		'//example.com/',
		'/\\example.com/',
		'/.//example.com/',
		'/%2Fexample.com/',
		'\t//example.com',
		'javascript:alert(1)',
		''
	])('N08 leads to the front page instead of %j', async (back) => {
		const answer = await new Browser().submit('/language', { language: 'de', back });
		expect(answer.status).toBe(303);
		expect(location(answer)).toBe('/');
	});

	test('has no page of its own', async () => {
		const answer = await new Browser().visit('/language', GERMAN);
		expect([answer.status, location(answer)]).toEqual([303, '/']);
	});

	test('refuses a language that the site does not have', async () => {
		const browser = new Browser();
		for (const fields of [{ language: 'tlh' }, { back: '/' }] as Record<string, string>[]) {
			const answer = await browser.submit('/language', fields, GERMAN);
			expect(answer.status).toBe(400);
			expect(answer.body).toContain('Dieses Formular können wir nicht lesen.');
			expect(browser.cookies.has('language')).toBe(false);
		}
	});
});

describe('the language of a member', () => {
	test('is set on the profile, and shown at once', async () => {
		const person = await directus.makePerson();
		const member = await Browser.signedIn(person);
		const save = async (language: string) => {
			const answer = await member.submit(
				'/profile?/save',
				{ first_name: 'Ada', last_name: '', language, opened_by: person.id },
				ENGLISH
			);
			expect(answer.status).toBe(303);
			return member.visit('/profile', ENGLISH);
		};
		const set = () => directus.send('GET', `/users/${person.id}?fields=language`);

		expect((await member.visit('/profile', ENGLISH)).body).toMatch(
			/<option value=""[^>]* selected/
		);
		const german = await save('de');
		expect(languageOf(german)).toBe('de');
		expect(german.body).toContain('Ihre Änderungen wurden gespeichert.');
		expect(german.body).toMatch(/<option value="de"[^>]* selected/);
		// where it was set, it is changed
		expect(german.body).toMatch(/href="[^"]*profile#language"/);
		expect(german.body).not.toMatch(/action="[^"]*language"/);
		// as Studio names it
		expect(await set()).toEqual({ language: 'de-DE' });

		expect(languageOf(await save('tlh'))).toBe('de');
		expect(languageOf(await save(''))).toBe('en');
		expect(await set()).toEqual({ language: null });
	});

	test('keeps its region where only the name changes', async () => {
		const person = await directus.makePerson({ language: 'en-GB' });
		const member = await Browser.signedIn(person);
		const fields = { first_name: 'Ada', last_name: '', language: 'en', opened_by: person.id };
		expect((await member.submit('/profile?/save', fields)).status).toBe(303);
		expect(await directus.send('GET', `/users/${person.id}?fields=language`)).toEqual({
			language: 'en-GB'
		});
	});
});

describe('the language of a text', () => {
	test('of an article is named where it is not that of the page', async () => {
		const title = 'Über Türen';
		const article = await directus.makeArticle({
			audience: 'public',
			title,
			language: 'de',
			published_at: new Date().toISOString()
		});
		const english = await new Browser().visit(article.path, ENGLISH);
		expect(english.body).toMatch(/<h1 lang="de"[^>]*>\s*Über Türen/);
		expect(english.body).toMatch(/<div lang="de" class="prose/);
		const german = await new Browser().visit(article.path, GERMAN);
		expect(german.body).toMatch(/<h1 class[^>]*>\s*Über Türen/);
		const list = async () => (await new Browser().visit('/articles', ENGLISH)).body;
		await expect.poll(list, PATIENCE).toMatch(/<h[23] lang="de"[^>]*>[^]{0,200}Über Türen/);
	});

	test('of an article without one is that of the site', async () => {
		const { path } = await directus.makeArticle({ audience: 'public', language: null });
		const body = async () => (await new Browser().visit(path, ENGLISH)).body;
		expect(await body()).not.toContain('<h1 lang=');
		await directus.send('PATCH', '/items/site', { language: 'de' });
		await expect.poll(body, PATIENCE).toContain('<h1 lang="de"');
	});

	test('of the site need not be one of ours, and keeps its region', async () => {
		const { path } = await directus.makeArticle({
			audience: 'public',
			language: null,
			body: '<iframe src="https://example.com/map" title="Plan"></iframe>'
		});
		const headers = { 'accept-language': '' };
		const body = async () => (await new Browser().visit(path, headers)).body;
		await directus.send('PATCH', '/items/site', { language: 'fr' });
		for (const visitor of [GERMAN, ENGLISH]) {
			headers['accept-language'] = visitor['accept-language'];
			await expect.poll(body, PATIENCE).toContain('<h1 lang="fr" class');
			expect(await body()).toMatch(/<p lang="fr"[^>]*>\s*A summary/);
			expect(await body()).toContain('<div lang="fr" class="prose');
			// the nearest of our words
			expect(await body()).toContain('Embedded content: Plan (example.com)');
		}
		await directus.send('PATCH', '/items/site', { language: 'de-CH' });
		await expect.poll(body, PATIENCE).toContain('<h1 lang="de-CH" class');
		headers['accept-language'] = 'fr';
		await expect.poll(body, PATIENCE).toContain('<html lang="de" ');
		await directus.send('PATCH', '/items/site', { language: 'ar' });
		await expect.poll(body, PATIENCE).toContain('<h1 lang="ar" dir="rtl" class');
	});

	test('is refused where it is no tag of a language', async () => {
		const { id } = await directus.makeArticle({ audience: 'public' });
		for (const path of ['/items/site', `/items/articles/${id}`]) {
			for (const language of ['Deutsch und Englisch', '"><b>', '']) {
				const sent = directus.send('PATCH', path, { language });
				await expect(sent, `${path} ${language}`).rejects.toThrow('FAILED_VALIDATION');
			}
			await directus.send('PATCH', path, { language: null });
		}
	});

	test('words that stand for media are in the language of the article', async () => {
		const { path } = await directus.makeArticle({
			audience: 'public',
			language: 'de',
			body: '<iframe src="https://example.com/map" title="Plan"></iframe>'
		});
		expect((await new Browser().visit(path, ENGLISH)).body).toContain(
			'Eingebetteter Inhalt: Plan (example.com)'
		);
	});
});
