import { type Direction, directionOf } from '@portico/contract/direction.ts';
import { DIRECTIONS } from '@portico/contract/languages.ts';
import { currentLanguage } from '@portico/contract/message.ts';

/** The attributes of an element whose text has a language of its own. */
interface LanguageAttributes {
	lang?: string;
	dir?: Direction;
}

/** None: a language and a direction are inherited. */
const INHERITED: LanguageAttributes = {};

/** The attributes of words in this language; none where they are those of the page. */
export function attributesOf(language: string | null | undefined): LanguageAttributes {
	const current = currentLanguage();
	if (!language || language === current) return INHERITED;
	const dir = directionOf(language);
	return dir === DIRECTIONS[current] ? { lang: language } : { lang: language, dir };
}
