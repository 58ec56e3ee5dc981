import { expect, test } from 'vitest';

/** Every page, so that new ones are tested without being listed. */
const pages = Object.keys(import.meta.glob('./**/+page.svelte'));
const servers = import.meta.glob<{ csr?: boolean }>('./**/+page.server.ts');

// a layout with this option would serve a whole group, but SvelteKit would render it around every page
test.each(pages.filter((page) => /^\.\/\((protected|guest)\)\//.test(page)))(
	'%s is not hydrated',
	async (page) => {
		const server = await servers[page.replace('.svelte', '.server.ts')]?.();
		expect(server?.csr).toBe(false);
	}
);
