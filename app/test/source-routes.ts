import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve(import.meta.dirname, '../src/routes');

/** A route as the source tree has it. */
export interface Route {
	/** Kit's id, such as `/(public)/articles/[slug]`. */
	id: string;
	/** Its path with the parameters filled in. */
	path: string;
	isPage: boolean;
	/** The methods of its endpoint; empty where there is none. */
	methods: string[];
	/** What a form posts to, such as `/signin?/login`. */
	actions: string[];
}

/** Every route of the app, read from its files so that a new one is tested without being named. */
export function sourceRoutes(parameters: Record<string, string>): Route[] {
	const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
	const folders = new Set(
		files
			.filter((file) => /\+(page|server)[.@]/.test(path.basename(file)))
			.map((file) => path.dirname(file))
	);
	return [...folders].sort().map((folder) => toRoute(folder.replace(/^\.$/, ''), parameters));
}

function toRoute(folder: string, parameters: Record<string, string>): Route {
	const id = `/${folder}`;
	const segments = folder.split(path.sep).filter((segment) => segment && !/^\(.*\)$/.test(segment));
	const address = `/${segments.map((segment) => filledIn(segment, id, parameters)).join('/')}`;
	const source = (file: string) => readIfThere(path.join(FOLDER, folder, file));
	return {
		id,
		path: address,
		isPage: source('+page.svelte') !== '' || source('+page.server.ts') !== '',
		methods: matches(source('+server.ts'), /^export (?:const|(?:async )?function) ([A-Z]+)\b/gm),
		actions: actionNames(source('+page.server.ts')).map((name) =>
			name === 'default' ? address : `${address}?/${name}`
		)
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

function actionNames(source: string): string[] {
	const [, actions = ''] = /^export const actions\b[^{]*\{$([\s\S]*?)^\}/m.exec(source) ?? [];
	return matches(actions, /^\t(\w+):/gm);
}

function matches(source: string, expression: RegExp): string[] {
	return [...source.matchAll(expression)].flatMap(([, name]) => name ?? []);
}

function readIfThere(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}
