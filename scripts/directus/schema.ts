// The model between Directus, directus-schema.yaml and TypeScript, for those who change it: behind
// `npm run schema:snapshot`, `schema:apply` and `types`.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as prettier from 'prettier';
import { BASE_LANGUAGE, readCatalogs } from '../../contract/messages/catalog.ts';
import { CATALOGS } from '../../contract/messages/compile.ts';
import type { Command } from '../command/options.ts';
import { asAdministrator } from './administrator.ts';
import { requireCompatible } from './compatibility.ts';
import { inspect } from './database.ts';
import { directusEnvironment } from './environment.ts';
import { describedInstallation } from './described-installation.ts';
import { applyModel, saveModel } from './apply-model.ts';
import { installed } from './release.ts';
import { readSnapshot, type Snapshot } from './schema-file.ts';
import { schemaTypes } from './schema-types.ts';
import { runSteps } from './steps.ts';

const typesFile = path.resolve(import.meta.dirname, '../../app/src/lib/server/directus/schema.ts');

const SCHEMA = {
	start: 'node scripts/directus/schema.ts',
	options: {
		delete: { help: 'lets `apply` delete what Studio has beyond the file' }
	}
} as const satisfies Command;

const installation = () => describedInstallation(process.env);

await runSteps(SCHEMA, {
	snapshot: {
		does: 'the model out of Directus, into directus-schema.yaml',
		take: () => saveModel(directusEnvironment(installation()))
	},
	apply: {
		does: 'directus-schema.yaml into Directus; what Studio has beyond it is kept',
		take: (options) => apply(options.delete)
	},
	types: {
		does: 'directus-schema.yaml into TypeScript',
		take: writeTypes
	},
	'types-check': {
		does: 'fails where that was not done',
		take: checkTypes
	}
});

async function apply(deleting: boolean): Promise<string[]> {
	const environment = directusEnvironment(installation());
	await requireCompatible(await inspect(environment), environment, installed);
	const changes = await applyModel(environment, console.log, { deleting });
	const { url, admin } = installation();
	if (changes.length > 0 && (await isRunning(url))) {
		// A running Directus caches the old model until its cache is cleared
		await asAdministrator({ url, ...admin }, (administrator) =>
			administrator.send('POST', '/utils/cache/clear?system')
		);
	}
	return changes;
}

function isRunning(url: string): Promise<boolean> {
	return fetch(`${url}/server/ping`).then(
		({ ok }) => ok,
		() => false
	);
}

async function writeTypes(): Promise<string[]> {
	const types = await formattedTypes();
	if (types === (await presentTypes())) return [];
	await writeFile(typesFile, types);
	return [typesFile];
}

async function checkTypes(): Promise<void> {
	if ((await formattedTypes()) === (await presentTypes())) return;
	throw new Error(`${typesFile} is not what directus-schema.yaml says. Run: npm run types`);
}

async function formattedTypes(): Promise<string> {
	const options = await prettier.resolveConfig(typesFile);
	return prettier.format(schemaTypes(inEnglish(readSnapshot())), {
		...options,
		filepath: typesFile
	});
}

/** The model with the texts of its notes, which are keys of messages there. */
function inEnglish(snapshot: Snapshot): Snapshot {
	const english = readCatalogs(CATALOGS).get(BASE_LANGUAGE);
	const read = <Part extends { meta: { note: string | null } }>(part: Part): Part => {
		const key = part.meta.note?.match(/^\$t:(\w+)$/)?.[1];
		const note = (key && english?.get(key)) ?? part.meta.note;
		return { ...part, meta: { ...part.meta, note } };
	};
	return {
		...snapshot,
		collections: snapshot.collections.map(read),
		fields: snapshot.fields.map(read)
	};
}

function presentTypes(): Promise<string | null> {
	return readFile(typesFile, 'utf8').catch(() => null);
}
