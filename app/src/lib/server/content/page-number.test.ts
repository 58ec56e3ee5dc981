import { expect, test } from 'vitest';
import { pageNumber } from './page-number.ts';

test.each([
	['', 1],
	['?page=1', 1],
	['?page=12', 12],
	['?page=0', null],
	['?page=-1', null],
	['?page=1.5', null],
	['?page=1e3', null],
	['?page=x', null],
	['?page=', null],
	['?page=99999999', null]
])('%j is page %j', (search, page) => {
	expect(pageNumber(new URL(`https://portico.example/articles${search}`))).toBe(page);
});
