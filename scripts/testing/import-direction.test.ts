import path from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const eslint = new ESLint({
	cwd: path.resolve(import.meta.dirname, '../..'),
	ruleFilter: ({ ruleId }) => ruleId === 'portico/import-direction',
	// types are of no use here, and the files do not exist
	overrideConfig: { languageOptions: { parserOptions: { projectService: false } } }
});

test.each([
	['contract/planted.ts', '../app/src/env.ts'],
	['contract/planted.ts', 'ms'],
	['contract/planted.js', 'ms'],
	['contract/deeper/planted.ts', 'ms'],
	['contract/deeper/planted.ts', '../../app/src/env.ts'],
	['contract/planted.ts', 'node:fs'],
	['contract/planted.ts', '../playwright.config.ts'],
	['contract/planted.ts', '../node_modules/ms/index.js'],
	['contract/planted.ts', '@portico/app/src/env.ts'],
	['contract/planted.test.ts', '../app/src/env.ts'],
	['contract/planted.ts', '../directus/access/roles.ts'],
	['contract/planted.ts', '../scripts/site/ports.ts'],
	['app/src/planted.ts', '../../directus/access/roles.ts'],
	['app/src/planted.ts', '../../scripts/site/ports.ts'],
	['app/src/lib/server/content/planted.ts', '../../../../../directus/access/roles.ts'],
	['app/src/lib/server/directus/planted.ts', '../../../../../test/support/png.ts'],
	['app/src/lib/components/planted.ts', '../../../../bench/row.ts'],
	['app/src/planted.ts', '#lib/../../../scripts/site/ports.ts'],
	['app/src/planted.ts', '@portico/contract/../scripts/site/ports.ts'],
	['app/src/planted.ts', '@portico/contract/messages/compile.ts'],
	['contract/planted.ts', './messages/compile.ts'],
	['contract/messages/planted.ts', 'node:fs'],
	['app/src/planted.ts', '../../eslint.config.js'],
	['app/src/planted.test.ts', '../../scripts/site/ports.ts'],
	['app/src/planted.test.ts', '../../test/integration/planted.ts'],
	['app/src/lib/components/planted.ts', '#lib/server/operations/log.ts'],
	['app/src/lib/components/planted.ts', '$app/env/private'],
	['app/src/lib/content/planted.ts', '#lib/server/operations/log.ts'],
	['app/src/lib/content/planted.ts', '../server/operations/log.ts'],
	['app/src/lib/server/content/planted.ts', '../../../routes/x.ts'],
	['app/src/lib/server/content/planted.ts', '@directus/sdk'],
	['app/src/routes/planted.ts', '../../../directus/access/roles.ts'],
	['app/src/routes/planted.ts', '@directus/sdk'],
	['directus/access/planted.ts', '../../app/src/env.ts'],
	['directus/extensions/portico/planted.ts', '../../../scripts/site/ports.ts'],
	['directus/extensions/portico/events/planted.ts', '../../../../test/support/png.ts'],
	['scripts/site/planted.ts', '../../test/support/png.ts'],
	['scripts/planted.ts', '../bench/row.ts'],
	['test/support/planted.ts', '../../bench/row.ts'],
	['test/integration/planted.test.ts', '../../bench/row.ts'],
	['bench/planted.ts', '../test/faults/clock.ts']
])('ESLint refuses that %s imports %s', async (file, target) => {
	expect(await complaintsAbout(file, target)).toHaveLength(1);
});

test.each([
	['contract/planted.ts', 'valibot'],
	['contract/planted.ts', 'node:crypto'],
	['contract/planted.ts', 'node:net'],
	['contract/planted.ts', './webhook.ts'],
	['contract/messages/compile.ts', 'node:fs'],
	['contract/messages/compile.ts', './catalog.ts'],
	['contract/planted.test.ts', 'vitest'],
	['app/src/lib/server/planted.ts', '@portico/contract/planted.ts'],
	['directus/extensions/portico/planted.ts', '@portico/contract/planted.ts'],
	['directus/extensions/portico/planted.ts', '../../access/roles.ts'],
	['scripts/doctor/planted.ts', '../../directus/access/roles.ts'],
	['scripts/doctor/planted.ts', '../directus/release.ts'],
	['app/src/lib/server/directus/planted.ts', '@directus/sdk'],
	['app/src/lib/server/content/planted.ts', '../directus/client.ts'],
	['app/src/lib/server/content/planted.test.ts', '../../../../../test/support/growth.ts'],
	['test/integration/planted.test.ts', '../../scripts/site/ports.ts'],
	['app/src/planted.ts', '@portico/contract/planted.ts'],
	['scripts/planted.ts', '../app/src/env.ts'],
	['test/integration/bench.test.ts', '../../bench/row.ts'],
	['bench/planted.ts', '../test/support/png.ts']
])('ESLint allows that %s imports %s', async (file, target) => {
	expect(await complaintsAbout(file, target)).toEqual([]);
});

test.each([
	['a type', "export type A = import('TARGET').A;"],
	['a re-export', "export * from 'TARGET';"],
	['a re-export by name', "export { a } from 'TARGET';"],
	['an import while it runs', "await import('TARGET');"],
	['an import of a template', 'await import(`TARGET`);'],
	['an import of a template with a variable', "const x = ''; await import(`TARGET${x}`);"],
	['an import of the old form', "import a = require('TARGET'); a();"]
])('ESLint refuses an import against the direction as %s', async (_form, code) => {
	for (const [file, target] of [
		['contract/planted.ts', '../app/src/env.ts'],
		['app/src/planted.ts', '../../scripts/site/ports.ts'],
		['app/src/routes/planted.ts', '@directus/sdk']
	] as const) {
		expect(await complaintsIn(file, code.replace('TARGET', target)), file).toHaveLength(1);
	}
});

function complaintsAbout(file: string, target: string): Promise<string[]> {
	return complaintsIn(file, `import '${target}';\n`);
}

async function complaintsIn(file: string, code: string): Promise<string[]> {
	const [result] = await eslint.lintText(code, { filePath: file });
	return result?.messages.map(({ message }) => message) ?? [];
}
