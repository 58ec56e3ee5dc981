import {
	RATE_LIMIT_PER_ACCOUNT,
	RATE_LIMIT_PER_ADDRESS,
	RATE_LIMIT_SIGNUP
} from '$app/env/private';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;

const perAddress = limiter('address', RATE_LIMIT_PER_ADDRESS);
const failures = limiter('failures', RATE_LIMIT_PER_ACCOUNT);
const signUps = limiter('sign-ups', RATE_LIMIT_SIGNUP);

/** Counts a try to sign in or to recover; the seconds to wait where one address made too many, else 0. */
export function countTry(address: string): Promise<number> {
	return consume(perAddress, address);
}

/** Counts a registration; the seconds to wait where one address made too many, else 0. */
export function countSignUp(address: string): Promise<number> {
	return consume(signUps, address);
}

/** The seconds to wait where sign-ins to this account failed too often *from this address*; nobody locks others out. */
export async function waitAfterFailures(account: string, address: string): Promise<number> {
	const state = await failures.get(accountKey(account, address));
	return state && state.consumedPoints >= RATE_LIMIT_PER_ACCOUNT ? secondsLeft(state) : 0;
}

/** Counts a failed sign-in to an account from an address. */
export async function countFailure(account: string, address: string): Promise<void> {
	await failures.penalty(accountKey(account, address));
}

function limiter(keyPrefix: string, points: number): RateLimiterMemory {
	return new RateLimiterMemory({ keyPrefix, points, duration: WINDOW_SECONDS });
}

async function consume(limit: RateLimiterMemory, key: string): Promise<number> {
	try {
		await limit.consume(key);
		return 0;
	} catch (refused) {
		if (refused instanceof RateLimiterRes) return secondsLeft(refused);
		throw refused;
	}
}

function accountKey(account: string, address: string): string {
	return `${account.toLowerCase()} ${address}`;
}

function secondsLeft({ msBeforeNext }: RateLimiterRes): number {
	return Math.max(1, Math.ceil(msBeforeNext / 1000));
}
