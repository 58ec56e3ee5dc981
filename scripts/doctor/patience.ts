import { setTimeout as delay } from 'node:timers/promises';
import { type Administrator, DirectusRefusal } from '../directus/administrator.ts';

const MAX_ATTEMPTS = 10;
/** The delay that Directus requests under pressure. */
const PAUSE_MILLISECONDS = 1000;

/** Retries while Directus responds that it is too busy. @returns the last response, whatever it is */
export async function untilNotBusy<T>(
	attempt: () => Promise<T>,
	isBusy: (answer: T) => boolean,
	pause = PAUSE_MILLISECONDS
): Promise<T> {
	let answer = await attempt();
	for (let attempts = 1; isBusy(answer) && attempts < MAX_ATTEMPTS; attempts += 1) {
		await delay(pause);
		answer = await attempt();
	}
	return answer;
}

/** An administrator whose requests are retried where Directus refuses them under pressure (503). */
export function withBusyRetries(administrator: Administrator, pause?: number): Administrator {
	const retried = async <T>(request: () => Promise<T>): Promise<T> => {
		const answer = await untilNotBusy(
			() =>
				request().then(
					(value) => ({ value }),
					(error: unknown) => ({ error })
				),
			(answer) => 'error' in answer && isTooBusy(answer.error),
			pause
		);
		if ('error' in answer) throw answer.error;
		return answer.value;
	};
	return {
		get: (path, headers) => retried(() => administrator.get(path, headers)),
		send: (method, path, body) => retried(() => administrator.send(method, path, body)),
		upload: (fields, file) => retried(() => administrator.upload(fields, file))
	};
}

function isTooBusy(error: unknown): boolean {
	return error instanceof DirectusRefusal && error.status === 503;
}
