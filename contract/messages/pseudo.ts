// A language for tests: English that can still be read, with accents, 40 % longer, and from right to left. A text without
// its marks was not translated, or was cut. To look at it: node contract/messages/pseudo.ts, and remove the file later.
import { type MessageFormatElement, TYPE } from '@formatjs/icu-messageformat-parser';
import { printAST } from '@formatjs/icu-messageformat-parser/printer.js';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { BASE_LANGUAGE, elementsOf, readCatalogs } from './catalog.ts';

/** Arabic as no country in particular writes it: its dates are in Arabic letters. */
export const PSEUDO_LANGUAGE = 'ar-001';

/** What a text begins and ends with. */
export const MARKS = ['⟦', '⟧'] as const;

const LONGER_BY = 0.4;
const FILLER = 'ö';
const PLAIN = 'AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz';
const ACCENTED = 'ÅåÇçÐđÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŘřŠšŢţÛûŴŵÝýŽž';
/** Letters between these two run from right to left, as an Arabic word does. */
const [REVERSED, END_OF_REVERSED] = ['\u202E', '\u202C'];

/** A message in the language: values, plurals and elements are as they were. */
export function pseudo(message: string): string {
	return MARKS[0] + printAST(elementsOf(message).map(translated)) + MARKS[1];
}

function translated(element: MessageFormatElement): MessageFormatElement {
	switch (element.type) {
		case TYPE.literal:
			return { ...element, value: element.value.replace(/\p{L}+/gu, word) };
		case TYPE.tag:
			return { ...element, children: element.children.map(translated) };
		case TYPE.plural: {
			const forms = Object.entries(element.options).map(
				([form, option]) => [form, { ...option, value: option.value.map(translated) }] as const
			);
			return { ...element, options: inArabicForms(Object.fromEntries(forms)) };
		}
		default:
			return element;
	}
}

function word(plain: string): string {
	const accented = [...plain].map((letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter).join('');
	const filler = FILLER.repeat(Math.ceil(plain.length * LONGER_BY));
	return REVERSED + accented + filler + END_OF_REVERSED;
}

function inArabicForms<Option>(options: Record<string, Option>): Record<string, Option> {
	const { pluralCategories } = new Intl.PluralRules(PSEUDO_LANGUAGE).resolvedOptions();
	const other = options['other'];
	if (!other) return options;
	return { ...Object.fromEntries(pluralCategories.map((form) => [form, other])), ...options };
}

/** Adds the language to a folder of catalogs. */
export function writePseudoLanguage(folder: string): void {
	const english = readCatalogs(folder).get(BASE_LANGUAGE) ?? [];
	const texts = Object.fromEntries([...english].map(([key, text]) => [key, pseudo(text)]));
	const file = path.join(folder, `${PSEUDO_LANGUAGE}.json`);
	writeFileSync(file, `${JSON.stringify(texts, null, '\t')}\n`);
}

if (import.meta.main) writePseudoLanguage(import.meta.dirname);
