import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { ServedRoute } from './served-routes.ts';

const UNREACHABLE = { APP_ORIGIN: 'http://localhost:9', DIRECTUS_URL: 'http://127.0.0.1:9' };

/** A route of the app, with addresses that show something. */
export interface Route extends ServedRoute {
	/** Its path with the parameters filled in. */
	path: string;
	/** Targets of its forms, such as `/signin?/login`. */
	actions: string[];
}

/** Every route that the app serves, by the manifest of its build, so that a new one is tested without being named. */
export async function builtRoutes(parameters: Record<string, string>): Promise<Route[]> {
	const served = fork(new URL('./served-routes.ts', import.meta.url), { env: UNREACHABLE });
	let routes: ServedRoute[] | null = null;
	served.on('message', (sent) => (routes = sent as ServedRoute[])); // nothing else is sent
	await once(served, 'disconnect');
	if (!routes) throw new Error('The built server does not export its routes.');
	return (routes as ServedRoute[]).map((route) => withAddresses(route, parameters));
}

function withAddresses(route: ServedRoute, parameters: Record<string, string>): Route {
	const { id, actions } = route;
	const segments = id.split('/').filter((segment) => segment && !/^\(.*\)$/.test(segment));
	const path = `/${segments.map((segment) => filledIn(segment, id, parameters)).join('/')}`;
	return {
		...route,
		path,
		actions: actions.map((name) => (name === 'default' ? path : `${path}?/${name}`))
	};
}

function filledIn(segment: string, id: string, parameters: Record<string, string>): string {
	return segment
		.replace(/\[x\+([0-9a-f]{2})\]/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
		.replace(/\[+(?:\.\.\.)?(\w+)(?:=\w+)?\]+/g, () => {
			const value = parameters[id];
			if (value === undefined) throw new Error(`An example for the parameter of ${id} is missing.`);
			return value;
		});
}
