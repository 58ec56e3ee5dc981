// An installation that was set up once, kept as a backup: others begin with a copy instead of a whole set-up.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { backUp } from '../../scripts/backup/saving.ts';
import { installedIn } from '../../scripts/backup/installed-database.ts';
import { restore } from '../../scripts/backup/restoring.ts';
import { isSystemError } from '../../scripts/site/files.ts';

const INSTALLATION_FOLDER = 'installation';

/** Copies the prepared installation in a folder, if there is one, to an empty data folder. */
export async function copyPreparedInstallation(folder: string, data: string): Promise<void> {
	const kept = path.join(folder, INSTALLATION_FOLDER);
	if (existsSync(kept)) await restore(kept, installedIn(data, {}), null, new Date());
}

/** Stores a copy of an installation on SQLite, which may be running, in a folder, unless there is one. */
export async function storePreparedInstallation(folder: string, data: string): Promise<void> {
	const kept = path.join(folder, INSTALLATION_FOLDER);
	if (existsSync(kept)) return;
	mkdirSync(folder, { recursive: true });
	const own = path.join(folder, randomUUID());
	await backUp(installedIn(data, {}), own, new Date());
	try {
		renameSync(own, kept);
	} catch (error) {
		// another run that was set up at the same time was first
		if (!isSystemError(error, 'ENOTEMPTY') && !isSystemError(error, 'EEXIST')) throw error;
		rmSync(own, { recursive: true });
	}
}
