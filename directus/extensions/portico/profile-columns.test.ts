import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PROFILE_FIELDS } from '@portico/contract/profile.ts';
import { profileOf } from './profile-columns.ts';

interface Model {
	fields: { collection: string; field: string; schema: { max_length: number | null } }[];
}

const MODEL = path.resolve(import.meta.dirname, '../../../directus-schema.yaml');
const { fields } = parse(readFileSync(MODEL, 'utf8')) as Model; // as Directus writes it

describe('the fields of a profile', () => {
	test.each(PROFILE_FIELDS)('$name has a column that holds its longest value', (declared) => {
		const column = fields.find(
			({ collection, field }) => collection === 'directus_users' && field === declared.name
		);
		expect(column).toBeDefined();
		expect(column?.schema.max_length ?? Infinity).toBeGreaterThanOrEqual(declared.maxLength);
	});

	test('are read as texts, dates from a Date and from milliseconds', () => {
		const date = new Date(1985, 11, 9);
		const names = PROFILE_FIELDS.map(({ name }) => name);
		for (const birth_date of [date, date.getTime()]) {
			const row = { username: 'ada', biography: '', birth_date, email: 'ada@example.com' };
			const profile = { username: 'ada', biography: null, birth_date: '1985-12-09' };
			expect(profileOf(row, names)).toEqual(profile);
		}
		expect(profileOf({ birth_date: null }, ['birth_date'])).toEqual({ birth_date: null });
	});
});
