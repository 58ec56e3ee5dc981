import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { RESERVED_SEGMENTS } from '@portico/contract/addresses.ts';
import { builtRoutes } from '../support/built-routes.ts';

const CLIENT = new URL('../../app/build/client/', import.meta.url);
/** Any: only the first segments count. */
const PARAMETERS = {
	'/(protected)/profile/of/[username]': 'x',
	'/(protected)/profile/of/[username]/avatar': 'x',
	'/(public)/articles/[slug]': 'x',
	'/(public)/articles/[slug]/edit': 'x',
	'/(public)/categories/[slug]': 'x',
	'/(public)/[...path]': '',
	'/api/directus/[...path]': 'x',
	'/assets/[id]': 'x',
	'/gateway/[service]/[...path]': 'x'
};

test('no page can have an address that a route or a file of the site has', async () => {
	const routes = await builtRoutes(PARAMETERS);
	// beside a file are its compressed copies
	const files = (await readdir(CLIENT)).map((name) => name.replace(/\.(br|gz)$/, ''));
	const segments = new Set([...routes.map(({ path }) => path.split('/')[1] ?? ''), ...files]);
	segments.delete('');

	expect([...segments]).toEqual(
		expect.arrayContaining(['articles', 'signin', 'robots.txt', '_app'])
	);
	expect([...segments].filter((segment) => !RESERVED_SEGMENTS.has(segment))).toEqual([]);
});
