/** Which way a text runs. */
export type Direction = 'ltr' | 'rtl';

/** Scripts by their ISO 15924 codes. */
const FROM_RIGHT_TO_LEFT = ['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Syrc', 'Thaa'];

/** The direction of the script of a language, by its BCP 47 tag; editors may have written what is no tag. */
export function directionOf(tag: string): Direction {
	try {
		// not getTextInfo(), which Firefox lacks
		const { script = '' } = new Intl.Locale(tag).maximize();
		return FROM_RIGHT_TO_LEFT.includes(script) ? 'rtl' : 'ltr';
	} catch {
		return 'ltr';
	}
}
