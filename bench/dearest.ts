import { randomBytes, randomUUID } from 'node:crypto';
import { editor } from '../directus/access/roles.ts';
import { PICTURE_WIDTHS, pictureKey } from '@portico/contract/pictures.ts';
import { Browser } from '../test/support/browser.ts';
import { Directus } from '../test/support/directus.ts';
import type { OwnDirectus } from '../test/support/own-directus.ts';
import { png } from '../test/support/png.ts';
import type { MeasuredSite } from './measured-site.ts';
import type { Row } from './row.ts';

const MAX_MILLISECONDS = 2_500;
/** How heavy the content is that editors made. */
interface Weight {
	/** Characters. */
	textLength: number;
	/** Pixels. */
	picture: { width: number; height: number };
}

/** The longest text that Directus accepts (MAX_PAYLOAD_SIZE) with the rest of the article, and 12 megapixels. */
const HEAVIEST: Weight = { textLength: 900_000, picture: { width: 4000, height: 3000 } };
const ARTICLES = 100;
/** As many as a page lists. */
const REPORTED_ROUTES = 12;

/** A request that could cost much, by its name. */
type Candidates = Record<string, () => Promise<unknown>>;

/** Measures the CPU time of app and Directus for the most expensive request of each kind of visitor. */
export async function measureCostliestRequests(
	{ directus, app }: MeasuredSite,
	weight = HEAVIEST
): Promise<Row[]> {
	const spent = async () => (await directus.cpuMilliseconds()) + (await app.cpuMilliseconds());
	const candidates = await candidatesAt(directus, app.url, weight);
	const rows: Row[] = [];
	for (const [who, requests] of Object.entries(candidates)) {
		rows.push(row(who, await costs(requests, spent)));
	}
	return rows;
}

/** One after the other, once each: a cached response would make the next one cheap. */
async function costs(
	requests: Candidates,
	spent: () => Promise<number>
): Promise<[name: string, milliseconds: number][]> {
	const all: [string, number][] = [];
	for (const [name, send] of Object.entries(requests)) {
		const before = await spent();
		await send();
		all.push([name, (await spent()) - before]);
	}
	return all.sort(([, one], [, other]) => other - one);
}

function row(who: string, costs: [name: string, milliseconds: number][]): Row {
	const [[name, milliseconds] = ['none', 0]] = costs;
	return {
		what: `CPU time of the dearest request of ${who}`,
		measured: `${milliseconds.toFixed(0)} ms: ${name}`,
		limit: `${MAX_MILLISECONDS} ms`,
		met: milliseconds <= MAX_MILLISECONDS,
		figures: Object.fromEntries(costs)
	};
}

/** Content that is as heavy as editors can make it, and the requests for it. */
async function candidatesAt(
	{ directusUrl, administrator }: OwnDirectus,
	site: string,
	{ textLength, picture: { width, height } }: Weight
): Promise<Record<string, Candidates>> {
	const directus = new Directus({ directusUrl, administrator });
	const writer = await directus.makePerson({ role: editor.id });
	const reader = await directus.makePerson();
	const pictures = await Promise.all(
		[width, width + 1].map((width) =>
			directus.makeFile(png(width, height, randomBytes(width * height)), 'image/png', 'public')
		)
	);
	const texts = {
		'a long text of "<"': '<'.repeat(textLength),
		'a long text of open tags': '<b>'.repeat(textLength / 3),
		'a long text of words': 'Some words. '.repeat(textLength / 12)
	};
	const heavy: Record<'public' | 'members', [name: string, path: string][]> = {
		public: [],
		members: []
	};
	for (const [name, body] of Object.entries(texts)) {
		for (const audience of ['public', 'members'] as const) {
			const article = await directus.makeArticle({ audience, body });
			heavy[audience].push([name, article.path]);
		}
	}
	const longList = await directus.makeCategory();
	for (let count = 0; count < REPORTED_ROUTES; count++) {
		const body = texts['a long text of words'];
		await directus.makeArticle({ audience: 'public', category: longList.id, body });
	}
	const category = await directus.makeCategory();
	await directus.send(
		'POST',
		'/items/articles',
		Array.from({ length: ARTICLES }, () => ({
			slug: randomUUID(),
			title: 'An article',
			summary: 'Its summary',
			body: '<p>Some words.</p>'.repeat(400),
			status: 'published',
			audience: 'public',
			category: category.id,
			published_at: '2020-01-01T00:00:00Z'
		}))
	);

	const guest = new Browser(site);
	const member = await Browser.signedIn(reader, site);
	const studio = await studioOf(directusUrl, writer);
	const [first = '', second = ''] = pictures;
	const widest = pictureKey(Math.max(...PICTURE_WIDTHS));
	const visits = (browser: Browser, articles: [string, string][]): Candidates =>
		Object.fromEntries(articles.map(([name, path]) => [name, () => good(browser.visit(path))]));
	const wrongCredentials = { email: `${randomUUID()}@example.com`, password: randomUUID() };

	return {
		'a guest': {
			'the front page': () => good(guest.visit('/')),
			'a list of articles': () => good(guest.visit('/articles')),
			'a list of long articles': () => good(guest.visit(longList.path)),
			...visits(guest, heavy.public),
			'a picture of 12 megapixels': () => good(guest.visit(`/assets/${first}?key=${widest}`)),
			'the whole picture': () => good(guest.visit(`/assets/${first}`)),
			'a sign-in with a wrong password': () =>
				guest.submit('/signin?/login', { ...wrongCredentials, otp: '' }),
			'a registration': () =>
				guest.submit('/signup?/register', { ...wrongCredentials, first_name: 'A', last_name: 'B' })
		},
		'a Member': {
			'a sign-in': () => Browser.signedIn(reader, site),
			'the profile': () => good(member.visit('/profile')),
			...visits(member, heavy.members),
			'a picture of 12 megapixels': () => good(member.visit(`/assets/${second}?key=${widest}`)),
			'a change of name': () =>
				member.submit('/profile?/save', {
					opened_by: reader.id,
					first_name: 'x'.repeat(50),
					last_name: 'y'
				})
		},
		'an Editor': {
			'200 aliases of all articles in GraphQL': () =>
				studio('/graphql', {
					query: `{ ${Array.from({ length: 200 }, (_, index) => `a${index}: articles(limit: -1) { id title category { name } }`).join(' ')} }`
				}),
			'2,000 times one field in GraphQL': () =>
				studio('/graphql', { query: `{ articles { ${'id '.repeat(1_999)} } }` }),
			'all articles with all that belongs to them': () =>
				studio('/items/articles?limit=-1&fields=*.*.*'),
			'a search in all texts': () =>
				studio('/items/articles?limit=-1&fields=id&search=nothing+of+the+kind'),
			'a nested filter': () =>
				studio(
					`/items/articles?limit=-1&filter=${JSON.stringify({ _or: Array.from({ length: 100 }, () => ({ body: { _icontains: 'x y z' } })) })}`
				),
			'an export': () => studio('/items/articles?limit=-1&export=csv'),
			'a thumbnail of 12 megapixels': () =>
				studio(`/assets/${first}?key=system-large-contain`, null, {
					accept: 'image/avif,image/webp,*/*'
				}),
			'a long article': () =>
				studio('/items/articles', {
					title: 'Long',
					slug: randomUUID(),
					summary: 'Its summary',
					body: '<b>'.repeat(textLength / 3)
				})
		}
	};
}

async function good(answer: Promise<{ status: number }>): Promise<void> {
	const { status } = await answer;
	if (status !== 200) throw new Error(`The site answers with ${status}.`);
}

/** Asks Directus as Studio does for a person who is signed in there, and reads the whole answer. */
async function studioOf(url: string, { email, password }: { email: string; password: string }) {
	const post = (path: string, body: object | null, headers: Record<string, string>) =>
		fetch(url + path, {
			method: body ? 'POST' : 'GET',
			headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
			body: body && JSON.stringify(body)
		});
	const signedIn = await post('/auth/login', { email, password, mode: 'session' }, {});
	const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
	return async (path: string, body: object | null = null, headers = {}): Promise<void> => {
		const response = await post(path, body, { ...headers, cookie });
		const answer = Buffer.from(await response.arrayBuffer());
		if (!response.ok) throw new Error(`Directus answers ${path}: ${answer.toString()}`);
	};
}
