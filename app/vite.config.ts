import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, minifySync, type Plugin } from 'vite';
import { CATALOGS, compile } from '@portico/contract/messages/compile.ts';
import { lazySerialization } from './lazy-serialization.ts';

/** Compiles the messages for visitors: before anything reads them, and whenever one changes. */
function messages(): Plugin {
	compile();
	return {
		name: 'portico-messages',
		configureServer({ watcher, config }) {
			watcher.add(CATALOGS);
			watcher.on('all', (_, file) => {
				if (!file.startsWith(CATALOGS) || !file.endsWith('.json')) return;
				try {
					compile();
				} catch (error) {
					config.logger.error(error instanceof Error ? error.message : String(error));
				}
			});
		}
	};
}

/** Minifies the scripts in `static/`, which Vite copies as they are. */
function staticScripts(): Plugin {
	return {
		name: 'portico-static-scripts',
		apply: 'build',
		writeBundle({ dir = '' }) {
			const names = readdirSync(path.join(import.meta.dirname, 'static'));
			for (const name of names.filter((name) => name.endsWith('.js'))) {
				const file = path.join(dir, name);
				// the build for the server has none
				if (!existsSync(file)) continue;
				writeFileSync(file, minifySync(name, readFileSync(file, 'utf8'), { module: true }).code);
			}
		}
	};
}

export default defineConfig({
	plugins: [
		messages(),
		staticScripts(),
		tailwindcss(),
		lazySerialization(),
		sveltekit({
			adapter: adapter({ precompress: true }),
			// refused as well, but in words: lib/server/hooks/null-origin.ts
			csrf: { trustedOrigins: ['null'] },
			csp: {
				mode: 'nonce',
				directives: {
					'default-src': ['self'],
					'base-uri': ['none'],
					'form-action': ['self'],
					'frame-ancestors': ['none'],
					'object-src': ['none'],
					// the one style attribute of Kit's own: its hidden announcer of new pages
					'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=']
				}
			}
		})
	]
});
