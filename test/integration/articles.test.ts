import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { premium } from '../../directus/access/roles.ts';
import { Browser } from '../support/browser.ts';
import { type Article, Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { png } from '../support/png.ts';

const directus = new Directus(installation);
const guest = new Browser();
let member: Browser;
let premiumMember: Browser;
let newcomer: Browser;
let articles: Record<'public' | 'members' | 'premium', Article>;
beforeAll(async () => {
	const role = await directus.makeRole();
	const [open, members, forPremium, ...people] = await Promise.all([
		directus.makeArticle({ audience: 'public' }),
		directus.makeArticle({ audience: 'members' }),
		directus.makeArticle({ audience: 'premium' }),
		directus.makePerson(),
		directus.makePerson({ role: premium.id }),
		directus.makePerson({ role })
	]);
	articles = { public: open, members, premium: forPremium };
	const [one, two, three] = people;
	[member, premiumMember, newcomer] = await Promise.all([
		Browser.signedIn(one),
		Browser.signedIn(two),
		Browser.signedIn(three)
	]);
});
afterAll(() => directus.clear());

const readers = { guest: () => guest, member: () => member, premium: () => premiumMember };
type Reader = keyof typeof readers;

describe('an article', () => {
	test.each<[keyof typeof articles, Reader, string]>([
		['public', 'guest', 'reads'],
		['public', 'member', 'reads'],
		['public', 'premium', 'reads'],
		['members', 'guest', 'Sign in to read on'],
		['members', 'member', 'reads'],
		['members', 'premium', 'reads'],
		['premium', 'guest', 'Sign in to read on'],
		['premium', 'member', 'your membership does not include it'],
		['premium', 'premium', 'reads']
	])('for %s: %s %s', async (audience, reader, outcome) => {
		const { path, title, summary, words } = articles[audience];
		const page = await readers[reader]().visit(path);
		const data = await readers[reader]().data(path);

		expect(page.status).toBe(200);
		expect(page.body).toContain(title);
		expect(page.body).toContain(summary);
		expect(page.body.includes(words)).toBe(outcome === 'reads');
		expect(data.body.includes(words)).toBe(outcome === 'reads');
		if (outcome !== 'reads') expect(page.body).toContain(outcome);
	});

	test('that is public is shown to a role without policies too, and no other is', async () => {
		const open = await newcomer.visit(articles.public.path);
		expect(open.body).toContain('Sign out');
		expect(open.body).toContain(articles.public.words);

		const walled = await newcomer.visit(articles.members.path);
		expect(walled.body).toContain(articles.members.summary);
		expect(walled.body).not.toContain(articles.members.words);
	});

	test('that shows the wall has links that return to it, however its address is written', async () => {
		const { body } = await guest.visit(`${articles.members.path}?from=mail`);
		const back = encodeURIComponent(`${articles.members.path}?from=mail`);
		expect(body).toContain(`/signin?redirectedFrom=${back}`);
		expect(body).toContain(`/signup?redirectedFrom=${back}`);
	});

	test('that is a draft, archived or scheduled is a 404 for everyone', async () => {
		const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
		const hidden = await Promise.all([
			directus.makeArticle({ audience: 'public', status: 'draft' }),
			directus.makeArticle({ audience: 'public', status: 'archived' }),
			directus.makeArticle({ audience: 'public', published_at: tomorrow })
		]);
		for (const { path, title } of hidden) {
			for (const reader of [guest, member, premiumMember]) {
				const { status, body } = await reader.visit(path);
				expect(status).toBe(404);
				expect(body).not.toContain(title);
			}
		}
	});

	test('for an audience that was added in Studio is listed, and readable by editors only', async () => {
		const { path, title, words } = await directus.makeArticle({
			audience: 'patrons',
			published_at: new Date().toISOString()
		});
		expect((await guest.visit('/articles')).body).toContain(title);
		for (const reader of [guest, member, premiumMember]) {
			const { status, body } = await reader.visit(path);
			expect(status).toBe(200);
			expect(body).toContain(title);
			expect(body).not.toContain(words);
		}
	});

	test('has no address that is longer than the longest slug', async () => {
		for (const path of ['/articles/', '/categories/', '/'])
			expect((await guest.visit(path + 'x'.repeat(256))).status, path).toBe(404);
	});

	test('with characters beyond ASCII in its address is served', async () => {
		const slug = `größe-${articles.public.id}-überdacht`;
		const { title } = await directus.makeArticle({ audience: 'public', slug });
		const { status, body } = await guest.visit(`/articles/${encodeURIComponent(slug)}`);
		expect(status).toBe(200);
		expect(body).toContain(title);
	});

	test('is cleaned of executable HTML', async () => {
		const body =
			'<p onclick="alert(1)">Text<script>alert(2)</script><img src=x onerror=alert(3)>' +
			'<a href="javascript:alert(4)">a</a><iframe src="https://evil.example"></iframe>' +
			'<style>p{}</style><form action="/logout" method="post"><button>b</button></form></p>';
		const { path } = await directus.makeArticle({ audience: 'public', body });
		const answer = await guest.visit(path);
		expect(answer.body).toContain('Text');
		expect(answer.body).not.toMatch(
			/alert\(|src="[^"]*evil\.example|<iframe|javascript:|action="\/logout"/
		);
	});

	test.each([
		['public', 'guest'],
		['members', 'member']
	] as const)(
		'for %s has its pictures at the address of their version',
		async (audience, reader) => {
			const file = await directus.makeFile(png(700, 350), 'image/png', 'public');
			const body = `<p>Text</p><p><img src="/assets/${file}.png" alt="A door"></p>`;
			const { path } = await directus.makeArticle({ audience, body });
			const sourceOf = async () => {
				const { body } = await readers[reader]().visit(path);
				const [picture = ''] = /<img [^>]*alt="A door"[^>]*>/.exec(body) ?? [];
				expect(picture).toMatch(/ 700w".* width="700" height="350"/);
				return (/src="([^"]*)"/.exec(picture)?.[1] ?? '').replaceAll('&amp;', '&');
			};
			const source = await sourceOf();
			const { status, headers } = await guest.visit(source);
			expect(status).toBe(200);
			expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');

			await directus.replaceFile(file, png(700, 350, Buffer.alloc(700 * 350, 200)), 'image/png');
			await expect.poll(sourceOf, { timeout: 20_000 }).not.toBe(source);
		}
	);

	test('with more pictures than one query requests shows them all', async () => {
		const file = await directus.makeFile(png(10, 10), 'image/png', 'public');
		const unknown = Array.from({ length: 120 }, () => randomUUID());
		const body = `${unknown.map((id) => `<img src="/assets/${id}">`).join('')}<p><img src="/assets/${file}" alt="The last"></p>`;
		const { path } = await directus.makeArticle({ audience: 'public', body });
		const answer = await guest.visit(path);
		expect(answer.body).toMatch(/<img [^>]*&amp;v=\d+\.\d{3}-\d+"[^>]*alt="The last"/);
		for (const id of unknown) expect(answer.body).toContain(`src="/assets/${id}?key=`);
	});

	test('that was changed shows the change within seconds', async () => {
		const { id, path } = await directus.makeArticle({ audience: 'public' });
		await guest.visit(path);
		await directus.send('PATCH', `/items/articles/${id}`, { title: 'Another title' });
		await expect
			.poll(async () => (await guest.visit(path)).body, { timeout: 20_000 })
			.toContain('Another title');
	});
});

describe('lists of articles', () => {
	test('show articles of every audience, without their text', async () => {
		const { id, path } = await directus.makeCategory();
		const listed = await Promise.all(
			(['public', 'members', 'premium'] as const).map((audience) =>
				directus.makeArticle({ audience, category: id })
			)
		);
		const { status, body } = await guest.visit(path);
		expect(status).toBe(200);
		for (const { path, title, summary, words } of listed) {
			expect(body).toContain(path.slice(1));
			expect(body).toContain(title);
			expect(body).toContain(summary);
			expect(body).not.toContain(words);
		}
	});

	test('are paginated', async () => {
		const { id, path } = await directus.makeCategory();
		const titles = await Promise.all(
			Array.from({ length: 13 }, (_, index) => {
				const published_at = new Date(Date.UTC(2001, 0, index + 1)).toISOString();
				return directus.makeArticle({ audience: 'public', category: id, published_at });
			})
		);
		const pages = await Promise.all([path, `${path}?page=2`].map((page) => guest.visit(page)));
		const shown = pages.flatMap(({ body }) => titles.filter(({ title }) => body.includes(title)));
		expect(shown).toHaveLength(13);
		expect(new Set(shown).size).toBe(13);
		expect((await guest.visit(`${path}?page=3`)).status).toBe(404);
	});

	test.each(['0', '-1', '1.5', 'x', '', '99999999999999999999', '1e3', '%00', '2&page=3'])(
		'with ?page=%s show a page or a 404, never an error',
		async (page) => {
			const { status } = await guest.visit(`/articles?page=${page}`);
			expect([200, 404]).toContain(status);
		}
	);
});

test.each([
	'/articles/%00',
	'/articles/a%00b',
	'/categories/%00',
	'/%00',
	'/a/%00/b',
	'/articles/%2e%2e%2fsettings',
	'/..%2f..%2fusers',
	'/articles/%5b%5d',
	'/articles/$NOW',
	'/articles/{"_eq":1}',
	'/articles/%F0%9F%9A%AA',
	'/articles/%ED%A0%80',
	`/${'a'.repeat(8_000)}`,
	'/articles/a/b/c',
	'/constructor',
	'/articles/__proto__',
	'/.env',
	'/.git/config',
	'/server/info',
	'/users',
	'/admin',
	'/graphql'
])('H10 the path %s is a 404', async (path) => {
	for (const browser of [guest, member]) {
		const { status, body } = await browser.visit(path);
		expect([400, 404]).toContain(status);
		expect(body).toContain('Go to the front page');
	}
});
