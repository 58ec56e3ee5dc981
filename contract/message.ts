import { BASE_LANGUAGE, type Language, LANGUAGES } from './messages/build/languages.ts';

/** A part of a message: text, or text in an element that the page provides. */
export type Part<Tag extends string> = string | { tag: Tag; text: string };

/** One value for each language. */
type Each<T> = Readonly<Record<Language, T>>;

/** Numbers and plurals in the way of a language. */
type Format = {
	number: (value: number) => string;
	plural: (count: number, forms: Record<string, string>) => string;
};

let read: () => string | undefined = () => globalThis.document?.documentElement.lang;

/** Tells where the language of the current request is found; a browser finds it on its page. */
export function readLanguageFrom(source: () => Language): void {
	read = source;
}

/** The language of the page that is being made or shown. */
export function currentLanguage(): Language {
	const language = read();
	return LANGUAGES.find((one) => one === language) ?? BASE_LANGUAGE;
}

/** A message without values. */
export function text(texts: Each<string>) {
	return (language: Language = currentLanguage()): string => texts[language];
}

/** A message with values. */
export function message<Values>(texts: Each<(values: Values, format: Format) => string>) {
	return (values: Values, language: Language = currentLanguage()): string =>
		texts[language](values, formatOf(language));
}

/** A message of which parts stand in elements, such as a link. */
export function rich<Values, Tag extends string>(
	texts: Each<(values: Values, format: Format) => Part<Tag>[]>
) {
	return (values: Values, language: Language = currentLanguage()): Part<Tag>[] =>
		texts[language](values, formatOf(language));
}

/** The same without values. */
export function richText<Tag extends string>(texts: Each<Part<Tag>[]>) {
	return (language: Language = currentLanguage()): Part<Tag>[] => texts[language];
}

const formats = new Map<Language, Format>();

function formatOf(language: Language): Format {
	const known = formats.get(language);
	if (known) return known;
	const numbers = new Intl.NumberFormat(language);
	const rules = new Intl.PluralRules(language);
	const format: Format = {
		number: (value) => numbers.format(value),
		plural: (count, forms) =>
			forms[`=${count}`] ?? forms[rules.select(count)] ?? forms['other'] ?? ''
	};
	formats.set(language, format);
	return format;
}
