import { createError, ForbiddenError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Application, Request as ExpressRequest, RequestHandler } from 'express';
import { refuseAccountMutations, refuseOtherRefreshes } from './api-access/account-calls.ts';
import { isBranding, pictureIn } from './api-access/branding.ts';
import { isCanonical } from './api-access/canonical-path.ts';
import { isNamed, isOpen } from './api-access/open-paths.ts';
import { PROOF_HEADER, ProofVerifier } from '@portico/contract/proof.ts';
import { readSettings, type Settings } from './api-access/api-settings.ts';
import { setStanding, standingOf, type Standing } from './api-access/standing.ts';
import { takeAddressFromApp } from './api-access/visitor-address.ts';
import { hasStudioAccess } from './api-access/studio-person.ts';

/** Directus answers here before it asks who is there. */
const BEFORE_AUTHENTICATION = /^\/(admin|deployments\/webhooks|robots\.txt|server\/ping)(\/|$)/i;

/**
 * Closes Directus' API, in every form it has, to all but the app and people with Studio access. A guard that knows each
 * question that leaks has to be right every time; here strangers are not heard at all.
 *
 * 1. Before anything reads a request, it is the app's (it carries a proof), it asks for what is open to everybody, or it
 *    is a stranger's. A stranger without a token is refused at once.
 * 2. When Directus asks who is there, the token's owner is looked up: with Studio access, the request goes on.
 * 3. After that, whatever is still a stranger's is refused. That stands where the second step did not happen: Directus
 *    takes extensions out for a moment when an administrator installs another.
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

	const look: RequestHandler = (request, _response, next) => {
		const proof = request.headers[PROOF_HEADER];
		const isApp = proofs.accept(proof, Date.now());
		// before there is a log, or a flow that sees headers
		delete request.headers[PROOF_HEADER];

		// the app with another secret or clock: it must learn of that, wherever it asks
		const isMistaken = api === 'studio' && proof !== undefined && !isApp;
		const standing = isApp ? 'app' : isMistaken ? 'stranger' : standingAt(request);
		if (isApp) takeAddressFromApp(request);
		setStanding(request, standing);
		if (!isCanonical(request.url)) {
			next(new ForbiddenError({ reason: 'Ask for the path in its normal form.' }));
			return;
		}
		const isRefused = isMistaken || (standing === 'stranger' && !mayBecomeKnown(request));
		next(isRefused ? new ClosedError(CLOSED) : undefined);
	};

	const standingAt = ({ method, path }: ExpressRequest): Standing =>
		api === 'open' || isOpen(method, path) || isNamed(path, paths) ? 'open' : 'stranger';

	const mayBecomeKnown = (request: ExpressRequest): boolean => {
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
			// of what a browser has already, Directus tells only those who may read the list of files
			for (const condition of ['if-none-match', 'if-modified-since']) {
				delete request.headers[condition];
			}
		} else if (typeof token !== 'string' || !(await hasStudioAccess(token, ip, database))) {
			throw new ClosedError(CLOSED);
		}
		setStanding(request, 'admitted');
		return accountability;
	});

	// Directus hands over its own Express application, and goes on where one of these throws
	init('middlewares.before', ({ app }) => {
		(app as Application).use(look);
	});
	init('middlewares.after', ({ app }) => {
		(app as Application).use(refuseStrangers);
	});
	init('routes.before', ({ app }) => {
		const application = app as Application;
		application.use('/graphql', refuseAccountMutations);
		if (!isNamed('/auth/refresh', paths)) {
			application.post('/auth/refresh', refuseOtherRefreshes(database, cookieName));
		}
	});
};

/** As any refusal of Directus, but for a mark by which the app knows that it was not taken for the app. */
const ClosedError = createError<{ api: 'closed' }>(
	'FORBIDDEN',
	"You don't have permission to access this. The API is for the site and for people with Studio access.",
	403
);

/** What the app looks for in a refusal. */
const CLOSED = { api: 'closed' } as const;

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
	next(new ClosedError(CLOSED));

const refuseStrangers: RequestHandler = (request, _response, next) => {
	next(standingOf(request) === 'stranger' ? new ClosedError(CLOSED) : undefined);
};

/** What Directus hands to those who look at who is there. */
interface Authentication {
	req: ExpressRequest & { token: unknown };
}
