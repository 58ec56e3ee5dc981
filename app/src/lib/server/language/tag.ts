/** A language tag (BCP 47) in its canonical form; null for what is none. */
export function canonicalTag(tag: string | null): string | null {
	try {
		// as systems write locales: de_CH
		return (tag && Intl.getCanonicalLocales(tag.trim().replaceAll('_', '-'))[0]) || null;
	} catch {
		return null;
	}
}
