import { applyAccess, type Extent } from './apply-access.ts';
import { accessToken } from './administrator-token.ts';
import { administratorWithToken } from './administrator.ts';
import { applyContent } from './apply-content.ts';
import * as database from './database.ts';
import { startDirectus } from './directus-command.ts';
import { directusEnvironment } from './environment.ts';
import type { RunningInstallation } from './described-installation.ts';
import { prepare } from './prepare.ts';
import type { Report } from './step-report.ts';

const HOST = '127.0.0.1';
const TOKEN_MINUTES = 10;

/**
 * All of the set-up, before the first Directus of an installation starts and before those of a new release do: database
 * and model; then access, and demo content where there is a password for the demo people, in a Directus that only this
 * process reaches. However many set up one database at the same time, they do it one after the other, and all but the
 * first find it done.
 *
 * @param extent `additions` while the app of the release before is in service, which may rely on the parts that `all` removes
 * @returns the changes that were made
 */
export async function deploy(
	installation: RunningInstallation,
	extent: Extent,
	report: Report
): Promise<string[]> {
	const environment = directusEnvironment({ ...installation, host: HOST });
	const lock = await database.lock(environment);
	try {
		const prepared = await prepare(environment, report);
		return [...prepared, ...(await setUpInside(environment, installation, extent, report))];
	} finally {
		await lock.release();
	}
}

async function setUpInside(
	environment: Record<string, string>,
	{ port, secret, demoPassword }: RunningInstallation,
	extent: Extent,
	report: Report
): Promise<string[]> {
	const anAdministrator = await database.findAdministrator(environment);
	if (!anAdministrator) throw new Error('This Directus has no active administrator.');
	const expires = new Date(Date.now() + TOKEN_MINUTES * 60_000);
	const token = accessToken(anAdministrator, secret, expires);
	const inside = administratorWithToken(`http://${HOST}:${port}`, token);

	// nobody else calls this Directus: on a busy machine its pressure limiter would only end the set-up
	const server = await startDirectus({ ...environment, PRESSURE_LIMITER_ENABLED: 'false' });
	try {
		const access = await applyAccess(inside, report, extent);
		const content = demoPassword ? await applyContent(inside, { demoPassword }, report) : [];
		return [...access, ...content];
	} finally {
		await server.stop();
	}
}
