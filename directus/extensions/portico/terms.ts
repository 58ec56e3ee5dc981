import type { HookConfig } from '@directus/extensions';
import type { Application, RequestHandler } from 'express';
import { AsyncLocalStorage } from 'node:async_hooks';

/** As long as its column. */
const MAX_VERSION_LENGTH = 255;

/** The version of the terms that the person has agreed to who registers in this request. */
const agreed = new AsyncLocalStorage<string>();

/**
 * Keeps with a new account which version of the terms the person agreed to, and when: in the row that the registration
 * makes. An account that was there before keeps its own, also when its address is registered again.
 */
export const terms: HookConfig = ({ filter, init }) => {
	filter<Record<string, unknown>>('users.create', (values, _meta, { accountability }) => {
		const terms_version = agreed.getStore();
		if (terms_version === undefined || accountability) return values;
		return { ...values, terms_version, terms_accepted_at: new Date() };
	});

	const recordTerms: RequestHandler = (request, _response, next) => {
		const { version, registration } = withoutTerms(request.body);
		// Directus takes none but its own fields
		request.body = registration;
		if (version === null) next();
		else agreed.run(version, next);
	};
	init('routes.before', ({ app }) => {
		// Directus hands over its own Express application
		(app as Application).post('/users/register', recordTerms);
	});
};

/** A registration as Directus takes it, and the version of the terms that came with it. */
export function withoutTerms(body: unknown): { registration: unknown; version: string | null } {
	const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
	if (!isObject || !Object.hasOwn(body, 'terms_version')) {
		return { registration: body, version: null };
	}
	const { terms_version, ...registration } = body as Record<string, unknown>;
	const isVersion =
		typeof terms_version === 'string' &&
		terms_version !== '' &&
		!/\p{Cc}/u.test(terms_version) &&
		[...terms_version].length <= MAX_VERSION_LENGTH;
	return { registration, version: isVersion ? terms_version : null };
}
