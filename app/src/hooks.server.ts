import { dev } from '$app/env';
import {
	HOST,
	OTEL_EXPORTER_OTLP_ENDPOINT,
	OTEL_TRACES_SAMPLER_ARG,
	PORTICO_EVENTS_SECRET,
	PORTICO_METRICS_PORT
} from '$app/env/private';
import * as m from '@portico/contract/messages.ts';
import { getRequestEvent } from '$app/server';
import { readLanguageFrom } from '@portico/contract/message.ts';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { isFailure } from '#lib/server/directus/failure.ts';
import { onUncaughtError } from '#lib/server/operations/shutdown.ts';
import * as replicas from '#lib/server/events/replicas.ts';
import { FormTooLarge, MalformedForm } from '#lib/server/forms/form.ts';
import { arrival } from '#lib/server/hooks/arrival.ts';
import { caching } from '#lib/server/hooks/caching.ts';
import { chain } from '#lib/server/hooks/chain.ts';
import { foreignCookies } from '#lib/server/hooks/foreign-cookies.ts';
import { gatewayOrigin } from '#lib/server/hooks/gateway-origin.ts';
import { guard } from '#lib/server/hooks/guard-routes.ts';
import { identify } from '#lib/server/hooks/identify.ts';
import { language, languageOf } from '#lib/server/hooks/language.ts';
import { nullOrigin } from '#lib/server/hooks/null-origin.ts';
import { rendering } from '#lib/server/hooks/rendering.ts';
import { session } from '#lib/server/hooks/open-session.ts';
import { sharing } from '#lib/server/hooks/sharing.ts';
import { siteLanguage } from '#lib/server/hooks/site-language.ts';
import { trace } from '#lib/server/hooks/trace.ts';
import { log } from '#lib/server/operations/log.ts';
import * as metrics from '#lib/server/metrics/server.ts';
import * as userCache from '#lib/server/session/user-cache.ts';
import * as tracing from '#lib/server/tracing/spans.ts';

readLanguageFrom(() => languageOf(getRequestEvent().locals));

/** Runs before the first request. */
export const init: ServerInit = async () => {
	// under `npm run dev` this runs again with each change of the code
	if (!dev) onUncaughtError(logFailure);
	if (PORTICO_EVENTS_SECRET) replicas.subscribe(PORTICO_EVENTS_SECRET);
	if (PORTICO_METRICS_PORT && !dev) await metrics.listen(PORTICO_METRICS_PORT, HOST);
	if (OTEL_EXPORTER_OTLP_ENDPOINT) await tracing.start(OTEL_TRACES_SAMPLER_ARG);
};

function logFailure(reason: unknown): void {
	const err = reason instanceof Error ? reason : new Error(String(reason));
	log.fatal({ err }, 'uncaught error: the process ends');
}

// Each handle depends on the results of the earlier ones and sees the response of the later ones: the request has an id
// before anything can fail, no cookie is read unseen, every later page has a language, forms without an origin are refused before they are processed, caching inspects the finished
// response, services are closed to other sites before an arrival hides where it came from, an arrival is redirected before its missing cookies make it a guest, the guard runs once the session is known,
// and only guests share pages (except in development, so that each change shows), which the site's language is part of. Tracing adds a cost to each request, so
// it has a handle only where an exporter is configured.
export const handle: Handle = chain(
	...(OTEL_EXPORTER_OTLP_ENDPOINT ? [trace] : []),
	identify,
	foreignCookies,
	language,
	nullOrigin,
	caching,
	gatewayOrigin,
	arrival,
	session,
	guard,
	...(dev ? [] : [sharing]),
	siteLanguage,
	rendering
);

/** Turns an error into a message for the visitor and a log line; details from Directus are only logged. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
	const id = event.locals.requestId;
	if (kind !== 'unknown') return { id };
	if (error instanceof MalformedForm) return { id, status: 400, message: m.error_brokenForm() };
	if (error instanceof FormTooLarge) return { id, status: 413, message: m.error_heading413() };
	if (isReservedAction(error)) return { id, status: 404, message: m.error_noForm() };

	const { access } = event.locals;
	const refused =
		access.kind === 'member' &&
		isFailure(error, 'INVALID_CREDENTIALS', 'INVALID_TOKEN', 'TOKEN_EXPIRED');
	// the session ended a moment ago, or SECRET was rotated in Directus: the next request detects that, and may refresh
	if (refused) userCache.invalidate(access.user.id);

	const unavailable = refused || isFailure(error, 'UNAVAILABLE');
	log.error({ requestId: id, route: event.route.id, err: error }, 'request failed');
	return unavailable
		? { id, status: 503, message: m.error_noContent() }
		: { id, status: 500, message: m.error_failed() };
};

/** Kit throws this for `?/default` on any page; for other unknown actions it is a 404. */
function isReservedAction(error: unknown): boolean {
	return error instanceof Error && error.message.includes('action_name_reserved');
}
