import { HitRateLimitError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Application, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { textIn } from './api-access/account-calls.ts';
import { standingOf } from './api-access/standing.ts';
import { endpoint } from './endpoint.ts';
import { ENDPOINTS } from '@portico/contract/endpoints.ts';
import {
	LIMIT_WINDOW_SECONDS,
	MAILS_PER_ACCOUNT,
	MAILS_WINDOW_SECONDS,
	MAX_EMAIL_LENGTH
} from '@portico/contract/limits.ts';
import { networkOf } from '@portico/contract/network.ts';
import { readSettings } from './directus-rate-limits/directus-rate-limit-settings.ts';

/**
 * Limits attempts at Directus' own address, where Studio signs in: no account is locked, and a refusal has a
 * Retry-After. The app has limits of its own, by client address and account, and is let through. The counts are kept in
 * this process.
 */
export const directusRateLimits: HookConfig = ({ init }, { env }) => {
	const { perAddress, perAccount } = readSettings(env);
	const attempts = new RateLimiterMemory({ points: perAddress, duration: LIMIT_WINDOW_SECONDS });
	const failures = new RateLimiterMemory({ points: perAccount, duration: LIMIT_WINDOW_SECONDS });
	const emails = new RateLimiterMemory({
		points: MAILS_PER_ACCOUNT,
		duration: MAILS_WINDOW_SECONDS
	});

	/** Runs before the password is checked, and whether or not the account exists. */
	const signIn = endpoint(async (request, response, next) => {
		if (standingOf(request) === 'app') {
			next();
			return;
		}
		const { accountability, body } = request;
		const address = networkOf(accountability.ip ?? '');
		const account = `${accountIn(body)} ${address}`;
		await admit(attempts, address, response);
		// counted before it has failed, so that parallel attempts count like sequential ones
		await admit(failures, account, response);
		response.once('finish', () => {
			if (response.statusCode !== 401) void failures.reward(account);
		});
		next();
	});

	/** Responds as always, but sends no more emails: those sent before still work, and the response reveals nothing. */
	const recovery = endpoint(async ({ accountability, body }, response, next) => {
		await admit(attempts, networkOf(accountability.ip ?? ''), response);
		const account = accountIn(body);
		const isEnough = account !== '' && (await refusal(emails, account));
		if (isEnough) response.status(204).end();
		else next();
	});

	init('routes.before', ({ app }) => {
		// Directus hands over its own Express application
		const application = app as Application;
		application.post(['/auth/login/:provider?', ENDPOINTS.session.path], signIn);
		application.post(['/auth/password/request', ENDPOINTS.recovery.path], recovery);
	});
};

/** Counts one for this key. @throws 429, with the time to come back, where the limit is exceeded */
async function admit(limiter: RateLimiterMemory, key: string, response: Response): Promise<void> {
	const refused = await refusal(limiter, key);
	if (!refused) return;
	response.set('Retry-After', String(Math.ceil(refused.msBeforeNext / 1000)));
	const reset = new Date(Date.now() + refused.msBeforeNext);
	throw new HitRateLimitError({ limit: limiter.points, reset });
}

/** Counts one for this key; null within the limit. */
async function refusal(limiter: RateLimiterMemory, key: string): Promise<RateLimiterRes | null> {
	try {
		await limiter.consume(key);
		return null;
	} catch (refused) {
		if (refused instanceof RateLimiterRes) return refused;
		throw refused;
	}
}

/** The email address in a request; Directus ignores its case. */
function accountIn(body: unknown): string {
	return textIn(body, 'email').toLowerCase().slice(0, MAX_EMAIL_LENGTH);
}
