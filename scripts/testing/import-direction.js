import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Folders at the root that the files of each folder may import. A test beside a file may import anything. */
const ALLOWED = new Map([
	['contract', []],
	['app', ['contract']],
	['directus', ['contract']],
	['scripts', ['contract', 'app', 'directus']],
	['test', ['contract', 'app', 'directus', 'scripts', 'bench']],
	['bench', ['contract', 'app', 'directus', 'scripts', 'test']]
]);

/**
 * Refuses imports against the one direction: contract, then app and directus, then scripts, then test and bench.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const importDirection = {
	meta: { type: 'problem', messages: { against: '{{from}} may not import from {{to}}.' } },
	create(context) {
		const from = folderOf(context.filename);
		const allowed = ALLOWED.get(from);
		if (!allowed || context.filename.endsWith('.test.ts')) return {};
		/** @param {import('eslint').Rule.Node} node */
		const check = (node) => {
			const source = 'source' in node ? node.source : null;
			if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
			const to = targetOf(source.value, context.filename);
			if (to === from || !ALLOWED.has(to) || allowed.includes(to)) return;
			context.report({ node: source, messageId: 'against', data: { from, to } });
		};
		return {
			ImportDeclaration: check,
			ImportExpression: check,
			ExportNamedDeclaration: check,
			ExportAllDeclaration: check
		};
	}
};

/**
 * @param {string} target as it is imported: by its path, or as a workspace
 * @param {string} file
 */
function targetOf(target, file) {
	if (target.startsWith('.')) return folderOf(path.resolve(path.dirname(file), target));
	return /^@portico\/([^/]+)/.exec(target)?.[1] ?? '';
}

/** @param {string} file */
function folderOf(file) {
	return path.relative(ROOT, file).split(path.sep)[0] ?? '';
}
