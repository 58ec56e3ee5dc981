import { COLLECTIONS } from '../../../app/src/lib/server/api/allowed.ts';
import { builtRoutes, type Route } from '../../support/built-routes.ts';
import { picturePresets } from '@portico/contract/pictures.ts';
import type { PlantedRow } from './planting.ts';
import type { Visit } from './visit.ts';
import type { Word } from './word.ts';

const PLACE = 'PLACE';
const UNCHANGED_METHODS = ['GET', 'HEAD', 'OPTIONS'];
/** Visiting it ends the session of the caller. */
const SIGN_OUT = '/logout';

/** Collection and field that fill the parameter of a route, by Kit's id of the route. */
const PARAMETERS: Record<string, { collection: string; by: 'slug' | 'id' }> = {
	'/(public)/articles/[slug]': { collection: 'articles', by: 'slug' },
	'/(public)/articles/[slug]/edit': { collection: 'articles', by: 'slug' },
	'/(public)/categories/[slug]': { collection: 'categories', by: 'slug' },
	'/(public)/[...path]': { collection: 'pages', by: 'slug' },
	'/assets/[id]': { collection: 'directus_files', by: 'id' },
	// no service has the name of a page: what it answers is Portico's own
	'/gateway/[service]/[...path]': { collection: 'pages', by: 'slug' },
	'/(protected)/profile/of/[username]': { collection: 'directus_users', by: 'slug' },
	'/(protected)/profile/of/[username]/avatar': { collection: 'directus_users', by: 'slug' }
};
const API = '/api/directus/[...path]';

/**
 * Every route of the built app, in order of its manifest.
 *
 * @throws with the id of a route with a parameter that is missing in `PARAMETERS`
 */
export function siteRoutes(known = [...Object.keys(PARAMETERS), API]): Promise<Route[]> {
	return builtRoutes(Object.fromEntries(known.map((id) => [id, PLACE])));
}

/** Requests to the site: each route with each row, data and forms of pages, and requests that lead to error pages. */
export function siteVisits(routes: Route[], rows: PlantedRow[]): Visit[] {
	return [...routes.flatMap(visitsOf), ...ERRORS];

	function visitsOf(route: Route): Visit[] {
		return valuesOf(route).flatMap((value) => {
			const path = route.path.replace(PLACE, value);
			const actions = route.actions.map((action) => action.replace(PLACE, value));
			const file = rows.find(({ id }) => path === `/assets/${id}`);
			return [
				...(file?.word ? picture(path, file.word) : [{ method: 'GET', path }]),
				...(route.isPage
					? [{ method: 'GET', path: `${path.replace(/\/$/, '')}/__data.json` }]
					: []),
				...route.methods
					.filter((method) => !UNCHANGED_METHODS.includes(method))
					.map((method) => ({ method, path, body: {} })),
				...(path === SIGN_OUT ? [] : actions.map((path) => ({ method: 'POST', path, form: true })))
			];
		});
	}

	function valuesOf({ id }: Route): string[] {
		if (id === API) return apiPaths(rows);
		const parameter = PARAMETERS[id];
		if (!parameter) return [''];
		return rows
			.filter(({ collection }) => collection === parameter.collection)
			.map((row) => String(row[parameter.by]));
	}
}

/** What the SDK in the browser may ask for: the own record, each collection of the list, and each of its rows. */
function apiPaths(rows: PlantedRow[]): string[] {
	const listed = Object.keys(COLLECTIONS);
	return [
		'users/me',
		...listed.map((name) => `items/${name}?limit=-1`),
		...rows
			.filter(({ collection }) => listed.includes(collection))
			.map(({ collection, id }) => `items/${collection}/${id}`)
	];
}

function picture(path: string, shows: Word): Visit[] {
	return [
		{ method: 'GET', path, shows },
		...picturePresets.map(({ key }) => ({
			method: 'GET',
			path: `${path}?key=${key}`,
			shows,
			draws: true
		}))
	];
}

/** Requests that lead to error pages: not found, not allowed, malformed. */
const ERRORS: Visit[] = [
	{ method: 'GET', path: '/nowhere' },
	{ method: 'GET', path: '/nowhere/__data.json' },
	{ method: 'GET', path: '/articles/nowhere' },
	{ method: 'GET', path: '/assets/nowhere' },
	{ method: 'PUT', path: '/articles' },
	{ method: 'POST', path: '/articles', form: true },
	{ method: 'GET', path: '/%ff' },
	{ method: 'GET', path: '/articles?page=-1' },
	{ method: 'GET', path: `/articles/${'x'.repeat(300)}` }
];
