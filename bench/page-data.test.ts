import { expect, test } from 'vitest';
import { pageData } from './page-data.ts';

test('the data of a page is decoded from all its parts, with their types', () => {
	const layout = [
		{ site: 1, links: 3, member: 5, note: -1 },
		{ name: 2 },
		'A site',
		[4],
		'/a',
		null
	];
	const page = [{ first: 1, count: 2, open: 3 }, 'Ada', 7, false];
	const nodes = [{ type: 'data', data: layout }, null, { type: 'data', data: page }];

	const frame = { site: { name: 'A site' }, links: ['/a'], member: null, note: undefined };
	expect(pageData(JSON.stringify({ type: 'data', nodes }))).toEqual({
		layout: frame,
		page: { ...frame, first: 'Ada', count: 7, open: false }
	});
});
