import { type Language, languageOf } from '@portico/contract/languages.ts';
import { LRUCache } from 'lru-cache';

/** Browsers send a few hundred different ones. */
const MOST_REMEMBERED = 500;
/** Of a longer header the rest is ignored: it names languages in order of preference. */
const MAX_LENGTH = 1_000;
/** For a header that asks for no language of this site; the cache cannot hold null. */
const NONE = '';

const remembered = new LRUCache<string, Language | typeof NONE>({ max: MOST_REMEMBERED });

/** The language of this site that an Accept-Language header prefers (RFC 9110, 12.5.4); null where it names none. */
export function acceptedLanguage(header: string | null): Language | null {
	if (!header) return null;
	const text = header.slice(0, MAX_LENGTH);
	const known = remembered.get(text);
	if (known !== undefined) return known || null;
	const found = negotiate(text);
	remembered.set(text, found ?? NONE);
	return found;
}

function negotiate(header: string): Language | null {
	const ranges = header.split(',').map((range) => {
		const [tag, ...parameters] = range.split(';');
		return { language: languageOf(tag), quality: qualityOf(parameters) };
	});
	let best: { language: Language; quality: number } | null = null;
	for (const { language, quality } of ranges) {
		// the first of equals
		if (language && quality > (best?.quality ?? 0)) best = { language, quality };
	}
	return best?.language ?? null;
}

function qualityOf(parameters: string[]): number {
	const given = parameters.map((parameter) => /^\s*q\s*=\s*([\d.]+)\s*$/i.exec(parameter)?.[1]);
	const quality = Number(given.find((value) => value !== undefined) ?? 1);
	return quality <= 1 ? quality : 0;
}
