import { LANGUAGES } from '@portico/contract/languages.ts';
import { describe, expect, test } from 'vitest';
import { contentOf, type Occasion } from './content.ts';

const KINDS = ['reset', 'verification', 'invitation', 'known'] as const;
const OCCASION: Occasion = {
	site: 'The Reading Room',
	email: 'ada@example.com',
	href: 'https://site.example/signin',
	forgotHref: 'https://site.example/forgot-password',
	validity: 86_400
};

describe.each(LANGUAGES)('in the language %s', (language) => {
	test.each(KINDS)('an email of the kind %s names the site and its recipient', (kind) => {
		const { subject, paragraphs, footer } = contentOf(kind, OCCASION, language);
		expect(subject).toContain('The Reading Room');
		expect(paragraphs.join(' ')).toContain('ada@example.com');
		expect(footer).toContain('ada@example.com');
	});

	test('each kind has words of its own', () => {
		const subjects = KINDS.map((kind) => contentOf(kind, OCCASION, language).subject);
		expect(new Set(subjects).size).toBe(KINDS.length);
	});
});

test('the subject is in the language of the recipient', () => {
	const subjects = LANGUAGES.map((language) => contentOf('reset', OCCASION, language).subject);
	expect(subjects).toContain('Set a new password for The Reading Room');
	expect(subjects).toContain('Neues Passwort für The Reading Room festlegen');
});

test.each([
	[86_400, '24 hours', '24 Stunden'],
	[604_800, '7 days', '7 Tage'],
	[2 * 86_400 + 5, '2 days', '2 Tage'],
	[3_600, '60 minutes', '60 Minuten'],
	[90, '1 minute', '1 Minute'],
	[1, '1 minute', '1 Minute']
])('a link that works for %d seconds is said to be valid for %s', (validity, english, german) => {
	const notes = (language: 'en' | 'de') =>
		contentOf('reset', { ...OCCASION, validity }, language)
			.notes.join(' ')
			.replace(/\u00a0/g, ' ');
	expect(notes('en')).toContain(`valid for ${english}.`);
	expect(notes('de')).toContain(`${german} gültig.`);
});

test('only an account with a password is offered a new one', () => {
	expect(contentOf('known', OCCASION, 'en').other?.href).toBe(OCCASION.forgotHref);
	expect(contentOf('known', { ...OCCASION, forgotHref: null }, 'en').other).toBeNull();
	expect(contentOf('reset', OCCASION, 'en').other).toBeNull();
});
