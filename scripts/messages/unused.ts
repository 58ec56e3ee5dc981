/** The keys of messages that no source uses: as `m.signIn_title`, or as `$t:studio_slugRule` in the model of Directus. */
export function unused(keys: string[], sources: string[]): string[] {
	const used = new Set(
		sources.flatMap((source) => [...source.matchAll(/(?:\bm\.|\$t:)(\w+)/g)].map(([, key]) => key))
	);
	return keys.filter((key) => !used.has(key));
}
