import * as v from 'valibot';
import { log } from '../log.ts';
import { ask, redis } from '../redis/redis.ts';
import { hear, type Message } from './events.ts';

const CHANNEL = 'portico:events';

/** A message on its way between processes. Its body is in base64: what was signed are its bytes. */
const passedOnSchema = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ headers: v.array(v.tuple([v.string(), v.string()])), body: v.string() })
);

/** Tells the other processes of the app what this one heard: behind one address, Directus reaches only one of them. */
export function tell({ headers, body }: Message): void {
	const passedOn = {
		headers: [...headers].filter(([name]) => name.startsWith('webhook-')),
		body: Buffer.from(body).toString('base64')
	};
	void ask((redis) => redis.publish(CHANNEL, JSON.stringify(passedOn)));
}

/**
 * Hears what other processes tell as if Directus had told it here: what counts is its signature, not who passes it on.
 * It goes no further from here, and where it was heard before it is only repeated.
 */
export function listen(keys: Buffer[]): void {
	if (!redis) return;
	const client = redis;

	const receive = (text: string) => {
		const message = read(text);
		const outcome = message ? hear(message, keys, Date.now() / 1000) : 'unreadable';
		if (outcome === 'heard' || outcome === 'repeated') return;
		log.warn({ outcome }, 'event from another process not heard');
	};
	const subscribe = () => {
		client.subscribe(CHANNEL, receive).catch((error: unknown) => {
			log.warn({ err: error }, 'other processes are not heard');
		});
	};
	// after a loss the client subscribes again by itself; being told so twice changes nothing
	client.on('ready', subscribe);
	if (client.isReady) subscribe();
}

function read(text: string): Message | null {
	const parsed = v.safeParse(passedOnSchema, text);
	if (!parsed.success) return null;
	const { headers, body } = parsed.output;
	return { headers: new Headers(headers), body: Buffer.from(body, 'base64') };
}
