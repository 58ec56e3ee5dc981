import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Ask } from './decisions.ts';

/** Asks the person in front of the terminal. Where there is none, the fallbacks hold. */
export function terminal(environment: NodeJS.ProcessEnv): Ask {
	const isThere = process.stdin.isTTY && process.stdout.isTTY;
	return {
		text: async (question, fallback) => {
			if (!isThere) return fallback;
			const answer = await put(`${question}${fallback ? ` (${fallback})` : ''}: `, process.stdout);
			return answer.trim() || fallback;
		},
		secret: async (question) => {
			const given = environment.EMAIL_SMTP_PASSWORD;
			if (given || !isThere) return given ?? '';
			process.stdout.write(`${question}: `);
			const answer = await put('', new Writable({ write: (_chunk, _encoding, done) => done() }));
			process.stdout.write('\n');
			return answer;
		}
	};
}

async function put(question: string, output: NodeJS.WritableStream): Promise<string> {
	const reader = createInterface({ input: process.stdin, output, terminal: true });
	try {
		return await reader.question(question);
	} finally {
		reader.close();
	}
}
