import { ForbiddenError, HitRateLimitError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Application, RequestHandler } from 'express';
import type { Request } from './endpoint.ts';
import { Counter } from './throttle/counter.ts';
import { networkOf } from './throttle/network.ts';
import { isProof, proofOf } from './throttle/proof.ts';
import { readSettings } from './throttle/settings.ts';

const MINUTE = 60_000;
const LETTERS_PER_ACCOUNT = 3;
const LETTERS_WINDOW = 15 * MINUTE;
const MOST_NAME_LENGTH = 254;

/** Mutations that guess or send letters; Directus 11 takes any number of them in one request. */
const ACCOUNT_MUTATION = /\b(auth_login|auth_password_request|users_register)\b/;

/**
 * Slows guessing at Directus' own address, where Studio signs in: nobody is locked out, and a refusal says when to come
 * back. The app counts by itself, by the address and the account that people come with, and is let through. The counts
 * are this process' own.
 */
export const throttle: HookConfig = ({ init }, { env }) => {
	const { perAddress, perAccount } = readSettings(env);
	const tries = new Counter(perAddress, MINUTE);
	const failures = new Counter(perAccount, MINUTE);
	const letters = new Counter(LETTERS_PER_ACCOUNT, LETTERS_WINDOW);
	const proof = proofOf(env['PORTICO_EVENTS_SECRET']);

	/** Before the password is looked at, and whether or not there is such an account. */
	const signIn: RequestHandler = (request, response, next) => {
		const { accountability, body } = request as unknown as Request;
		if (isProof(textIn(body, 'proof'), proof)) {
			next();
			return;
		}
		const address = networkOf(accountability.ip ?? '');
		const account = `${accountIn(body)} ${address}`;
		refuse(tries, tries.take(address));
		// counted before it has failed: many at the same moment are as many as in a row
		refuse(failures, failures.take(account));
		response.once('finish', () => {
			if (response.statusCode !== 401) failures.giveBack(account);
		});
		next();

		function refuse({ points }: Counter, wait: number): void {
			if (wait === 0) return;
			response.set('Retry-After', String(Math.ceil(wait / 1000)));
			throw new HitRateLimitError({ limit: points, reset: new Date(Date.now() + wait) });
		}
	};

	/** Answers as always, but sends no more: the letters that were sent are as good, and nobody is told. */
	const recovery: RequestHandler = (request, response, next) => {
		const account = accountIn(request.body);
		if (account !== '' && letters.take(account) > 0) response.status(204).end();
		else next();
	};

	init('routes.before', ({ app }) => {
		// Directus hands over its own Express application
		const application = app as Application;
		application.post(['/auth/login/:provider?', '/portico/session'], signIn);
		application.post('/auth/password/request', recovery);
		application.use('/graphql', refuseAccountMutations);
	});
};

/** REST has them as well, one in a request. */
const refuseAccountMutations: RequestHandler = (request, _response, next) => {
	if (ACCOUNT_MUTATION.test(textIn(request.body, 'query'))) {
		throw new ForbiddenError({ reason: 'Sign in, register and recover over REST' });
	}
	next();
};

/** Whom a request is about; capital and small letters are the same to Directus. */
function accountIn(body: unknown): string {
	return textIn(body, 'email').toLowerCase().slice(0, MOST_NAME_LENGTH);
}

/** What is no text is refused by Directus itself. */
function textIn(body: unknown, name: string): string {
	if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return '';
	const value: unknown = (body as Record<string, unknown>)[name];
	return typeof value === 'string' ? value : '';
}
