// The markup of pages: valid HTML without broken links.
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import type { Route } from '../support/built-routes.ts';
import { Directus, type Person } from '../support/directus.ts';
import { everyRoute } from '../support/every-route.ts';
import { installation } from '../support/installation-under-test.ts';

const MAX_PAGES = 300;

const validator = new HtmlValidate({
	extends: ['html-validate:recommended'],
	rules: {
		// Kit and Svelte write these as they like
		'attribute-boolean-style': 'off',
		'doctype-style': 'off',
		'void-style': 'off',
		'no-trailing-whitespace': 'off',
		'long-title': 'off'
	}
});

const directus = new Directus(installation);
let routes: Route[];
let person: Person;
let member: Browser;
const guest = new Browser();
beforeAll(async () => {
	[routes, person] = await Promise.all([everyRoute(directus), directus.makePerson()]);
	member = await Browser.signedIn(person);
});
afterAll(() => directus.clear());

/** Validates a page; a line for each finding. */
async function findings(html: string): Promise<string[]> {
	const { results } = await validator.validateString(html);
	return results.flatMap(({ messages }) =>
		messages.map(({ ruleId, message, line, column }) => `${ruleId} ${line}:${column} ${message}`)
	);
}

const isHtml = (headers: Headers) => headers.get('content-type')?.startsWith('text/html') ?? false;

describe('HTML is valid', () => {
	test.each(['guest', 'member'] as const)('on every page for a %s', async (kind) => {
		const browser = kind === 'guest' ? guest : member;
		for (const { path } of [...routes, { path: '/nowhere' }]) {
			const { headers, body } = await browser.visit(path);
			if (isHtml(headers)) expect(await findings(body), path).toEqual([]);
		}
	});

	test('on every form with errors', async () => {
		for (const path of routes.flatMap(({ actions }) => actions)) {
			const { headers, body } = await guest.clone().submit(path, { email: 'x', password: 'x' });
			if (isHtml(headers)) expect(await findings(body), path).toEqual([]);
		}
	});
});

test.each(['guest', 'member'] as const)(
	'every link on every page leads a %s to an existing page and fragment',
	async (kind) => {
		const browser = kind === 'guest' ? guest : member;
		const seen = new Map<string, { status: number; body: string }>();
		const broken: string[] = [];
		const due: { from: string; to: URL }[] = [{ from: 'start', to: new URL('/', browser.origin) }];
		for (let next = due.shift(); next; next = due.shift()) {
			const { from, to } = next;
			const path = to.pathname + to.search;
			let page = seen.get(path);
			if (!page) {
				const answer = await browser.visit(path);
				page = { status: answer.status, body: answer.body };
				seen.set(path, page);
				if (isHtml(answer.headers)) due.push(...linksOf(page.body, to));
				if (seen.size > MAX_PAGES) break;
			}
			if (page.status >= 400) broken.push(`${from} → ${path}: ${page.status}`);
			const id = decodeURIComponent(to.hash.slice(1));
			if (id && !page.body.includes(`id="${id}"`)) broken.push(`${from} → ${path}#${id}`);
		}
		expect(broken).toEqual([]);
		expect(seen.size).toBeGreaterThan(20);
	}
);

/** The links of a page to pages of this site. */
function linksOf(html: string, page: URL): { from: string; to: URL }[] {
	return [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)]
		.map(([, href = '']) => new URL(href.replaceAll('&amp;', '&'), page))
		.filter(({ origin }) => origin === page.origin)
		.map((to) => ({ from: page.pathname, to }));
}
