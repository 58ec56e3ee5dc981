import { Agent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, request } from '../support/request.ts';

/** Outcome of the requests that were sent. */
export interface Outcome {
	answered: number;
	/** Those that a person would have seen fail, in words. */
	failed: string[];
}

const VISITORS = 4;
/** Some dozen requests a second meet each gap, and leave the machine to what is deployed. */
const PAUSE_MILLISECONDS = 50;

/** Visitors who read the page and send its form, over and over, until they are stopped. */
export function visit(
	page: string,
	form: { url: string; fields: Record<string, string> },
	authority: string
): { stop(): Promise<Outcome> } {
	const agent = new Agent({ keepAlive: true });
	const outcome: Outcome = { answered: 0, failed: [] };
	let isOver = false;

	const note = async (name: string, sent: Promise<Answer>) => {
		const answer = await sent.catch((error: unknown) => String(error));
		if (typeof answer !== 'string' && answer.status < 500) outcome.answered += 1;
		else {
			const what =
				typeof answer === 'string' ? answer : `${answer.status} ${answer.body.slice(0, 200)}`;
			outcome.failed.push(`${name}: ${what}`);
		}
	};
	const visitor = async () => {
		while (!isOver) {
			await delay(PAUSE_MILLISECONDS);
			await note('GET', request(page, { authority, agent }));
			const body = new URLSearchParams(form.fields).toString();
			const headers = {
				'content-type': 'application/x-www-form-urlencoded',
				origin: new URL(form.url).origin
			};
			await note('POST', request(form.url, { authority, agent, method: 'POST', headers, body }));
		}
	};
	const visitors = Array.from({ length: VISITORS }, visitor);

	return {
		stop: async () => {
			isOver = true;
			await Promise.all(visitors);
			agent.destroy();
			return outcome;
		}
	};
}
