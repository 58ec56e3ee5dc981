import { globSync } from 'node:fs';

/** What is served, and the writer of the pages of last resort, which are served too. */
const SERVED = [
	'{app/src,directus/extensions,contract,proxy}/**/*.{ts,js,svelte}',
	'scripts/messages/last-resort.ts'
];
const NOT_SERVED = [
	...['**/node_modules/**', '**/build/**', '**/dist/**', '**/.svelte-kit/**'],
	'**/*.test.ts'
];

/** Comments of TypeScript and of markup, each after white space: no address has such slashes, and no pattern of files such stars. */
const COMMENTS = /(?<=^|[\s{(])(\/\*.*?\*\/|\/\/[^\n]*)|<!--.*?-->/gs;

/**
 * The keys of messages that no source uses: as `m.signIn_title`, as `$t:studio_slugRule` in the model of Directus, or as
 * `'profile_username'` where a field of profile.ts names its label.
 */
export function unused(keys: string[], sources: string[]): string[] {
	const used = new Set(
		sources.flatMap((source) =>
			[...source.replace(COMMENTS, '').matchAll(/(?<=\bm\.|\$t:|')\w+/g)].map(([key]) => key)
		)
	);
	return keys.filter((key) => !used.has(key));
}

/** The keys in the model of Directus, as `$t:studio_slugRule`, that are no messages: Studio would show them as they are. */
export function unknown(keys: string[], model: string): string[] {
	const named = [...model.matchAll(/\$t:(studio_\w+)/g)].map(([, key = '']) => key);
	return [...new Set(named)].filter((key) => !keys.includes(key));
}

/** The files that may use messages, relative to the root: a test alone keeps no message. */
export function servedFiles(root: string): string[] {
	return globSync(SERVED, { cwd: root, exclude: NOT_SERVED });
}
