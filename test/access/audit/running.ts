import {
	type Administrator,
	administratorWithToken,
	asAdministrator
} from '../../../scripts/directus/administrator.ts';
import { findInstallation } from '../../../scripts/doctor/examined-installation.ts';
import { resolveLocalNames } from '../../../scripts/doctor/names.ts';
import type { Options } from '../../../scripts/doctor/doctor-options.ts';
import { askForCredentials } from '../../../scripts/doctor/prompt.ts';
import { trustCertificate } from '../../../scripts/doctor/trust.ts';
import type { Audited } from './audit.ts';
import { READING_ROUTES } from './directus-visits.ts';
import { ExistingRows } from './existing.ts';
import { siteRoutes } from './site-visits.ts';

/** Reads the contents of a running installation, for an audit that changes nothing there. */
export async function readRunning(options: Options, root: string): Promise<Audited> {
	resolveLocalNames();
	if (options.ca) trustCertificate(options.ca);
	const { siteUrl, directusUrl, ...found } = findInstallation(options, process.env, root);
	const credentials = await askForCredentials(found.credentials);
	const read = async (administrator: Administrator): Promise<Audited> => {
		const existing = new ExistingRows(administrator);
		await existing.look(new Date());
		const model = await administrator.get<{ collection: string }[]>('/collections');
		return {
			siteUrl,
			directusUrl,
			callers: [{ name: 'guest', id: null, cookie: null, accessToken: null }],
			siteRoutes: await siteRoutes(),
			routes: READING_ROUTES,
			collections: model.map(({ collection }) => collection),
			words: existing.words,
			rows: existing.rows,
			isOwn: false
		};
	};
	return credentials.kind === 'token'
		? read(administratorWithToken(directusUrl, credentials.token))
		: asAdministrator({ url: directusUrl, ...credentials }, read);
}
