import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { dotenv } from './dotenv.ts';

const text = (value: string) => dotenv([{ name: 'NAME' }], new Map([['NAME', value]]));

test('a variable without a value is commented out, with its default', () => {
	const lines = dotenv([{ name: 'PORT', about: 'Where it listens.', fallback: '80' }], new Map());
	expect(lines).toContain('\n# Where it listens.\n#PORT=80\n');
	expect(parseEnv(lines)).toEqual({});
});

test('the description of a variable is wrapped', () => {
	const lines = dotenv([{ name: 'NAME', about: 'words '.repeat(50).trim() }], new Map()).split(
		'\n'
	);
	expect(lines.filter((line) => line.length > 100)).toEqual([]);
	expect(lines.filter((line) => line.startsWith('# words')).length).toBeGreaterThan(1);
});

describe('a value in .env', () => {
	test.each(['plain', 'https://x.example/a=b', 'whsec_a+b/c=', ''])(
		'%j stays without quotes',
		(value) => {
			expect(text(value)).toContain(`\nNAME=${value}\n`);
		}
	);

	test.each(['two words', 'a#b', 'a$b', 'a"b', 'a\\b'])('%j gets single quotes', (value) => {
		expect(text(value)).toContain(`\nNAME='${value}'\n`);
	});

	test('with a single quote gets double quotes, which escape $, " and \\', () => {
		expect(text(`a'b"c$d\\e`)).toContain(`\nNAME="a'b\\"c\\$d\\\\e"\n`);
	});

	test.each(['a\nSECRET=b', "a'\nSECRET=b", '\r\n'])('%j never becomes a second line', (value) => {
		expect(Object.keys(parseEnv(text(value)))).toEqual(['NAME']);
	});
});
