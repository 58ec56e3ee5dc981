import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PageData } from './page-data.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const APP = path.join(ROOT, 'app');
/** Sources of the markup of every page. */
const SHARED = [
	'static',
	'src/app.html',
	'src/app.css',
	'src/fonts.css',
	'src/lib/components',
	'src/lib/content'
];
const MANIFEST = `{
	"type": "module",
	"imports": { "#lib/*": "./src/lib/*", "#shown/*": "./src/shown/*" }
}
`;

const VITE_CONFIGURATION = `
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';

export default { plugins: [tailwindcss(), sveltekit({ adapter: adapter() })] };
`;

const NOT_HYDRATED = 'export const csr = false;\n';

/** Our layout, unchanged, with given data. */
const LAYOUT = `<script>
	import { page } from '$app/state';
	import Layout from '#shown/+layout.svelte';
	import data from '#shown/data.json';

	let { children } = $props();
</script>

<Layout data={data[page.url.pathname].layout} {children} />
`;

/** A page of ours, likewise. */
const markup = ({ route, path }: Page) => `<script>
	import Page from '#shown/${route}/+page.svelte';
	import data from '#shown/data.json';
</script>

<Page data={data['${path}'].page} form={null} />
`;

/** A page of the app: its folder in `src/routes` (a group first), its address and its data. */
export interface Page {
	route: string;
	path: string;
	data: PageData;
}

/**
 * Builds, in an empty folder, an app that can do nothing but show these pages: the same components, which SvelteKit
 * renders for every request as it does ours, with fixed data. It has no hooks, no loads and no content security policy,
 * and calls no other server. Its page options are SvelteKit's own, or those of ours. `node build` runs it there, with
 * adapter-node's own server.
 */
export async function buildBareApp(
	folder: string,
	pages: Page[],
	pageOptions: 'own' | 'ours'
): Promise<void> {
	const write = (file: string, text: string) => {
		const target = path.join(folder, file);
		mkdirSync(path.dirname(target), { recursive: true });
		writeFileSync(target, text);
	};
	const copy = (from: string, to: string) =>
		cpSync(path.join(APP, from), path.join(folder, to), { recursive: true, filter: isMarkup });

	write('package.json', MANIFEST);
	write('vite.config.js', VITE_CONFIGURATION);

	for (const entry of SHARED) copy(entry, entry);
	copy('src/routes/+layout.svelte', 'src/shown/+layout.svelte');
	for (const page of pages) copy(`src/routes/${page.route}`, `src/shown/${page.route}`);

	const data = Object.fromEntries(pages.map(({ path, data }) => [path, data]));
	write('src/shown/data.json', JSON.stringify(data));
	write('src/routes/+layout.svelte', LAYOUT);
	for (const page of pages) {
		write(`src/routes/${page.route}/+page.svelte`, markup(page));
		if (pageOptions === 'ours' && !isHydrated(page))
			write(`src/routes/${page.route}/+page.js`, NOT_HYDRATED);
	}

	const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
	const build = [vite, 'build', '--logLevel', 'warn'];
	await promisify(execFile)(process.execPath, build, { cwd: folder });
}

/** Whether a page of ours is hydrated: SvelteKit's own choice, which its page option overrides. */
export function isHydrated({ route }: Pick<Page, 'route'>): boolean {
	const module = path.join(APP, 'src/routes', route, '+page.server.ts');
	return !readFileSync(module, 'utf8').includes(NOT_HYDRATED);
}

/** Excludes server-only modules; folders are searched. */
function isMarkup(file: string): boolean {
	return !/\.server\.ts$/.test(file);
}
