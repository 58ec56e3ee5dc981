import { type Language, LANGUAGES } from './messages/build/languages.ts';

/** The languages of the site: one for each file in messages/. */
export { BASE_LANGUAGE, DIRECTIONS, LANGUAGES, type Language } from './messages/build/languages.ts';

/** The language of this site for a tag such as `de-AT` (RFC 4647, 3.4); null where it has none. */
export function languageOf(tag: string | null | undefined): Language | null {
	const wanted = tag?.trim().toLowerCase().replaceAll('_', '-') ?? '';
	if (wanted === '') return null;
	for (let part = wanted; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('-')))) {
		const found = LANGUAGES.find((language) => language.toLowerCase() === part);
		if (found) return found;
	}
	// a reader of Portuguese is better served by pt-BR than by another language
	return LANGUAGES.find((language) => language.toLowerCase().startsWith(`${wanted}-`)) ?? null;
}

/** The tag by which Studio knows a language: with its most likely region, `de-DE`. */
export function studioTag(language: Language): string {
	const { language: subtag, region } = new Intl.Locale(language).maximize();
	return `${subtag}-${region}`;
}
