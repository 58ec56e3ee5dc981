import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { freePorts } from '../scripts/site/ports.ts';
import { BUILT_APP } from '../scripts/site/programs.ts';
import { eventsSecret } from '../test/support/app-proof.ts';
import { type OwnDirectus, startDirectus } from '../test/support/own-directus.ts';
import { MeasuredServer } from './measured-server.ts';

export const APP = path.resolve(import.meta.dirname, '../app');
const NO_RATE_LIMITS = { RATE_LIMIT_PER_ADDRESS: '100000', RATE_LIMIT_PER_ACCOUNT: '100000' };

/** A Directus without content, and the app in front of it, each in a process of its own that is measured. */
export interface MeasuredSite {
	directus: OwnDirectus;
	app: MeasuredServer;
	/** Signs the tokens of this Directus. */
	secret: string;
	end: () => Promise<void>;
}

/** Starts both; Directus tells the app of changes. */
export async function startMeasuredSite(): Promise<MeasuredSite> {
	const [port] = await freePorts(1);
	const secret = randomUUID();
	const directus = await startDirectus({
		...NO_RATE_LIMITS,
		SECRET: secret,
		// it is as busy as can be, which is no reason to turn requests away here
		PRESSURE_LIMITER_ENABLED: 'false',
		PORTICO_EVENTS_URLS: `http://127.0.0.1:${port}/hooks/directus`
	});
	try {
		const app = await startMeasuredApp(directus.directusUrl, { port: String(port) });
		const end = async () => {
			await app.stop();
			await directus.end();
		};
		return { directus, app, secret, end };
	} catch (error) {
		await directus.end();
		throw error;
	}
}

/** Starts the built app in front of this Directus. */
export function startMeasuredApp(
	directusUrl: string,
	{
		port,
		arguments: added = [],
		variables = {}
	}: { port?: string; arguments?: string[]; variables?: Record<string, string> } = {}
): Promise<MeasuredServer> {
	return MeasuredServer.start([...added, ...BUILT_APP], APP, {
		...NO_RATE_LIMITS,
		DIRECTUS_URL: directusUrl,
		PORTICO_EVENTS_SECRET: eventsSecret(),
		...(port && { PORT: port }),
		...variables
	});
}
