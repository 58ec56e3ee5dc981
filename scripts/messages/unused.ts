/** The keys of messages that no source uses, as `m.signIn_title`. */
export function unused(keys: string[], sources: string[]): string[] {
	const used = new Set(
		sources.flatMap((source) => [...source.matchAll(/\bm\.(\w+)/g)].map(([, key]) => key))
	);
	return keys.filter((key) => !used.has(key));
}
