import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { must, ok, should, unknown } from './finding.ts';
import { count, inJson, inWords } from './doctor-report.ts';

const ADDRESS = 'https://studio.example/an/address/that/is/longer/than/a/line/and/must/stay/whole';
const installation = {
	siteUrl: 'https://site.example',
	directusUrl: 'https://studio.example',
	credentials: null,
	mailCatcherUrl: null,
	secret: 'nobody-may-read-this',
	demoPassword: 'nobody-may-read-this',
	source: '.env',
	gateway: { services: null, keys: null },
	accessCommand: 'npm run access'
};
const complaint = {
	what: 'Something is not as it should be, and that takes more than a line to be told in full.',
	why: 'People cannot do what they came for.',
	fix: `Put it right at ${ADDRESS}`
};
const sections = [
	{ title: 'Site', findings: [ok('well', 'All is well.'), must('wrong', complaint)] },
	{ title: 'Nothing', findings: [] },
	{ title: 'Directus', findings: [should('better', complaint), unknown('dark', 'Who knows.')] }
];

test('the report shows problem, reason and fix in lines that fit the terminal', () => {
	// no terminal, so no colours
	const text = inWords(installation, sections, new PassThrough() as never);
	expect(text).toMatch(/^https:\/\/site\.example, Directus at https:\/\/studio\.example/);
	expect(text).toContain('  ✓ All is well.\n');
	expect(text).toContain('    must · wrong');
	expect(text).not.toContain('Nothing\n');
	expect(text).toMatch(/1 must be put right, 1 should be, 1 could not be looked at\.\n$/);
	const long = text.split('\n').filter((line) => line.length > 80);
	expect(new Set(long.map((line) => line.trim()))).toEqual(new Set([ADDRESS]));
});

test('the JSON report has the same findings and no secret', () => {
	const json = inJson(installation, sections);
	expect(json).not.toContain('nobody-may-read-this');
	expect(JSON.parse(json)).toMatchObject({
		site: 'https://site.example',
		directus: 'https://studio.example',
		must: 1,
		should: 1,
		findings: [
			{ group: 'Site', id: 'well', severity: 'ok', what: 'All is well.', why: null, fix: null },
			{ group: 'Site', id: 'wrong', severity: 'must', ...complaint },
			{ group: 'Directus', id: 'better', severity: 'should', ...complaint },
			{ group: 'Directus', id: 'dark', severity: 'unknown', why: null, fix: null }
		]
	});
	expect(count(sections, 'ok')).toBe(1);
});
