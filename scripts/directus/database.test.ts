import { describe, expect, test } from 'vitest';
import { isUnfinished } from './database.ts';

describe('an interrupted first installation', () => {
	test('has tables of Directus and no user', () => {
		const tables = ['directus_collections', 'directus_fields'];

		expect(isUnfinished({ tables, filled: ['directus_migrations', 'directus_settings'] })).toBe(
			true
		);
	});

	test('is not an empty database', () => {
		expect(isUnfinished({ tables: [], filled: [] })).toBe(false);
	});

	test('has no user who can sign in', () => {
		const tables = ['directus_collections', 'directus_users'];

		expect(isUnfinished({ tables, filled: ['directus_users'] })).toBe(false);
	});

	test('has no tables of another program', () => {
		const tables = ['directus_collections', 'invoices'];

		expect(isUnfinished({ tables, filled: [] })).toBe(false);
	});

	test.each(['directus_files', 'directus_flows', 'directus_permissions', 'directus_activity'])(
		'has no rows in %s',
		(table) => {
			const tables = ['directus_collections', 'directus_users', table];

			expect(isUnfinished({ tables, filled: ['directus_settings', table] })).toBe(false);
		}
	);
});
