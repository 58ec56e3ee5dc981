import { setTimeout as delay } from 'node:timers/promises';
import { type Keys, sign } from '@portico/contract/webhook.ts';

/** A message, the same for every receiver and each time it is sent. */
export interface Message {
	id: string;
	/** JSON. */
	body: string;
}

/** The part of Directus' log that is needed here. */
export interface Log {
	info: (message: string) => void;
	warn: (message: string) => void;
}

const TIMEOUT_MILLISECONDS = 2000;

/** Between the attempts: a hiccup is over after the first pause, a restart after the second. */
const PAUSES_MILLISECONDS = [250, 2500];

/** One of the addresses that events are sent to. */
export class Receiver {
	readonly #url: string;
	readonly #keys: Keys;
	readonly #log: Log;
	readonly #pauses: number[];
	/** Limits the log to one line per outage, instead of one for each change. */
	#isUnreachable = false;

	constructor(url: string, keys: Keys, log: Log, pauses = PAUSES_MILLISECONDS) {
		this.#url = url;
		this.#keys = keys;
		this.#log = log;
		this.#pauses = pauses;
	}

	/** Sends a message until it is accepted, three times at most. Never throws. */
	async deliver(message: Message): Promise<void> {
		let status = await this.send(message);
		for (const pause of this.#pauses) {
			if (!isPassing(status)) break;
			await delay(pause);
			status = await this.send(message);
		}
		this.#note(status);
	}

	/** Sends a message once. @returns the status of the response, null without one */
	async send({ id, body }: Message): Promise<number | null> {
		const at = Math.floor(Date.now() / 1000);
		const response = await fetch(this.#url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...sign({ id, body, at }, this.#keys) },
			body,
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS)
		}).catch(() => null);
		await response?.body?.cancel().catch(() => {});
		return response?.status ?? null;
	}

	#note(status: number | null): void {
		const isUnreachable = !isDelivered(status);
		if (isUnreachable === this.#isUnreachable) return;
		this.#isUnreachable = isUnreachable;
		if (isUnreachable)
			this.#log.warn(`${this.#url} does not accept events of changes: ${status ?? 'no response'}`);
		else this.#log.info(`${this.#url} accepts events of changes again`);
	}
}

/** 409: the receiver has this message already; only its response was lost. */
function isDelivered(status: number | null): boolean {
	return status !== null && (status < 300 || status === 409);
}

function isPassing(status: number | null): boolean {
	return status === null || status === 429 || status >= 500;
}
