import { readLimit } from '@portico/contract/limits.ts';

/** Limits of attempts per minute. */
export interface Settings {
	/** Sign-ins and recoveries from one address. */
	perAddress: number;
	/** Failed sign-ins to one account from one address. */
	perAccount: number;
}

/**
 * Reads RATE_LIMIT_PER_ADDRESS and RATE_LIMIT_PER_ACCOUNT, the app's own variables with the app's defaults.
 *
 * @throws with the name of the variable that is wrong
 */
export function readSettings(env: Record<string, unknown>): Settings {
	return {
		perAddress: count(env, 'RATE_LIMIT_PER_ADDRESS'),
		perAccount: count(env, 'RATE_LIMIT_PER_ACCOUNT')
	};
}

function count(
	env: Record<string, unknown>,
	name: 'RATE_LIMIT_PER_ADDRESS' | 'RATE_LIMIT_PER_ACCOUNT'
): number {
	try {
		return readLimit(name, env[name]);
	} catch (error) {
		throw new Error(`${name} ${(error as Error).message}`, { cause: error }); // thrown above
	}
}
