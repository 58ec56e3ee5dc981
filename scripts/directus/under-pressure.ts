import { setTimeout as delay } from 'node:timers/promises';

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
