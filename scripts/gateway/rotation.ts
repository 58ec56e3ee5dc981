import {
	type GatewayKey,
	gatewayKeysOf,
	KEY_SET_SECONDS,
	newGatewayKey,
	publishedKeys
} from '@portico/contract/gateway.ts';
import { UserError } from '../site/user-error.ts';

/** Services read the key set again after this long, twice what it says itself: some add a limit of their own. */
const SERVICE_CACHE_SECONDS = 2 * KEY_SET_SECONDS;
const MIN_MINUTES = 15;

/** Keys after a step of a rotation. */
export interface Rotation {
	keys: GatewayKey[];
	/** When the newest key begins to sign, and until when the app has to publish it; in seconds since the epoch. */
	signsFrom: number;
	publishedUntil: number;
}

/**
 * Adds the next key, which signs later: by then every service has it. The app itself passes on to it and retires the one
 * before, by the clock. Keys that are retired go.
 *
 * @param text GATEWAY_KEYS as it is
 * @param now seconds since the epoch
 * @throws UserError where it is too early, or the keys cannot be read
 */
export function rotate(text: string, minutes: number, now: number): Rotation {
	const keys = publishedKeys(readKeys(text), now);
	const waiting = keys.find(({ signsFrom }) => signsFrom > now);
	if (waiting) {
		throw new UserError(
			`The next key is there already, and signs from ${clock(waiting.signsFrom)} on.`,
			'Wait until then; -- --now replaces all keys at once, after a theft.'
		);
	}
	if (keys.length === 0) return replaceAll(now);
	if (minutes < MIN_MINUTES) {
		throw new UserError(
			`--minutes must be ${MIN_MINUTES} or more.`,
			'Services cache the key set: one that does not have the next key yet refuses its tokens.'
		);
	}
	const next = newGatewayKey(now + minutes * 60);
	const { signsFrom } = next;
	return { keys: [...keys, next], signsFrom, publishedUntil: signsFrom - SERVICE_CACHE_SECONDS };
}

/** One new key in the place of all: tokens of the old ones are refused as soon as services read the key set again. */
export function replaceAll(now: number): Rotation {
	const key = newGatewayKey(now);
	return { keys: [key], signsFrom: key.signsFrom, publishedUntil: key.signsFrom };
}

/** A time as the person at the terminal reads it on the clock. */
export function clock(seconds: number): string {
	return new Date(seconds * 1000).toTimeString().slice(0, 5);
}

function readKeys(text: string): GatewayKey[] {
	try {
		return gatewayKeysOf(text);
	} catch {
		throw new UserError(
			'GATEWAY_KEYS cannot be read.',
			'Put its backup back; -- --now replaces it, and services refuse tokens until they read the key set again.'
		);
	}
}
