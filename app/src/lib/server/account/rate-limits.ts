import {
	RATE_LIMIT_PER_ACCOUNT,
	RATE_LIMIT_PER_ADDRESS,
	RATE_LIMIT_SIGNUP
} from '$app/env/private';
import {
	type RateLimiterAbstract,
	RateLimiterMemory,
	RateLimiterRedis,
	RateLimiterRes,
	RLWrapperTimeouts
} from 'rate-limiter-flexible';
import * as metrics from '../metrics/instruments.ts';
import { redis } from '../redis/connection.ts';
import { fingerprint } from '../session/seal.ts';
import {
	LIMIT_WINDOW_SECONDS,
	MAILS_PER_ACCOUNT,
	MAILS_WINDOW_SECONDS
} from '@portico/contract/limits.ts';
import { networkOf } from '@portico/contract/network.ts';

// The numbers come from the environment; contract/environment-variables.ts has their defaults.

/** How much slower sign-ins to an account are for every RATE_LIMIT_PER_ACCOUNT failures, wherever those came from. */
const DELAY_SECONDS = 0.5;
const MAX_DELAY_SECONDS = 2;

const REDIS_TIMEOUT_MILLISECONDS = 250;

const attempts = limiter('tries', RATE_LIMIT_PER_ADDRESS);
const signUps = limiter('sign-ups', RATE_LIMIT_SIGNUP);
const failuresFromAddress = limiter('failures-from', RATE_LIMIT_PER_ACCOUNT);
const failuresOfAccount = limiter('failures', RATE_LIMIT_PER_ACCOUNT);
const mails = limiter('mails', MAILS_PER_ACCOUNT, MAILS_WINDOW_SECONDS);

/** Counts an attempt to sign in or to recover; returns the seconds to wait where one address made too many, else 0. */
export function countAttempt(address: string): Promise<number> {
	return consume(attempts, networkOf(address), 'too-many-tries');
}

/** Counts a registration; the seconds to wait where one address made too many, else 0. */
export function countSignUp(address: string): Promise<number> {
	return consume(signUps, networkOf(address), 'too-many-registrations');
}

/** Counts an email to an account; false once the account has reached its limit, from whatever address the emails are requested. */
export async function mayMail(account: string): Promise<boolean> {
	return (await consume(mails, nameOf(account), 'too-many-mails')) === 0;
}

/** Effect of the failures of the last minute on the next sign-in to an account from an address. */
export type Penalty = {
	/** How long this address has to wait, else 0. */
	waitSeconds: number;
	/** Whether a sign-in to this account failed *from this address*. */
	hasFailed: boolean;
	/** Delay because of failures from any address. It never refuses a sign-in, so no one can lock others out. */
	delaySeconds: number;
};

/** Reads the failures of an address at an account, which need not exist. */
export async function penalty(account: string, address: string): Promise<Penalty> {
	const [fromAddress, ofAccount] = await Promise.all([
		failuresFromAddress.get(nameOf(account, address)),
		failuresOfAccount.get(nameOf(account))
	]);
	const isRefused = fromAddress !== null && fromAddress.consumedPoints >= RATE_LIMIT_PER_ACCOUNT;
	if (isRefused) metrics.refusal({ reason: 'too-many-failures' });
	const steps = Math.floor((ofAccount?.consumedPoints ?? 0) / RATE_LIMIT_PER_ACCOUNT);
	return {
		waitSeconds: isRefused ? secondsLeft(fromAddress) : 0,
		hasFailed: fromAddress !== null && fromAddress.consumedPoints > 0,
		delaySeconds: Math.min(MAX_DELAY_SECONDS, steps * DELAY_SECONDS)
	};
}

/** Counts a failed sign-in to an account from an address. */
export async function countFailure(account: string, address: string): Promise<void> {
	await Promise.all([
		failuresFromAddress.penalty(nameOf(account, address)),
		failuresOfAccount.penalty(nameOf(account))
	]);
}

/** Counts in Redis, shared by all replicas; in this process without Redis, or while it does not respond. */
function limiter(
	name: string,
	points: number,
	duration = LIMIT_WINDOW_SECONDS
): RateLimiterAbstract {
	const options = { keyPrefix: `portico:limit:${name}`, points, duration };
	const inMemory = new RateLimiterMemory(options);
	if (!redis) return inMemory;
	return new RLWrapperTimeouts({
		limiter: new RateLimiterRedis({
			...options,
			storeClient: redis,
			useRedisPackage: true,
			rejectIfRedisNotReady: true
		}),
		timeoutMs: REDIS_TIMEOUT_MILLISECONDS,
		insuranceLimiter: inMemory
	});
}

async function consume(
	limit: RateLimiterAbstract,
	key: string,
	reason: 'too-many-tries' | 'too-many-registrations' | 'too-many-mails'
): Promise<number> {
	try {
		await limit.consume(key);
		return 0;
	} catch (refused) {
		if (!(refused instanceof RateLimiterRes)) throw refused;
		metrics.refusal({ reason });
		return secondsLeft(refused);
	}
}

/** A hash, so that the counters hold no email addresses. */
function nameOf(account: string, address?: string): string {
	const parts = [account.toLowerCase(), ...(address === undefined ? [] : [networkOf(address)])];
	return fingerprint(parts.join(' '));
}

function secondsLeft({ msBeforeNext }: RateLimiterRes): number {
	return Math.max(1, Math.ceil(msBeforeNext / 1000));
}
