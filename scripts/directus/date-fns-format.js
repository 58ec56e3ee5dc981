// Imported before Directus. Directus loads all of date-fns, and for the format of each of its 300 files Node 22 parses
// the package.json anew, with 138 kB of exports: a third of the CPU time of a start. The answer is the same each time.
import { registerHooks } from 'node:module';

registerHooks({
	resolve(specifier, context, nextResolve) {
		const parent = context.parentURL;
		const isKnown =
			parent?.includes('/node_modules/date-fns/') &&
			/^\..*\.js$/.test(specifier) &&
			context.conditions.includes('import');
		if (!isKnown) return nextResolve(specifier, context);
		return { url: new URL(specifier, parent).href, format: 'module', shortCircuit: true };
	}
});
