/** What calls to Directus are about: few, whatever the addresses. */
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

/** What a call to Directus is about. */
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

/** What a call to this path of Directus is about. */
export function kindOf(path: string): Kind {
	return PATHS.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';
}
