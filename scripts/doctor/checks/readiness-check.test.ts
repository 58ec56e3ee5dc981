import { expect, test } from 'vitest';
import { judgeReadiness } from './readiness-check.ts';

const RIGHT = { health: 200, ready: 200, directus: null, redis: null, metrics: false };

test.each([
	[{}, []],
	[{ redis: 'ready' }, []],
	[{ health: null, ready: null }, ['must site-answers']],
	[{ health: 308, ready: 308 }, ['must site-answers']],
	[{ health: 502, ready: 502 }, ['must site-answers']],
	[{ ready: 503, directus: 'has no administrator yet' }, ['must site-ready']],
	[{ redis: 'no answer' }, ['should site-redis']],
	[{ metrics: true }, ['should metrics-public']]
])('a site with %j: %j', (change, complaints) => {
	const found = judgeReadiness('https://site.example', '.env', { ...RIGHT, ...change });
	const bad = found.filter(({ severity }) => severity !== 'ok');
	expect(bad.map(({ id, severity }) => `${severity} ${id}`)).toEqual(complaints);
});
