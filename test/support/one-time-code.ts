import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const STEP_MILLISECONDS = 30_000;
/** Directus accepts the code of the current step alone, so a request that is slow to arrive needs some of it left. */
const LEFT_MILLISECONDS = 15_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A one-time code (RFC 6238, with the parameters of every authenticator app) that is good for another 15 s. */
export async function oneTimeCode(secret: string): Promise<string> {
	const left = STEP_MILLISECONDS - (Date.now() % STEP_MILLISECONDS);
	if (left < LEFT_MILLISECONDS) await sleep(left);

	const bits = [...secret].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'));
	const bytes = bits.join('').match(/.{8}/g) ?? [];
	const key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MILLISECONDS)));
	const digest = createHmac('sha1', key).update(counter).digest();
	const offset = (digest.at(-1) ?? 0) & 15;
	return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
