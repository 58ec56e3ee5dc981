import { prompt, promptSecret } from '../command/terminal-input.ts';
import type { Prompt } from './decisions.ts';

/** Prompts at the terminal. Without one, the fallbacks hold. */
export function terminal(environment: NodeJS.ProcessEnv): Prompt {
	const isThere = process.stdin.isTTY && process.stdout.isTTY;
	return {
		text: async (question, fallback) => {
			if (!isThere) return fallback;
			const answer = await prompt(
				`${question}${fallback ? ` (${fallback})` : ''}: `,
				process.stdout
			);
			return answer.trim() || fallback;
		},
		secret: async (question) => {
			const given = environment.EMAIL_SMTP_PASSWORD;
			if (given || !isThere) return given ?? '';
			return promptSecret(`${question}: `, process.stdout);
		}
	};
}
