import {
	type MessageFormatElement,
	parse,
	type PluralElement,
	TYPE
} from '@formatjs/icu-messageformat-parser';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The language whose file says which messages there are, and the last resort of the negotiation. */
export const BASE_LANGUAGE = 'en';

/** The messages of one language, by key. */
export type Catalog = ReadonlyMap<string, string>;

/** All languages, by their BCP 47 tags. */
export type Catalogs = ReadonlyMap<string, Catalog>;

/** What a message needs: its values with their types, and the elements around its parts. */
export type Signature = { values: Map<string, string>; tags: Set<string> };

/** A prefix for the part of the site, and a name: `signIn_heading`. */
const KEY = /^([a-z][a-zA-Z0-9]*)_[a-z][a-zA-Z0-9]*$/;

/** A value, which is a property in the functions that the messages become. */
const NAME = /^[a-zA-Z]\w*$/;

/** A plural form for one number: `=0`. */
const EXACT = /^=(0|-?[1-9]\d*)$/;

/**
 * Reads one file for each language: `en.json` is English.
 *
 * @throws {Error} for a key that a file has twice: JSON.parse keeps the last one and says nothing
 */
export function readCatalogs(folder: string): Catalogs {
	const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
	return new Map(
		files.sort().map((file) => {
			const json = readFileSync(path.join(folder, file), 'utf8');
			const texts = JSON.parse(json) as unknown;
			const repeated = repeatedKeyOf(json);
			if (repeated !== undefined) throw new Error(`${file}: "${repeated}" is there twice.`);
			return [path.basename(file, '.json'), new Map(Object.entries(texts as object))];
		})
	);
}

/** A key that valid JSON has twice. */
function repeatedKeyOf(json: string): string | undefined {
	// strings one after the other, so that a colon within a text makes no key
	const strings = json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g);
	const keys = [...strings].flatMap(([, string = '', colon]) =>
		colon ? [JSON.parse(string) as string] : []
	);
	return keys.find((key, index) => keys.indexOf(key) !== index);
}

/** The prefix of a key. */
export function groupOf(key: string): string {
	return KEY.exec(key)?.[1] ?? '';
}

/** The syntax tree of a message in ICU MessageFormat. @throws {SyntaxError} */
export function elementsOf(text: string): MessageFormatElement[] {
	return parse(text, { captureLocation: false, shouldParseSkeletons: false });
}

/** Which values and elements a message has. */
export function signatureOf(elements: MessageFormatElement[]): Signature {
	const signature: Signature = { values: new Map(), tags: new Set() };
	collect(elements, signature);
	return signature;
}

/** @throws {SyntaxError} for a part of ICU MessageFormat that the compiler would print wrong */
function collect(elements: MessageFormatElement[], signature: Signature): void {
	for (const element of elements) {
		requirePrintable(element);
		switch (element.type) {
			case TYPE.argument:
				if (!signature.values.has(element.value)) signature.values.set(element.value, 'string');
				break;
			case TYPE.number:
				signature.values.set(element.value, 'number');
				break;
			case TYPE.plural:
				signature.values.set(element.value, 'number');
				for (const { value } of Object.values(element.options)) collect(value, signature);
				break;
			case TYPE.tag:
				signature.tags.add(element.value);
				collect(element.children, signature);
				break;
			case TYPE.literal:
			case TYPE.pound:
				break;
			default:
				throw new SyntaxError('only {name}, {name, number}, {name, plural, …} and <tag> are known');
		}
	}
}

function requirePrintable(element: MessageFormatElement): void {
	if (element.type === TYPE.literal || element.type === TYPE.pound) return;
	const { value } = element;
	if (element.type !== TYPE.tag && !NAME.test(value))
		throw new SyntaxError(`{${value}} is no name of a value: write one such as {name}`);
	if (element.type === TYPE.number && element.style)
		throw new SyntaxError(`{${value}, number} with a style is unknown`);
	if (element.type !== TYPE.plural) return;
	if (element.pluralType !== 'cardinal')
		throw new SyntaxError(`{${value}, selectordinal} is unknown`);
	if (element.offset !== 0) throw new SyntaxError(`{${value}, plural} with an offset is unknown`);
}

/** All that is wrong with the catalogs, one line each. */
export function problemsIn(catalogs: Catalogs): string[] {
	const base = catalogs.get(BASE_LANGUAGE);
	if (!base) return [`${BASE_LANGUAGE}.json is missing.`];
	return [...catalogs].flatMap(([language, catalog]) => [
		...(isTag(language)
			? []
			: [`${language}.json: its name is no language tag, such as fr or pt-BR.`]),
		...problemsOfKeys(language, catalog, base),
		...[...catalog].flatMap(([key, text]) => problemsOfText(language, key, text, base.get(key)))
	]);
}

/** Whether it is a BCP 47 tag in its usual form: Intl throws for pt_BR, and no visitor would ask for it. */
function isTag(name: string): boolean {
	try {
		return Intl.getCanonicalLocales(name)[0] === name;
	} catch {
		return false;
	}
}

function problemsOfKeys(language: string, catalog: Catalog, base: Catalog): string[] {
	const keys = [...catalog.keys()];
	const sorted = keys.toSorted();
	const unsorted = keys.find((key, index) => key !== sorted[index]);
	return [
		...keys.filter((key) => !KEY.test(key)).map((key) => `"${key}" is no key: write group_name.`),
		...keys
			.filter((key) => !base.has(key))
			.map((key) => `"${key}" is not in ${BASE_LANGUAGE}.json.`),
		...[...base.keys()].filter((key) => !catalog.has(key)).map((key) => `"${key}" is missing.`),
		...(unsorted === undefined ? [] : [`"${unsorted}" is not in its alphabetical place.`])
	].map((problem) => `${language}.json: ${problem}`);
}

function problemsOfText(
	language: string,
	key: string,
	text: unknown,
	original: string | undefined
): string[] {
	const place = `${language}.json: "${key}"`;
	if (typeof text !== 'string' || text.trim() === '') return [`${place} has no text.`];
	try {
		const own = described(text);
		const expected = original === undefined ? own : described(original);
		return [
			...(own === expected ? [] : [`${place} has ${own}, and in English ${expected}.`]),
			...problemsOfForms(language, elementsOf(text)).map((problem) => `${place} ${problem}`)
		];
	} catch (error) {
		return [`${place}: ${error instanceof Error ? error.message : String(error)}`];
	}
}

/** Plural forms that the language lacks or needs: each count has a form then, also those that English has not. */
function problemsOfForms(language: string, elements: MessageFormatElement[]): string[] {
	// its name is a problem of its own
	if (!isTag(language)) return [];
	const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
	return pluralsIn(elements).flatMap(({ value, options }) => {
		const forms = Object.keys(options);
		const isForm = (form: string) =>
			EXACT.test(form) || pluralCategories.some((one) => one === form);
		return [
			...forms
				.filter((form) => !isForm(form))
				.map((form) => `has "${form}" for {${value}}: no plural form of the language.`),
			...pluralCategories
				.filter((form) => !forms.includes(form))
				.map((form) => `lacks the plural form "${form}" for {${value}}.`)
		];
	});
}

function pluralsIn(elements: MessageFormatElement[]): PluralElement[] {
	return elements.flatMap((element) => {
		if (element.type === TYPE.tag) return pluralsIn(element.children);
		if (element.type !== TYPE.plural) return [];
		const inner = Object.values(element.options).flatMap(({ value }) => pluralsIn(value));
		return [element, ...inner];
	});
}

function described(text: string): string {
	const { values, tags } = signatureOf(elementsOf(text));
	const all = [
		...[...values].map(([name, type]) => `{${name}} (${type})`),
		...[...tags].map((tag) => `<${tag}>`)
	];
	return all.sort().join(', ') || 'no values';
}
