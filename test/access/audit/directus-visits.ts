import { randomUUID } from 'node:crypto';
import type { Route } from '../../support/route-lister.ts';
import { ROOT_SEGMENTS } from '../../../directus/extensions/portico/api-access/canonical-path.ts';
import { COLLECTIONS } from './collections.ts';
import type { PlantedRow } from './planting.ts';
import type { Visit } from './visit.ts';

const READING = ['GET', 'SEARCH'];
/** Methods of the routes that Directus registers for every method. */
const ALL = ['GET', 'POST'];
/** Everything that the caller may read, one relation far. */
const FIELDS = '*.*';
/** Exceptions from the query for everything, which would repeat the rows of other collections, or is refused. */
const QUERIES: Record<string, string> = {
	'/activity': 'limit=-1&fields=*',
	'/portico/teasers': 'limit=100'
};

/** Values of route parameters that do not name a row. */
const VALUES: Record<string, string[]> = {
	field: ['title', 'email'],
	filename: [''],
	provider: ['default'],
	scope: ['items', 'system'],
	chunk: ['index.js'],
	key: ['draft'],
	share: [randomUUID()],
	type: ['md5'],
	revision: ['1']
};

/** Collections and rows of the installation, for the parameters of routes. */
interface Rows {
	/** The collections that are not Directus' own. */
	collections: string[];
	rows: PlantedRow[];
}

/** Requests for each route of Directus, and the routes that the audit has no values for. */
export function directusVisits(
	routes: Route[],
	{ collections, rows }: Rows
): { visits: Visit[]; unknown: string[] } {
	const visits = new Map<string, Visit>();
	const unknown: string[] = [];
	for (const route of routes) {
		try {
			for (const visit of visitsOf(route)) {
				visits.set(`${visit.method} ${visit.path} ${JSON.stringify(visit.body)}`, visit);
			}
		} catch (error) {
			if (!(error instanceof UnknownRoute)) throw error;
			unknown.push(error.message);
		}
	}
	return { visits: [...visits.values()], unknown };

	function visitsOf({ method, path }: Route): Visit[] {
		const root = path.split('/')[1] ?? '';
		if (root !== '' && !root.startsWith('*') && !ROOT_SEGMENTS.has(root)) {
			throw new UnknownRoute(`Directus' route ${method} ${path}: its first segment is new`);
		}
		return (method === 'ALL' ? ALL : [method]).flatMap((method) =>
			addressesOf(method, path).flatMap((address) => questionsAt(method, address))
		);
	}

	/** The path with something in the place of each parameter. */
	function addressesOf(method: string, path: string): string[] {
		const parameter = /:(\w+)(\([^)]*\))?\??/.exec(path);
		if (!parameter) return [path.replace(/\*.*$/, 'x').replace(/(.)\/+$/, '$1')];
		return valuesOf(method, path, parameter[1] ?? '').flatMap((value) =>
			addressesOf(method, path.replace(parameter[0], value))
		);
	}

	function valuesOf(method: string, path: string, name: string): string[] {
		// deleted rows could not be seen afterwards
		const isDeleted = method === 'DELETE';
		if (name === 'collection') return isDeleted ? ['nothing'] : collections;
		if (name === 'pk' || name === 'id') {
			if (isDeleted) return [randomUUID()];
			// responses to changes differ by the collection; the single rows are covered by reading
			return isRead({ method, path }) ? idsAt(path) : idsAt(path).slice(-1);
		}
		const values = VALUES[name];
		if (!values) throw new UnknownRoute(`Directus' route ${path}: its parameter :${name} is new`);
		return values;
	}

	function idsAt(path: string): string[] {
		const [, root = '', collection = ''] = path.split('/');
		const names = { items: collection, assets: 'directus_files' };
		const name = root in names ? names[root as keyof typeof names] : `directus_${root}`;
		const ids = rows.filter((row) => row.collection === name).map(({ id }) => String(id));
		return ids.length > 0 ? ids : [randomUUID()];
	}

	function questionsAt(method: string, path: string): Visit[] {
		if (method === 'SEARCH') {
			const fields = path in QUERIES ? ['*'] : [FIELDS];
			return [{ method, path, body: { query: { limit: -1, fields } } }];
		}
		if (!isRead({ method, path })) {
			const isDownload = path === '/assets/files';
			const files = rows.filter(({ collection }) => collection === 'directus_files');
			const bodies = isDownload ? files.map(({ id }) => ({ ids: [id] })) : [{}];
			return bodies.map((body) => ({ method, path, ...(method !== 'HEAD' && { body }) }));
		}
		const file = rows.find(({ id }) => path === `/assets/${id}`);
		if (file?.word) {
			return [
				{ method, path, shows: file.word },
				{ method, path: `${path}?key=system-small-cover`, shows: file.word, draws: true }
			];
		}
		const query = QUERIES[path] ?? `limit=-1&fields=${FIELDS}`;
		return [{ method, path: `${path}?${query}`, plain: { method, path } }];
	}
}

/** Whether a request changes nothing. */
export function isRead({ method, draws }: Visit): boolean {
	return READING.includes(method) && !draws;
}

/** Whether an answer repeats rows of every collection, and so shows nothing about the way to the collection itself. */
export function isHistory({ path, body }: Visit): boolean {
	return path.startsWith('/revisions') || JSON.stringify(body ?? '').includes('{revisions');
}

/** The routes by which rows are read, for a Directus whose routes cannot be listed. */
export const READING_ROUTES: Route[] = [
	'/items/:collection',
	'/items/:collection/:pk',
	'/assets/:pk',
	'/portico/teasers',
	...Object.keys(COLLECTIONS).flatMap((collection) => {
		const [, root] = /^directus_(.+)/.exec(collection) ?? [];
		return root && ROOT_SEGMENTS.has(root) ? [`/${root}`, `/${root}/:pk`] : [];
	})
].map((path) => ({ method: 'GET', path }));

class UnknownRoute extends Error {}
