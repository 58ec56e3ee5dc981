import type { Installation as Inside } from '@portico/contract/installation-report.ts';
import { type Finding, ok, should } from '../finding.ts';

/** Versions in this checkout. */
export interface Repository {
	directus: string;
	extension: string;
	/** Of the built extension; null where it is not built from the current sources. */
	extensionDigest: string | null;
}

const NODE_MAJOR = '22';

/** Judges the running versions by those of this checkout. */
export function judgeVersions(
	directus: string,
	inside: Pick<Inside, 'node' | 'extension'>,
	repository: Repository
): Finding[] {
	return [
		judgeDirectus(directus, repository.directus),
		judgeExtension(inside.extension, repository),
		judgeNode(inside.node)
	];
}

function judgeDirectus(running: string, wanted: string): Finding {
	const id = 'directus-version';
	if (running === wanted) return ok(id, `Directus ${running}, as in directus/package.json.`);
	return should(id, {
		what: `Directus ${running} runs; directus/package.json has ${wanted}.`,
		why: 'The two were tested together, and the extension uses parts of Directus that may change.',
		fix: 'Restart the installation from this checkout, or check out what it was made from.'
	});
}

function judgeExtension(
	{ version, digest }: Inside['extension'],
	{ extension, extensionDigest }: Repository
): Finding {
	const id = 'extension-version';
	const isSame = extensionDigest === null ? version === extension : digest === extensionDigest;
	if (isSame) return ok(id, `Portico's extension ${version}, as in this checkout.`);
	return should(id, {
		what: `The extension that runs is not that of this checkout (${version}, here ${extension}).`,
		why: 'Rules that were changed here do not hold there yet, or the other way round.',
		fix: 'Restart the installation from this checkout, or check out what it was made from.'
	});
}

function judgeNode(version: string): Finding {
	const id = 'node-version';
	if (version.split('.')[0] === NODE_MAJOR) return ok(id, `Directus runs on Node ${version}.`);
	return should(id, {
		what: `Directus runs on Node ${version}.`,
		why: `It was tested with Node ${NODE_MAJOR} only.`,
		fix: `Run it with Node ${NODE_MAJOR}, which comes with the packages.`
	});
}
