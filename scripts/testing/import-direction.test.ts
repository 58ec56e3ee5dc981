import path from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const RULES = ['no-restricted-imports', 'portico/import-direction'];
const eslint = new ESLint({
	cwd: path.resolve(import.meta.dirname, '../..'),
	ruleFilter: ({ ruleId }) => RULES.includes(ruleId),
	// types are of no use here, and the files do not exist
	overrideConfig: { languageOptions: { parserOptions: { projectService: false } } }
});

test.each([
	['contract/planted.ts', '../app/src/env.ts'],
	['contract/planted.ts', 'ms'],
	['contract/planted.ts', '../directus/access/roles.ts'],
	['contract/planted.ts', '../scripts/site/ports.ts'],
	['app/src/planted.ts', '../../directus/access/roles.ts'],
	['app/src/planted.ts', '../../scripts/site/ports.ts'],
	['app/src/lib/server/content/planted.ts', '../../../../../directus/access/roles.ts'],
	['app/src/lib/server/directus/planted.ts', '../../../../../test/support/png.ts'],
	['app/src/lib/components/planted.ts', '../../../../bench/row.ts'],
	['app/src/lib/components/planted.ts', '#lib/server/operations/log.ts'],
	['app/src/lib/server/content/planted.ts', '../../../routes/x.ts'],
	['app/src/lib/server/content/planted.ts', '@directus/sdk'],
	['app/src/routes/planted.ts', '../../../directus/access/roles.ts'],
	['app/src/routes/planted.ts', '@directus/sdk'],
	['directus/access/planted.ts', '../../app/src/env.ts'],
	['directus/extensions/portico/planted.ts', '../../../scripts/site/ports.ts'],
	['directus/extensions/portico/events/planted.ts', '../../../../test/support/png.ts'],
	['scripts/site/planted.ts', '../../test/support/png.ts'],
	['scripts/planted.ts', '../bench/row.ts']
])('ESLint refuses that %s imports %s', async (file, target) => {
	expect(await complaintsAbout(file, target)).toHaveLength(1);
});

test.each([
	['contract/planted.ts', 'valibot'],
	['contract/planted.ts', 'node:crypto'],
	['contract/planted.ts', './webhook.ts'],
	['app/src/lib/server/planted.ts', '@portico/contract/planted.ts'],
	['directus/extensions/portico/planted.ts', '@portico/contract/planted.ts'],
	['directus/extensions/portico/planted.ts', '../../access/roles.ts'],
	['scripts/doctor/planted.ts', '../../directus/access/roles.ts'],
	['scripts/doctor/planted.ts', '../directus/release.ts'],
	['app/src/lib/server/directus/planted.ts', '@directus/sdk'],
	['app/src/lib/server/content/planted.ts', '../directus/client.ts'],
	['app/src/lib/server/content/planted.test.ts', '../../../../../test/support/growth.ts'],
	['test/integration/planted.test.ts', '../../scripts/site/ports.ts'],
	['bench/planted.ts', '../test/support/png.ts']
])('ESLint allows that %s imports %s', async (file, target) => {
	expect(await complaintsAbout(file, target)).toEqual([]);
});

async function complaintsAbout(file: string, target: string): Promise<string[]> {
	const [result] = await eslint.lintText(`import '${target}';\n`, { filePath: file });
	return result?.messages.map(({ message }) => message) ?? [];
}
