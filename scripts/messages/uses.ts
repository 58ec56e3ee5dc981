/** The keys of messages that no source uses: as `m.signIn_title`, or as `$t:studio_slugRule` in the model of Directus. */
export function unused(keys: string[], sources: string[]): string[] {
	const used = new Set(
		sources.flatMap((source) => [...source.matchAll(/(?:\bm\.|\$t:)(\w+)/g)].map(([, key]) => key))
	);
	return keys.filter((key) => !used.has(key));
}

/** The keys in the model of Directus, as `$t:studio_slugRule`, that are no messages: Studio would show them as they are. */
export function unknown(keys: string[], model: string): string[] {
	const named = [...model.matchAll(/\$t:(studio_\w+)/g)].map(([, key = '']) => key);
	return [...new Set(named)].filter((key) => !keys.includes(key));
}
