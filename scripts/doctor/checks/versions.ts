import type { Installation as Inside } from '../../../directus/extensions/portico/installation.ts';
import { type Finding, must, ok, should } from '../finding.ts';

/** What this checkout has. */
export interface Repository {
	directus: string;
	extension: string;
	/** Of the built extension; null where it is not built from what the sources are now. */
	extensionDigest: string | null;
}

const NODE_MAJOR = '22';

/** Judges what runs by what this checkout has. */
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

/** What Directus 12 tells administrators about its licence. */
export interface Licence {
	status: 'active' | 'grace' | 'locked';
	/** Null where no key was given. */
	source: string | null;
	entitlements: Partial<Record<string, { default?: boolean; override?: boolean | null }>>;
}

/** Judges what may be done with this Directus; `licence` is null where it has no such thing, as 11. */
export function judgeLicence(directus: string, licence: Licence | null): Finding {
	const id = 'licence';
	const major = Number(directus.split('.')[0]);
	if (!licence) {
		return major <= 11
			? ok(id, 'Directus 11 is free of charge below 5 million dollars a year (BUSL 1.1).')
			: should(id, {
					what: `Directus ${directus} does not tell its licence.`,
					why: 'Without a key it refuses what this installation needs.',
					fix: 'See Settings in Studio.'
				});
	}
	if (licence.status === 'locked') {
		return must(id, {
			what: 'Directus is locked: its licence does not cover what is in it.',
			why: 'It signs in administrators only. Members and editors are refused.',
			fix: 'In Studio, Settings, License: enter a key that covers it.'
		});
	}
	const rules = licence.entitlements.custom_permission_rules_enabled;
	if (!(rules?.override ?? rules?.default)) {
		return must(id, {
			what: `Directus ${directus} runs ${licence.source ? 'with a licence that does not allow' : 'without a licence key, so without'} permissions with rules or chosen fields.`,
			why: 'It refuses the policies in directus/access, and locks itself where they are there. It also refuses single sign-on, a fourth person in Studio and turning telemetry off.',
			fix: 'In Studio, Settings, License: enter a key. Or run Directus 11, which needs none.'
		});
	}
	if (licence.status === 'grace') {
		return should(id, {
			what: 'The licence of Directus has run out, and is in its time of grace.',
			why: 'After it, members and editors are refused.',
			fix: 'In Studio, Settings, License: renew it.'
		});
	}
	return ok(id, `Directus ${directus} has a licence that covers permissions with rules.`);
}
