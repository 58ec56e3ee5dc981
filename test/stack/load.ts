import { Agent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, request } from '../support/request.ts';
import type { Site } from './member.ts';

/** A page that guests open, or a form that they send, and the status of its answer. */
export interface Step {
	path: string;
	fields?: Record<string, string>;
	status: number;
}

/** Outcome of the requests that were sent. */
export interface Outcome {
	answered: number;
	/** Those whose answer is another one, in words. */
	failed: string[];
}

const VISITORS = 3;
/** Some dozen requests a second meet each gap, and leave the machine to what is deployed. */
const PAUSE_MILLISECONDS = 150;

/** Guests who take these steps, over and over, until they are stopped. */
export function visit({ url, authority }: Site, steps: Step[]): { stop(): Promise<Outcome> } {
	const agent = new Agent({ keepAlive: true });
	const outcome: Outcome = { answered: 0, failed: [] };
	let isOver = false;

	const take = async ({ path, fields, status }: Step) => {
		const form = fields && {
			method: 'POST',
			headers: {
				accept: 'text/html',
				'content-type': 'application/x-www-form-urlencoded',
				origin: url
			},
			body: new URLSearchParams(fields).toString()
		};
		const answer = await request(url + path, { authority, agent, ...form }).catch(String);
		if (typeof answer !== 'string' && answer.status === status) outcome.answered += 1;
		else outcome.failed.push(`${form ? 'POST' : 'GET'} ${path}: ${inWords(answer)}`);
	};
	const visitor = async () => {
		while (!isOver) {
			for (const step of steps) {
				await delay(PAUSE_MILLISECONDS);
				if (isOver) return;
				await take(step);
			}
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

function inWords(answer: Answer | string): string {
	return typeof answer === 'string' ? answer : `${answer.status} ${answer.body.slice(0, 200)}`;
}
