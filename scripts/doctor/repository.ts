import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { directusVersion } from '../directus/directus-package.ts';
import { EXTENSION, isCurrent } from '../site/builds.ts';
import type { Repository } from './checks/versions-check.ts';

/** Reads the versions of this checkout. */
export function readRepository(root: string): Repository {
	const manifest = readFileSync(path.join(root, EXTENSION.folder, 'package.json'), 'utf8');
	const { version } = JSON.parse(manifest) as { version: string };
	return {
		directus: directusVersion,
		extension: version,
		extensionDigest: isCurrent(root, EXTENSION) ? digestOf(root) : null
	};
}

function digestOf(root: string): string {
	const built = readFileSync(path.join(root, EXTENSION.output, 'index.cjs'));
	return createHash('sha256').update(built).digest('hex');
}
