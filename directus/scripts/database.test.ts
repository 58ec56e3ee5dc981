import { describe, expect, test } from 'vitest';
import { isUnfinished } from './database.ts';

describe('an interrupted first installation', () => {
	test('has tables of Directus and nobody who could have used them', () => {
		const tables = ['directus_collections', 'directus_fields'];

		expect(isUnfinished({ tables, users: 0, fingerprint: null })).toBe(true);
	});

	test('is not an empty database', () => {
		expect(isUnfinished({ tables: [], users: 0, fingerprint: null })).toBe(false);
	});

	test('is not one that somebody can sign in to', () => {
		const tables = ['directus_collections', 'directus_users'];

		expect(isUnfinished({ tables, users: 1, fingerprint: null })).toBe(false);
	});

	test('is not one that somebody else keeps tables in', () => {
		const tables = ['directus_collections', 'invoices'];

		expect(isUnfinished({ tables, users: 0, fingerprint: null })).toBe(false);
	});
});
