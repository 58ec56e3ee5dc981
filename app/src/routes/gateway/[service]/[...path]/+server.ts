import { GATEWAY_SERVICES } from '$app/env/private';
import * as m from '@portico/contract/messages.ts';
import { forward } from '#lib/server/gateway/forward.ts';
import { watch } from '#lib/server/gateway/open-exchanges.ts';
import { requestHeaders } from '#lib/server/gateway/passed-headers.ts';
import { liftTimeLimit, requestBody } from '#lib/server/gateway/request-body.ts';
import { serviceToken } from '#lib/server/gateway/service-token.ts';
import { upstreamPath } from '#lib/server/gateway/upstream-path.ts';
import * as metrics from '#lib/server/metrics/instruments.ts';
import { log } from '#lib/server/operations/log.ts';
import { requireUser } from '#lib/server/session/guard.ts';
import type { RequestHandler } from './$types';

/** A slash at the end is the service's to judge. */
export const trailingSlash = 'ignore';

/** Passes a request on to a service behind the site, with a token that says who asks. */
const pass: RequestHandler = async (event) => {
	const { params, request, url, platform } = event;
	const member = requireUser();
	const service = GATEWAY_SERVICES.get(params.service);
	if (!service) return refuse(event, 404, m.gateway_noService());
	if (!service.methods.includes(request.method)) {
		return refuse(event, 405, m.gateway_method(), { allow: service.methods.join(', ') });
	}
	if (service.roles && !service.roles.includes(member.user.role?.id ?? '')) {
		metrics.refusal({ reason: 'forbidden' });
		return refuse(event, 403, m.refusal_forbidden());
	}
	if (request.headers.has('upgrade')) return refuse(event, 501, m.gateway_upgrade());
	const sent = platform ? (platform.req.url?.split('?', 1)[0] ?? '') : null;
	const path = upstreamPath(service, url.pathname, sent);
	if (path === null) return refuse(event, 400, m.gateway_path());
	const token = await serviceToken(member.user, service.name, Date.now() / 1000);
	if (token === null) {
		log.error('no key for the gateway: set GATEWAY_KEYS');
		return refuse(event, 503, m.gateway_down());
	}

	liftTimeLimit(event);
	const { signal, unwatch } = watch(member);
	const forwarded = await forward(service, {
		method: request.method,
		path: path + url.search,
		headers: {
			...requestHeaders(request.headers),
			authorization: `Bearer ${token}`,
			'x-request-id': event.locals.requestId
		},
		body: requestBody(event),
		signal: AbortSignal.any([request.signal, signal])
	});
	metrics.gatewayRequest({ service: service.name, outcome: forwarded.kind });
	if (forwarded.kind === 'answered') {
		void forwarded.closed.then(unwatch);
		return forwarded.response;
	}
	unwatch();
	switch (forwarded.kind) {
		case 'aborted':
			// where the client itself is gone, nobody reads it
			return refuse(event, 401, m.session_ended());
		case 'too-large':
			return refuse(event, 413, m.error_text413());
		case 'timed-out':
			log.warn({ service: service.name }, 'a service did not answer in time');
			return refuse(event, 504, m.gateway_late());
		case 'unreachable':
			log.warn({ service: service.name, code: forwarded.code }, 'a service did not answer');
			return refuse(event, 502, m.gateway_down());
	}
};

export const GET = pass;
export const HEAD = pass;
export const POST = pass;
export const PUT = pass;
export const PATCH = pass;
export const DELETE = pass;

/** For programs, whatever they accept. */
function refuse(
	{ locals }: { locals: App.Locals },
	status: number,
	message: string,
	headers: Record<string, string> = {}
): Response {
	return Response.json({ message, id: locals.requestId }, { status, headers });
}
