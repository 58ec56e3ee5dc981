import type { Plugin } from 'vite';

/** Changes to modules of SvelteKit's server, by the end of their paths: a text and what stands in its place. */
const CHANGES: Record<string, [string, string]> = {
	'/runtime/server/page/data_serializer.js': [
		'strings[i] = devalue.uneval(payload, get_replacer(i));',
		'strings[i] = { toString: () => devalue.uneval(payload, get_replacer(i)) };'
	],
	'/runtime/server/page/render.js': [
		'= data_serializer.get_data(csp);',
		"= page_config.csr ? data_serializer.get_data(csp) : { data: '', chunks: null };"
	]
};

/**
 * SvelteKit serializes the data of every page for its scripts, also of pages that have none: a tenth of the time that a
 * page for members needs. With this it does so where the page, or the error page in its place, is hydrated. A SvelteKit
 * without these texts is left as it is: its pages are right, and slower.
 */
export function lazySerialization(): Plugin {
	return {
		name: 'portico-lazy-serialization',
		apply: 'build',
		transform(code, id) {
			for (const [file, [text, replacement]] of Object.entries(CHANGES)) {
				if (!id.endsWith(file)) continue;
				if (!code.includes(text)) {
					this.warn(`SvelteKit has changed: ${file} has no "${text}", so pages take longer.`);
					return null;
				}
				return { code: code.replace(text, replacement), map: null };
			}
			return null;
		}
	};
}
