import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ExtensionFolder } from './extension-folder.ts';

/** A way into a running Directus. */
export interface Route {
	method: string;
	/** As Express has it: `/items/:collection/:pk`. */
	path: string;
}

/** A folder of extensions: ours, and one that has endpoints of its own and writes down every route that Directus has. */
export class RouteLister {
	readonly #extensions: ExtensionFolder;

	private constructor(extensions: ExtensionFolder) {
		this.#extensions = extensions;
	}

	static async make(): Promise<RouteLister> {
		return new RouteLister(await ExtensionFolder.make(MANIFEST, SOURCE));
	}

	/** Variables for Directus. */
	get variables(): Record<string, string> {
		return { ...this.#extensions.variables, ROUTES_FILE: this.#file };
	}

	get #file(): string {
		return path.join(this.#extensions.path, 'routes.json');
	}

	async routes(): Promise<Route[]> {
		return JSON.parse(await readFile(this.#file, 'utf8')) as Route[]; // SOURCE writes nothing else
	}

	remove(): Promise<void> {
		return this.#extensions.remove();
	}
}

const MANIFEST = {
	name: 'other',
	version: '1.0.0',
	type: 'module',
	'directus:extension': {
		type: 'bundle',
		path: { app: 'index.js', api: 'index.js' },
		entries: [
			{ type: 'hook', name: 'lister', source: 'index.js' },
			{ type: 'endpoint', name: 'shop', source: 'index.js' }
		],
		host: '^11.0.0 || ^12.0.0'
	}
};

// plain JavaScript: Directus loads it as it is
const SOURCE = `
import { writeFileSync } from 'node:fs';

/** The path of a router: an expression such as ^\\\\/auth\\\\/?(?=\\\\/|$). */
const mountOf = ({ source }) =>
	source.replace(/^\\^/, '').replace('\\\\/?(?=\\\\/|$)', '').replaceAll('\\\\/', '/').replaceAll('\\\\', '');

function routesOf(stack, mount) {
	return stack.flatMap((layer) => {
		if (layer.route) {
			const methods = layer.route.methods._all ? ['ALL'] : Object.keys(layer.route.methods);
			return [layer.route.path].flat().flatMap((path) =>
				methods.map((method) => ({ method: method.toUpperCase(), path: mount + path }))
			);
		}
		const here = layer.regexp.fast_slash ? mount : mount + mountOf(layer.regexp);
		if (layer.handle.stack) return routesOf(layer.handle.stack, here);
		return here === mount ? [] : [{ method: 'ALL', path: here }];
	});
}

export const hooks = [
	{
		name: 'lister',
		config: ({ init }) => {
			init('app.after', ({ app }) => {
				writeFileSync(process.env.ROUTES_FILE, JSON.stringify(routesOf(app._router.stack, '')));
			});
		}
	}
];
export const endpoints = [
	{
		name: 'shop',
		config: {
			id: 'shop',
			handler: (router) => {
				router.get('/stock/:thing', (_request, response) => response.json({ data: 'of the shop' }));
				router.post('/order', ({ headers }, response) => response.json({ data: headers }));
			}
		}
	}
];
export const operations = [];
`;
