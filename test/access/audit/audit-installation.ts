import { randomBytes } from 'node:crypto';
import { Directus } from '../../support/directus.ts';
import { type OwnApp, startApp } from '../../support/own-app.ts';
import { type OwnDirectus, startDirectus } from '../../support/own-directus.ts';
import { RouteLister, type Route } from '../../support/route-lister.ts';
import type { Audited } from './audit.ts';
import { makeCallers } from './callers.ts';
import { Planting } from './planting.ts';
import { siteRoutes } from './site-visits.ts';

/** The audit sends more requests than a person does. */
const NO_RATE_LIMIT = '100000';
/** The path of an endpoint that only the route lister adds. */
const LISTER_ROUTES = '/shop/';

/** A Directus and an app of the audit's own, with words in every row. */
export class AuditInstallation {
	readonly directus: Directus;
	readonly siteUrl: string;
	readonly #lister: RouteLister;
	readonly #own: OwnDirectus;
	readonly #app: OwnApp;

	private constructor(lister: RouteLister, own: OwnDirectus, app: OwnApp) {
		this.#lister = lister;
		this.#own = own;
		this.#app = app;
		this.siteUrl = app.url;
		this.directus = new Directus(own);
	}

	static async start(): Promise<AuditInstallation> {
		process.env.PORTICO_TEST_EVENTS_SECRET ??= randomBytes(32).toString('base64');
		const lister = await RouteLister.make();
		const own = await startDirectus({
			...lister.variables,
			// so that their routes are there as well
			MCP_ENABLED: 'true',
			AI_ENABLED: 'true',
			METRICS_ENABLED: 'true',
			TUS_ENABLED: 'true',
			PRESSURE_LIMITER_ENABLED: 'false',
			// introspection lists the fields to query; permissions are the same without it
			GRAPHQL_INTROSPECTION: 'true',
			// the callers keep their tokens, and a slow machine takes longer than usual tokens live
			ACCESS_TOKEN_TTL: '2h',
			// nothing here is about time
			LOGIN_STALL_TIME: '0',
			REGISTER_STALL_TIME: '0'
		});
		const app = await startApp({
			DIRECTUS_URL: own.directusUrl,
			RATE_LIMIT_PER_ADDRESS: NO_RATE_LIMIT,
			RATE_LIMIT_PER_ACCOUNT: NO_RATE_LIMIT,
			RATE_LIMIT_SIGNUP: NO_RATE_LIMIT
		});
		return new AuditInstallation(lister, own, app);
	}

	/** Plants the words. @returns the installation as the audit needs to know it */
	async plant(): Promise<Audited> {
		const { directus, siteUrl } = this;
		const callers = await makeCallers(directus, siteUrl);
		const planting = new Planting(directus);
		await planting.plant(callers.find(({ name }) => name === 'Member')?.id ?? '');
		return {
			siteUrl,
			directusUrl: directus.url,
			callers,
			siteRoutes: await siteRoutes(),
			routes: (await this.everyRoute()).filter(({ path }) => !path.startsWith(LISTER_ROUTES)),
			collections: await this.collections(),
			words: planting.words,
			rows: planting.rows,
			isOwn: true
		};
	}

	/** Every route that this Directus has, the lister's own included. */
	everyRoute(): Promise<Route[]> {
		return this.#lister.routes();
	}

	async collections(): Promise<string[]> {
		const all = await this.directus.send<{ collection: string }[]>('GET', '/collections');
		return all.map(({ collection }) => collection);
	}

	async end(): Promise<void> {
		await this.#app.stop();
		await this.#own.end();
		await this.#lister.remove();
	}
}
