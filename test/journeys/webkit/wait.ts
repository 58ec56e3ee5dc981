import { setTimeout as delay } from 'node:timers/promises';

/** As Playwright's `expect` has it: a limit for failures, which a slow machine does not reach. */
const TIMEOUT_MILLISECONDS = 20_000;
const PAUSE_MILLISECONDS = 25;

/** Polls until the result is not null, and returns it. @throws with the complaint where it stays null */
export async function waitFor<T>(find: () => Promise<T | null>, complaint: string): Promise<T> {
	for (const deadline = Date.now() + TIMEOUT_MILLISECONDS; ;) {
		const answer = await find();
		if (answer !== null) return answer;
		if (Date.now() > deadline) throw new Error(complaint);
		await delay(PAUSE_MILLISECONDS);
	}
}
