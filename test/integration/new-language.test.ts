// The recipe for a language in CONTRIBUTING, followed with a language that is made for it: accented, 40 % longer, and from
// right to left. Its pages are looked at in the narrowest window that they have to fit.
import path from 'node:path';
import { PSEUDO_LANGUAGE, writePseudoLanguage } from '@portico/contract/messages/pseudo.ts';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM_ARGUMENTS, ensureChromium } from '../../scripts/testing/browsers/chromium.ts';
import { Directus, type Person } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { faultsOf } from '../support/page-words.ts';
import { TreeCopy } from '../support/tree-copy.ts';

const executablePath = ensureChromium(console.log);
/** Of a copy of the tree, its build, and the pages. */
const TIMEOUT_MILLISECONDS = 600_000;
const NARROWEST = { width: 320, height: 640 };
const CONTENT = '/articles/how-an-arch-stands';
const PREMIUM = '/articles/north-light';
const WALLED = '/articles/sixty-two-kilometres-of-shelter';

const directus = new Directus(installation);
let copy: TreeCopy;
let app: OwnApp;
let browser: Browser;
/** Names from Directus that no language translates. */
let known: string[];
let member: Person;
let guest: Page;

describe.skipIf(!executablePath)('a language that was added by the recipe', () => {
	beforeAll(async () => {
		copy = new TreeCopy();
		writePseudoLanguage(path.join(copy.folder, 'contract/messages'));
		await copy.run('messages');
		const folder = await copy.buildApp();
		app = await startApp({ DIRECTUS_URL: installation.directusUrl }, folder);
		browser = await chromium.launch({
			executablePath: executablePath ?? '',
			args: CHROMIUM_ARGUMENTS
		});
		guest = await newPage();
		member = await directus.makePerson({ first_name: 'Ada', last_name: 'Lovelace' });
		const { name } = await directus.send<{ name: string }>('GET', '/items/site');
		const articles = await directus.send<{ author: string }[]>(
			'GET',
			'/items/articles?fields=author'
		);
		known = [name, 'Ada', member.email, ...articles.map(({ author }) => author)].filter(Boolean);
	}, TIMEOUT_MILLISECONDS);
	afterAll(async () => {
		await browser?.close();
		await app?.stop();
		copy?.remove();
		await directus.clear();
	});

	/** A window of a reader of the language. It stays open: some builds of Chromium end with their last one. */
	function newPage(): Promise<Page> {
		return browser.newPage({ viewport: NARROWEST, baseURL: app.url, locale: PSEUDO_LANGUAGE });
	}

	/** The page as it is after its scripts. */
	async function inspect(page: Page): Promise<void> {
		await page.waitForLoadState('networkidle');
		await page.evaluate(() => document.fonts.ready);
		const { lang, dir } = await page.evaluate(() => {
			const { lang, dir } = document.documentElement;
			return { lang, dir };
		});
		expect({ lang, dir }).toEqual({ lang: PSEUDO_LANGUAGE, dir: 'rtl' });
		expect(await faultsOf(page, known), page.url()).toEqual([]);
	}

	test.each([
		'/',
		'/articles',
		CONTENT,
		WALLED,
		'/categories/places',
		'/about',
		'/signin',
		'/signup',
		'/forgot-password',
		'/reset-password?token=x',
		'/verify-email?token=x',
		'/verify-email/again',
		'/logout',
		'/nowhere'
	])('shows all words of %s, and nothing beyond 320 px', async (path) => {
		await guest.goto(path);
		await inspect(guest);
	});

	test('shows what is wrong with a form', async () => {
		await guest.goto('/signup');
		await guest.locator('main button[type=submit]').click();
		await guest.locator('[role=alert]').waitFor();
		await inspect(guest);
	});

	test('shows pages that the browser gets without loading them', async () => {
		await guest.goto('/');
		await guest.evaluate(() => Object.assign(globalThis, { isSameDocument: true }));
		await guest.locator('main a[href="/articles"]').click();
		await guest.waitForURL('**/articles');
		expect(await guest.evaluate(() => 'isSameDocument' in globalThis)).toBe(true);
		await inspect(guest);
	});

	test('shows a member what only members see', async () => {
		const page = await newPage();
		await page.goto('/signin');
		await page.locator('main button[type=submit]').click();
		await page.locator('[role=alert]').waitFor();
		await inspect(page);

		await page.locator('#email').fill(member.email);
		await page.locator('#password').fill(member.password);
		await page.locator('main button[type=submit]').click();
		await page.waitForURL('**/profile');
		await page.locator('.notice').waitFor();
		await inspect(page);

		await page.locator('#language').selectOption(PSEUDO_LANGUAGE);
		await page.locator('main button[type=submit]').click();
		await page.locator('.notice').waitFor();
		await inspect(page);
		for (const path of [PREMIUM, '/logout']) {
			await page.goto(path);
			await inspect(page);
		}
	});

	test('is mirrored', async () => {
		const box = async (selector: string) => {
			const found = await guest.locator(selector).first().boundingBox();
			if (!found) throw new Error(`${selector} is not seen.`);
			return { left: found.x, right: found.x + found.width };
		};
		const style = (selector: string, name: string) =>
			guest
				.locator(selector)
				.first()
				.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), name);
		await guest.goto('/signin');
		await guest.locator('main button[type=submit]').click();
		await guest.locator('[role=alert]').waitFor();
		const logo = await box('header a svg');
		const [signIn, join] = [await box('header [href*=signin]'), await box('header [href*=signup]')];
		expect(logo.right).toBeGreaterThan(NARROWEST.width * 0.9);
		expect((await box('header a span')).right).toBeLessThanOrEqual(logo.left);
		expect(join.right).toBeLessThanOrEqual(signIn.left);
		const [first, second] = [await box('header li a[dir]'), await box('header li + li a[dir]')];
		expect(second.right).toBeLessThanOrEqual(first.left);
		expect(await style('main h1', 'text-align')).toBe('start');
		expect(await style('[role=alert] > div', 'border-right-width')).toBe('2px');
		expect(await style('[role=alert] > div', 'border-left-width')).toBe('0px');
		expect((await box('.reveal')).left).toBeCloseTo((await box('#password')).left, -1);
		const [left, right] = [await box('footer button:nth-of-type(2)'), await box('footer button')];
		expect(left.right).toBeLessThanOrEqual(right.left);

		// what is the same in every language
		expect(await style('#email', 'direction')).toBe('ltr');
		expect(await style('#email', 'text-align')).toBe('right');

		await guest.goto('/articles');
		const [title, picture] = [
			await box('main article.grid :is(h2, h3)'),
			await box('main article.grid img')
		];
		expect(picture.right).toBeLessThanOrEqual(title.left);
		// an English title begins where the Arabic around it does
		expect(await style('main article.grid :is(h2, h3)', 'direction')).toBe('ltr');
		expect(await style('main article.grid :is(h2, h3)', 'text-align')).toBe('right');

		// an English article is read from left to right
		await guest.goto(CONTENT);
		expect(await style('.prose', 'direction')).toBe('ltr');
		expect(await style('.prose p', 'text-align')).toBe('start');
	});

	describe('the look at a page finds', () => {
		const html = (body: string, title = '⟦Ţîţļé⟧') =>
			`<!doctype html><html lang="${PSEUDO_LANGUAGE}" dir="rtl"><title>${title}</title>
		<body style="margin: 0; font: 16px sans-serif">${body}</body></html>`;

		test.each<[fault: string, body: string, title?: string]>([
			['untranslated: Planted', '<p>Planted</p>'],
			['untranslated: ⟦Ţéẋţ⟧ Planted', '<p>⟦Ţéẋţ⟧ Planted</p>'],
			['untranslated: aria-label="Planted"', '<nav aria-label="Planted"></nav>'],
			['untranslated: alt="Planted"', '<img alt="Planted">'],
			['untranslated: placeholder="Planted"', '<input placeholder="Planted">'],
			['untranslated: data-submitting="Planted"', '<button data-submitting="Planted">⟦Ţ⟧</button>'],
			['untranslated: title: Planted', '', 'Planted'],
			['torn: a text has no end', '<p>⟦Ţéẋţ…</p>'],
			['torn: ţéẋţ⟧', '<p>ţéẋţ⟧</p>'],
			[
				'cut: ⟦Ţéẋţ ţéẋţ⟧',
				'<p style="width: 3em; overflow: hidden; white-space: nowrap">⟦Ţéẋţ ţéẋţ⟧</p>'
			],
			['cut: ⟦Ţéẋţ ţéẋţ⟧', '<p style="width: 3em; height: 1em; overflow: clip">⟦Ţéẋţ ţéẋţ⟧</p>'],
			['cut: ⟦Ţéẋţ⟧', '<select style="width: 3em"><option>⟦Ţéẋţ⟧</option></select>'],
			['wide: 360 px', '<p style="width: 360px">⟦Ţéẋţ⟧</p>'],
			['outside: ⟦Ţéẋţ⟧', '<p style="position: fixed; left: 300px">⟦Ţéẋţ⟧</p>']
		])('%s', async (fault, body, title) => {
			// not on a page of the site, whose policy forbids style attributes
			await guest.goto('about:blank');
			await guest.setContent(html(body, title));
			expect(await faultsOf(guest, ['Portico'])).toContain(fault);
		});

		test('nothing on a page without faults', async () => {
			await guest.setContent(
				html(
					`<p>⟦Ţéẋţ Portico ⟦ñéšţéð⟧⟧, 12</p><p lang="en" dir="ltr">An article</p><p>Portico</p>
				<time>1 يناير 1970</time><p style="width: 3em; overflow-x: auto; white-space: nowrap">⟦Ţéẋţ ţéẋţ⟧</p>`,
					'⟦Ţîţļé⟧ · Portico'
				)
			);
			expect(await faultsOf(guest, ['Portico'])).toEqual([]);
		});
	});
});
