import * as v from 'valibot';
import { log } from '../operations/log.ts';
import { queryRedis, redis } from '../redis/connection.ts';
import { receive, type Message } from './incoming.ts';

const CHANNEL = 'portico:events';

/** A message on its way between processes. Its body is in base64, because the signature is over its bytes. */
const envelopeSchema = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ headers: v.array(v.tuple([v.string(), v.string()])), body: v.string() })
);

/** Publishes a message to the other replicas of the app: behind one address, Directus reaches only one of them. */
export function publish({ headers, body }: Message): void {
	const envelope = {
		headers: [...headers].filter(([name]) => name.startsWith('webhook-')),
		body: Buffer.from(body).toString('base64')
	};
	void queryRedis((redis) => redis.publish(CHANNEL, JSON.stringify(envelope)));
}

/**
 * Receives the messages that other replicas publish as if Directus had sent them here: their signature counts, not the
 * sender. They go no further from here, and one that was accepted before is only repeated.
 */
export function subscribe(keys: Buffer[]): void {
	if (!redis) return;
	const client = redis;

	const onMessage = (text: string) => {
		const message = read(text);
		const outcome = message ? receive(message, keys, Date.now() / 1000) : 'unreadable';
		if (outcome === 'accepted' || outcome === 'repeated') return;
		log.warn({ outcome }, 'event from another replica rejected');
	};
	const connect = () => {
		client.subscribe(CHANNEL, onMessage).catch((error: unknown) => {
			log.warn({ err: error }, 'no events from other replicas');
		});
	};
	// after a lost connection the client subscribes again by itself; a second subscription changes nothing
	client.on('ready', connect);
	if (client.isReady) connect();
}

function read(text: string): Message | null {
	const parsed = v.safeParse(envelopeSchema, text);
	if (!parsed.success) return null;
	const { headers, body } = parsed.output;
	return { headers: new Headers(headers), body: Buffer.from(body, 'base64') };
}
