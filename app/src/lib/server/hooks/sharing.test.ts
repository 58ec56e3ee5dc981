import type { RequestEvent } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { GUEST, UNKNOWN } from '../session/access.ts';
import { sharing } from './sharing.ts';

const WHOLE = { etag: '"1"', 'content-type': 'text/html' };
const POLICY = (nonce: string) => `script-src 'self' 'nonce-${nonce}'`;
const fresh = () => ({ freshUntil: Date.now() + 60_000 });

/** A guest's request for a page of its own, with these differences. */
function guestRequest(differences: object = {}, headers: HeadersInit = {}): RequestEvent {
	const url = new URL(`https://portico.example/${randomUUID()}`);
	return {
		url,
		request: new Request(url, { headers }),
		route: { id: '/(public)/[...path]' },
		locals: { access: GUEST, content: [fresh()], cookiesRead: new Set() },
		isDataRequest: false,
		...differences
	} as unknown as RequestEvent; // the handle reads no other members
}

/** How often a page is rendered for two requests, and the second response. */
async function twice(event: RequestEvent, response = () => new Response('', { headers: WHOLE })) {
	const resolve = vi.fn(() => Promise.resolve(response()));
	await sharing({ event, resolve });
	const second = await sharing({ event, resolve });
	return { rendered: resolve.mock.calls.length, second };
}

test('a public page is rendered once for guests', async () => {
	const page = () =>
		new Response('<p>text</p>', { headers: { ...WHOLE, 'x-sveltekit-page': 'true' } });
	const { rendered, second } = await twice(guestRequest(), page);
	expect(rendered).toBe(1);
	expect(await second.text()).toBe('<p>text</p>');
	expect(Object.fromEntries(second.headers)).toEqual({
		'content-type': 'text/html',
		'x-sveltekit-page': 'true'
	});
});

test('each guest of a shared page gets a nonce of their own, the first too', async () => {
	const page = () =>
		new Response('<script nonce="old">1</script><script nonce="old">2</script>', {
			headers: { ...WHOLE, 'content-security-policy': POLICY('old') }
		});
	const event = guestRequest();
	const nonces = new Set<string>();
	for (let times = 0; times < 3; times++) {
		const response = await sharing({ event, resolve: () => Promise.resolve(page()) });
		const [nonce = ''] = /(?<=nonce=")[^"]+/.exec(await response.clone().text()) ?? [];
		expect(await response.text()).toBe(
			`<script nonce="${nonce}">1</script><script nonce="${nonce}">2</script>`
		);
		expect(response.headers.get('content-security-policy')).toBe(POLICY(nonce));
		nonces.add(nonce);
	}
	expect(nonces.size).toBe(3);
	expect(nonces).not.toContain('old');
});

test.each<[string, object, HeadersInit?]>([
	...['notice=x', 'theme=dark; access_token=x', '__Host-refresh_token=x', 'arrival_abc=1'].map(
		(cookie): [string, object, HeadersInit] => [`a request with ${cookie}`, {}, { cookie }]
	),
	[
		'a request with a cookie that a hook has read',
		{ locals: { access: GUEST, content: [fresh()], cookiesRead: new Set(['theme']) } },
		{ cookie: 'theme=dark' }
	],
	[
		'a member',
		{ locals: { access: { kind: 'member' }, content: [fresh()], cookiesRead: new Set() } }
	],
	[
		'a visitor whom an outage keeps from being identified',
		{ locals: { access: UNKNOWN, content: [fresh()], cookiesRead: new Set() } }
	],
	['a page that is not public', { route: { id: '/(guest)/signin' } }],
	['an address that there is not', { route: { id: null } }],
	['the data of a page', { isDataRequest: true }],
	[
		'a page that shows no content',
		{ locals: { access: GUEST, content: [], cookiesRead: new Set() } }
	],
	[
		'a page with old content',
		{
			locals: {
				access: GUEST,
				content: [fresh(), { freshUntil: Date.now() - 1 }],
				cookiesRead: new Set()
			}
		}
	],
	['a form', { request: new Request('https://portico.example', { method: 'POST' }) }]
])('G08 no shared page answers %s', async (_, differences, headers) => {
	expect((await twice(guestRequest(differences, headers))).rendered).toBe(2);
});

test.each<[string, ResponseInit]>([
	['an error', { status: 404, headers: WHOLE }],
	['a page that sets a cookie', { headers: { ...WHOLE, 'set-cookie': 'notice=; Max-Age=0' } }],
	['a no-store response', { headers: { ...WHOLE, 'cache-control': 'no-store' } }],
	['a streamed response', { headers: { 'content-type': 'text/html' } }]
])('a response is not shared: %s', async (_, init) => {
	expect((await twice(guestRequest(), () => new Response('', init))).rendered).toBe(2);
});

test('a shared page is rendered again once any of its content is no longer fresh', async () => {
	const content = [fresh(), fresh()];
	const event = guestRequest({ locals: { access: GUEST, content, cookiesRead: new Set() } });
	expect((await twice(event)).rendered).toBe(1);
	content[1] = Object.assign(content[1] ?? fresh(), { freshUntil: 0 });
	expect((await twice(event)).rendered).toBe(2);
});

describe('a shared page for which a foreign cookie was read', () => {
	/** A page whose rendering reads these cookies, and requests for it. */
	function pageReading(...names: string[]) {
		const url = new URL(`https://portico.example/${randomUUID()}`);
		const resolve = vi.fn(() => Promise.resolve(new Response('', { headers: WHOLE })));
		const request = async (cookie?: string) => {
			const cookiesRead = new Set<string>();
			const event = guestRequest(
				{ url, locals: { access: GUEST, content: [fresh()], cookiesRead } },
				cookie ? { cookie } : {}
			);
			resolve.mockClear();
			await sharing({
				event,
				resolve: () => {
					for (const name of names) cookiesRead.add(name);
					return resolve();
				}
			});
			return resolve.mock.calls.length === 0 ? 'shared' : 'rendered';
		};
		return request;
	}

	test('is shared with guests who send other cookies or none', async () => {
		const request = pageReading('theme');
		expect(await request('consent=all')).toBe('rendered');
		for (const cookie of [undefined, 'consent=none', 'a=1; b=2', 'language=de'])
			expect(await request(cookie), cookie).toBe('shared');
	});

	test('G12 is not shared with guests who send it, and theirs with nobody', async () => {
		const request = pageReading('theme');
		for (const cookie of ['theme=dark', 'theme=dark', 'consent=all; theme=light'])
			expect(await request(cookie), cookie).toBe('rendered');
		expect(await request()).toBe('rendered');
		expect(await request('theme=dark')).toBe('rendered');
		expect(await request()).toBe('shared');
	});

	test('G12 is not shared with guests who send any cookie, where all of them were read', async () => {
		const request = pageReading('*');
		expect(await request('consent=all')).toBe('rendered');
		expect(await request()).toBe('rendered');
		expect(await request('consent=all')).toBe('rendered');
		expect(await request()).toBe('shared');
	});
});
