import { createError, ForbiddenError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Application, Request as ExpressRequest, RequestHandler } from 'express';
import { refuseAccountMutations, refuseOtherRefreshes } from './api-access/account-calls.ts';
import { isBranding, pictureIn } from './api-access/branding.ts';
import { isCanonical } from './api-access/canonical-path.ts';
import { isListed, isOpen } from './api-access/open-paths.ts';
import { API_CLOSED, PROOF_HEADER, ProofVerifier } from '@portico/contract/proof.ts';
import { readSettings, type Settings } from './api-access/api-settings.ts';
import { setStanding, standingOf, type Standing } from './api-access/standing.ts';
import { takeAddressFromApp } from './api-access/visitor-address.ts';
import { hasStudioAccess } from './api-access/studio-person.ts';

/** Directus answers this path before it authenticates the request. */
const BEFORE_AUTHENTICATION = /^\/(admin|deployments\/webhooks|robots\.txt|server\/ping)(\/|$)/i;

/**
 * Closes Directus' API, in every form it has, to all but the app and people with Studio access. A guard that lists the
 * queries that leak has to be complete; this one refuses strangers altogether.
 *
 * 1. Before anything reads a request, it is classified: it is the app's (it carries a proof), its path is open to
 *    everyone, or it is a stranger's. A stranger without a token is refused at once.
 * 2. When Directus authenticates the request, the token's owner is looked up: with Studio access, the request goes on.
 * 3. After that, every request that is still a stranger's is refused. This also covers requests that skipped the second
 *    step: Directus unloads extensions for a moment when an administrator installs another.
 */
export const apiAccess: HookConfig = ({ filter, init }, { env, database }) => {
	const { api, paths, secrets } = readSettingsOr(() => {
		// Directus runs on where it does not insist on extensions (EXTENSIONS_MUST_LOAD)
		init('middlewares.before', ({ app }) => {
			(app as Application).use(refuseEverybody);
		});
	}, env);
	const proofs = new ProofVerifier(secrets);
	const cookieName = String(env['SESSION_COOKIE_NAME'] ?? 'directus_session_token');

	const classify: RequestHandler = (request, _response, next) => {
		const proof = request.headers[PROOF_HEADER];
		const isApp = proofs.accept(proof, Date.now());
		// before there is a log, or a flow that sees headers
		delete request.headers[PROOF_HEADER];

		// the app with another secret or clock: the refusal must show it, on every path
		const isMistaken = api === 'studio' && proof !== undefined && !isApp;
		const standing = isApp ? 'app' : isMistaken ? 'stranger' : standingOfPath(request);
		if (isApp) takeAddressFromApp(request);
		setStanding(request, standing);
		if (!isCanonical(request.url)) {
			next(new ForbiddenError({ reason: 'Request the path in its normal form.' }));
			return;
		}
		const isRefused = isMistaken || (standing === 'stranger' && !mayAuthenticate(request));
		next(isRefused ? new ClosedError(API_CLOSED) : undefined);
	};

	const standingOfPath = ({ method, path }: ExpressRequest): Standing =>
		api === 'open' || isOpen(method, path) || isListed(path, paths) ? 'open' : 'stranger';

	const mayAuthenticate = (request: ExpressRequest): boolean => {
		const { method, path, headers, query } = request;
		if (BEFORE_AUTHENTICATION.test(path)) return false;
		const hasToken =
			headers.authorization !== undefined ||
			(headers.cookie ?? '').includes(`${cookieName}=`) ||
			'access_token' in query;
		return hasToken || pictureIn(method, path) !== null;
	};

	filter('authenticate', async (accountability, meta, { database }) => {
		const { req: request } = meta as unknown as Authentication;
		if (standingOf(request) !== 'stranger') return accountability;

		const { method, path, token } = request;
		const picture = pictureIn(method, path);
		const { ip } = accountability as { ip: string | null };
		if (picture !== null && (await isBranding(picture, database))) {
			// Directus answers 304 only to callers who may read the list of files
			for (const condition of ['if-none-match', 'if-modified-since']) {
				delete request.headers[condition];
			}
		} else if (typeof token !== 'string' || !(await hasStudioAccess(token, ip, database))) {
			throw new ClosedError(API_CLOSED);
		}
		setStanding(request, 'admitted');
		return accountability;
	});

	// Directus hands over its own Express application, and goes on where one of these throws
	init('middlewares.before', ({ app }) => {
		(app as Application).use(classify);
	});
	init('middlewares.after', ({ app }) => {
		(app as Application).use(refuseStrangers);
	});
	init('routes.before', ({ app }) => {
		const application = app as Application;
		application.use('/graphql', refuseAccountMutations);
		if (!isListed('/auth/refresh', paths)) {
			application.post('/auth/refresh', refuseOtherRefreshes(database, cookieName));
		}
	});
};

/** Like any refusal of Directus, plus a mark: it shows the app that its proof was not accepted. */
const ClosedError = createError<typeof API_CLOSED>(
	'FORBIDDEN',
	"You don't have permission to access this. The API is for the site and for people with Studio access.",
	403
);

/** Does it before it throws. @throws where the settings are wrong */
function readSettingsOr(close: () => void, env: Record<string, unknown>): Settings {
	try {
		return readSettings(env);
	} catch (error) {
		close();
		throw error;
	}
}

const refuseEverybody: RequestHandler = (_request, _response, next) =>
	next(new ClosedError(API_CLOSED));

const refuseStrangers: RequestHandler = (request, _response, next) => {
	next(standingOf(request) === 'stranger' ? new ClosedError(API_CLOSED) : undefined);
};

/** Arguments that Directus passes to an `authenticate` filter. */
interface Authentication {
	req: ExpressRequest & { token: unknown };
}
