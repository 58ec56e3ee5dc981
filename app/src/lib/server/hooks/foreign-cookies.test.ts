import type { RequestEvent } from '@sveltejs/kit';
import { expect, test, vi } from 'vitest';
import { log } from '../operations/log.ts';
import { foreignCookies, isAmong, sentCookies } from './foreign-cookies.ts';

vi.mock('$app/env', async (original) => ({ ...(await original<object>()), dev: true }));
const warn = vi.spyOn(log, 'warn').mockReturnValue();

/** The cookies that are noted of a request for which `work` is done. */
async function noted(work: (event: RequestEvent) => unknown, routeId = '/(public)/articles') {
	const cookies = { get: (name: string) => `the ${name}`, getAll: () => [] };
	const event = {
		cookies,
		fetch: () => Promise.resolve(new Response()),
		locals: {},
		route: { id: routeId },
		isSubRequest: false
	} as unknown as RequestEvent; // the handle reads no other members
	warn.mockClear();
	await foreignCookies({
		event,
		resolve: async (event) => {
			await work(event);
			return new Response();
		}
	});
	return [...event.locals.cookiesRead];
}

test('a cookie that is not the app’s is noted, read as before, and named once in a warning', async () => {
	const read: unknown[] = [];
	const names = await noted(({ cookies }) => {
		for (const name of ['theme', 'theme', 'notice', '__Host-access_token', 'arrival_abc'])
			read.push(cookies.get(name));
	});
	expect(names).toEqual(['theme']);
	expect(read).toContain('the theme');
	expect(warn).toHaveBeenCalledTimes(1);
	expect(warn.mock.lastCall?.[0]).toContain('the cookie theme is read for /(public)/articles');
});

test.each<[string, (event: RequestEvent) => unknown]>([
	['reading all cookies', ({ cookies }) => cookies.getAll()],
	['a request to a route of the site', ({ fetch }) => fetch('/theme')]
])('%s is noted as reading every cookie', async (_, work) => {
	expect(await noted(work)).toEqual(['*']);
	expect(warn).toHaveBeenCalledTimes(1);
});

test('there is no warning for pages that guests do not share', async () => {
	expect(await noted(({ cookies }) => cookies.getAll(), '/(guest)/signin')).toEqual(['*']);
	expect(warn).not.toHaveBeenCalled();
});

test('the cookies of a request are known by their names', () => {
	const sent = (cookie: string) =>
		sentCookies(new Request('https://portico.example', { headers: { cookie } }));
	expect(sent('a=1; b="2;3";  c=4=5;d')).toEqual(['a', 'b', '3"', 'c', 'd']);
	expect(sentCookies(new Request('https://portico.example'))).toEqual([]);
});

test('cookies concern a page if one of them was read for it, or all were', () => {
	expect(isAmong(new Set(['theme']), ['consent', 'theme'])).toBe(true);
	expect(isAmong(new Set(['*']), ['consent'])).toBe(true);
	expect(isAmong(new Set(['theme']), ['consent'])).toBe(false);
	expect(isAmong(new Set(['*']), [])).toBe(false);
});
