import { currentLanguage } from '@portico/contract/message.ts';

/** The `lang` attribute of words in this language; none where it is the language of the page. */
export function langOf(language: string | null | undefined): string | undefined {
	return language && language !== currentLanguage() ? language : undefined;
}
