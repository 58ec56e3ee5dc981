import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks the person at the terminal. */
export async function prompt(question: string, output: NodeJS.WritableStream): Promise<string> {
	const reader = createInterface({ input: process.stdin, output, terminal: true });
	try {
		return await reader.question(question);
	} finally {
		reader.close();
	}
}

/** Asks the person at the terminal, and does not show the answer. */
export async function promptSecret(
	question: string,
	output: NodeJS.WritableStream
): Promise<string> {
	output.write(question);
	const answer = await prompt('', new Writable({ write: (_chunk, _encoding, done) => done() }));
	output.write('\n');
	return answer;
}
