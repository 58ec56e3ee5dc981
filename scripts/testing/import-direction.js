import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** What the files of each folder at the root may import from outside of it, by the beginning of its path. */
const ALLOWED = new Map([
	['contract', []],
	['app', ['contract/']],
	['directus', ['contract/']],
	['scripts', ['contract/', 'app/', 'directus/']],
	['test', ['contract/', 'app/', 'directus/', 'scripts/']],
	['bench', ['contract/', 'app/', 'directus/', 'scripts/', 'test/support/']]
]);
/** A test beside a file may also import what tests share. */
const FOR_TESTS = 'test/support/';
/** The one test that runs the benchmark. */
const TEST_OF_BENCH = 'test/integration/bench.test.ts';

/** All that the contract imports besides its own files, so that every side can import it. */
const PACKAGES_OF_CONTRACT = ['valibot', 'node:crypto', 'node:net'];

/** The compiler of the messages, which runs at build time alone. */
const COMPILER = /^contract\/messages\/(catalog|compile|emit|pseudo)\.ts$/;
/** The files that run where the site does. */
const SERVED = /^(app\/src|directus)\/|^contract\/[^/]+$/;

const BROWSER = ['app/src/lib/server/', 'app/src/routes/', '@directus/', '$app/env/private'];
/** What files below a path of the app may not import, with the path below which they may. */
const REFUSED_IN_APP = [
	{ below: 'app/src/routes/', targets: ['@directus/'] },
	{ below: 'app/src/lib/components/', targets: BROWSER },
	{ below: 'app/src/lib/content/', targets: BROWSER },
	{ below: 'app/src/lib/server/', but: 'app/src/lib/server/directus/', targets: ['@directus/'] },
	{ below: 'app/src/lib/server/', targets: ['app/src/routes/'] }
];

/** Names that stand for a folder in imports. */
const FOLDERS = new Map([
	['#lib/', 'app/src/lib/'],
	['@portico/contract/', 'contract/'],
	['@portico/app/', 'app/'],
	['@portico/directus/', 'directus/'],
	['@portico/extension/', 'directus/extensions/portico/']
]);

/**
 * Refuses imports against the one direction: contract, then app and directus, then scripts, then test, then bench; and
 * within the app those that the table in CONTRIBUTING.md refuses.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const importDirection = {
	meta: { type: 'problem', messages: { against: '{{from}} may not import {{to}}.' } },
	create(context) {
		const file = relative(context.filename);
		/** @param {any} node an import of any form; ESLint has no types for those of TypeScript */
		const check = (node) => {
			const source = node.source ?? node.argument?.literal ?? node.expression;
			const target = source && textOf(source);
			if (typeof target !== 'string') return;
			const { path: to, name } = targetOf(target, file);
			if (to === null ? mayImportPackage(file, name) : mayImportFile(file, to)) return;
			const data = { from: file.split('/')[0] ?? '', to: to ?? name };
			context.report({ node: source, messageId: 'against', data });
		};
		return {
			ImportDeclaration: check,
			ImportExpression: check,
			ExportNamedDeclaration: check,
			ExportAllDeclaration: check,
			TSImportType: check,
			TSExternalModuleReference: check
		};
	}
};

/**
 * @param {string} file
 * @param {string} name
 */
function mayImportPackage(file, name) {
	if (isRefusedInApp(file, name)) return false;
	const isProgram = isTest(file) || COMPILER.test(file);
	return !file.startsWith('contract/') || isProgram || PACKAGES_OF_CONTRACT.includes(name);
}

/**
 * @param {string} file
 * @param {string} to
 */
function mayImportFile(file, to) {
	const from = file.split('/')[0] ?? '';
	const allowed = ALLOWED.get(from);
	if (!allowed) return true;
	if (isRefusedInApp(file, to) || to.includes('node_modules/')) return false;
	if (COMPILER.test(to) && SERVED.test(file) && !isTest(file)) return false;
	const others = [
		...(isTest(file) ? [FOR_TESTS] : []),
		...(file === TEST_OF_BENCH ? ['bench/'] : [])
	];
	return [`${from}/`, ...allowed, ...others].some((start) => to.startsWith(start));
}

/**
 * @param {string} file
 * @param {string} to a path, or the name of a package
 */
function isRefusedInApp(file, to) {
	return REFUSED_IN_APP.some(
		({ below, but, targets }) =>
			file.startsWith(below) &&
			!(but && file.startsWith(but)) &&
			targets.some((target) => to.startsWith(target))
	);
}

/**
 * The text that is imported, with a star for each variable of a template: what it begins with decides.
 *
 * @param {any} source
 * @returns {unknown}
 */
function textOf(source) {
	if (source.type === 'Literal') return source.value;
	if (source.type !== 'TemplateLiteral') return null;
	return source.quasis.map((/** @type {any} */ { value }) => value.cooked).join('*');
}

/**
 * What is imported: a file, by its path from the root, or a package.
 *
 * @param {string} target
 * @param {string} file
 */
function targetOf(target, file) {
	const [name, folder] = [...FOLDERS].find(([name]) => target.startsWith(name)) ?? [];
	const imported = name ? `./${target.slice(name.length)}` : target;
	if (!imported.startsWith('.')) return { path: null, name: target };
	const from = path.join(ROOT, folder ?? path.dirname(file));
	return { path: relative(path.resolve(from, imported)), name: target };
}

/** @param {string} file */
function isTest(file) {
	return file.endsWith('.test.ts');
}

/** @param {string} file */
function relative(file) {
	return path.relative(ROOT, file).split(path.sep).join('/');
}
