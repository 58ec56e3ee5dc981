/** Kinds of calls to Directus: few, whatever the paths. */
export const KINDS = [
	'me',
	'sign-in',
	'refresh',
	'sign-out',
	'permissions',
	'content',
	'assets',
	'account',
	'policy',
	'ready',
	'other'
] as const;

/** The kind of a call to Directus. */
export type Kind = (typeof KINDS)[number];

/** The first that fits counts. */
const PATHS: [RegExp, Kind][] = [
	[/^\/portico\/me$/, 'me'],
	[/^\/portico\/session$/, 'sign-in'],
	[/^\/portico\/session\/refresh$/, 'refresh'],
	[/^\/portico\/session\/end$/, 'sign-out'],
	[/^\/(portico\/permissions|permissions\/me)$/, 'permissions'],
	[/^\/(items\/|portico\/(teasers|redirects)$)/, 'content'],
	[/^\/assets\//, 'assets'],
	[/^\/(users\/|auth\/|portico\/(verification|recovery)$)/, 'account'],
	[/^\/portico\/policy$/, 'policy'],
	[/^\/portico\/ready$/, 'ready']
];

/** The kind of a call to this path of Directus. */
export function kindOf(path: string): Kind {
	return PATHS.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';
}
