import { ENDPOINTS } from '@portico/contract/endpoints.ts';

/** A route of Directus that is open to anyone, and the reason. */
interface OpenPath {
	methods: string[];
	/** A segment with a colon stands for any one segment, an asterisk at the end for any rest. */
	path: string;
	why: string;
}

const READ = ['GET', 'HEAD'];
const POST = ['POST'];

/**
 * Requests of Studio before sign-in, of persons without a session, and of health probes. A test
 * watches a real Studio with it (studio.test.ts). The pictures of Studio's sign-in page are named in settings, and so
 * are looked up: see api-access.ts.
 */
export const OPEN_PATHS: OpenPath[] = [
	{ methods: READ, path: '/', why: 'leads to Studio' },
	{ methods: READ, path: '/robots.txt', why: 'tells crawlers to stay away' },
	{ methods: READ, path: '/admin', why: 'Studio itself' },
	{ methods: READ, path: '/admin/*', why: 'files and addresses of Studio' },
	{
		methods: READ,
		path: '/extensions/sources/:chunk',
		why: 'parts of Studio that extensions bring'
	},
	{ methods: READ, path: '/server/info', why: 'name and look of the sign-in page' },
	{ methods: READ, path: '/server/ping', why: 'probes' },
	{ methods: READ, path: ENDPOINTS.ready.path, why: 'probes' },
	{
		methods: READ,
		path: '/installation',
		why: 'refuses all but administrators itself, by which doctor knows it'
	},
	{ methods: READ, path: '/auth', why: 'the ways to sign in that the page offers' },
	{ methods: POST, path: '/auth/login', why: 'signing in' },
	{ methods: POST, path: '/auth/login/:provider', why: 'signing in by LDAP' },
	{ methods: READ, path: '/auth/login/:provider', why: 'single sign-on' },
	{ methods: [...READ, ...POST], path: '/auth/login/:provider/callback', why: 'single sign-on' },
	{ methods: READ, path: '/auth/login/:provider/metadata', why: 'SAML' },
	{ methods: POST, path: '/auth/login/:provider/acs', why: 'SAML' },
	{ methods: POST, path: '/auth/login/:provider/logout', why: 'SAML' },
	{ methods: POST, path: '/auth/refresh', why: 'keeping a session; account-calls.ts limits how' },
	{ methods: POST, path: '/auth/logout', why: 'signing out' },
	{ methods: POST, path: '/auth/password/request', why: 'a new password' },
	{ methods: POST, path: '/auth/password/reset', why: 'a new password' },
	{ methods: POST, path: '/users/invite/accept', why: 'accepting an invitation' }
];

const open = OPEN_PATHS.map(({ methods, path }) => ({ methods, pattern: patternOf(path) }));

/** Whether a request is open to anyone. */
export function isOpen(method: string, path: string): boolean {
	return open.some(({ methods, pattern }) => methods.includes(method) && pattern.test(path));
}

/** Whether a path is one of these, in the notation of PORTICO_DIRECTUS_PATHS. */
export function isListed(path: string, named: string[]): boolean {
	return named.some((one) =>
		one.endsWith('/*') ? path.startsWith(one.slice(0, -1)) : path === one
	);
}

function patternOf(path: string): RegExp {
	const source = path.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+').replace(/\*$/, '.*');
	return new RegExp(`^${source}$`);
}
