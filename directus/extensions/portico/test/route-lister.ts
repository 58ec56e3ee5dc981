import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const EXTENSION = path.resolve(import.meta.dirname, '..');

/** A way into a running Directus. */
export interface Route {
	method: string;
	/** As Express has it: `/items/:collection/:pk`. */
	path: string;
}

/** A folder of extensions: ours, and one that has endpoints of its own and writes down every route that Directus has. */
export class RouteLister {
	readonly #folder: string;

	private constructor(folder: string) {
		this.#folder = folder;
	}

	static async make(): Promise<RouteLister> {
		const folder = await mkdtemp(path.join(tmpdir(), 'portico-extensions-'));
		await mkdir(path.join(folder, 'portico/dist'), { recursive: true });
		for (const file of ['package.json', 'dist/index.cjs']) {
			await copyFile(path.join(EXTENSION, file), path.join(folder, 'portico', file));
		}
		await mkdir(path.join(folder, 'other'));
		await writeFile(path.join(folder, 'other/package.json'), JSON.stringify(MANIFEST));
		await writeFile(path.join(folder, 'other/index.js'), SOURCE);
		return new RouteLister(folder);
	}

	/** What Directus is started with. */
	get variables(): Record<string, string> {
		return { EXTENSIONS_PATH: this.#folder, ROUTES_FILE: this.#file };
	}

	get #file(): string {
		return path.join(this.#folder, 'routes.json');
	}

	async routes(): Promise<Route[]> {
		return JSON.parse(await readFile(this.#file, 'utf8')) as Route[]; // what SOURCE writes
	}

	remove(): Promise<void> {
		return rm(this.#folder, { recursive: true });
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
