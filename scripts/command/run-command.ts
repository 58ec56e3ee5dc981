import { UserError } from '../site/user-error.ts';
import { type Command, helpPage } from './options.ts';

/**
 * Runs a command: reads its options, shows its help page where `read` returns null, and shows a user error without a
 * stack. Other errors are thrown.
 */
export async function runCommand<Given>(
	command: Command,
	read: (args: string[]) => Given | null,
	run: (given: Given) => Promise<void> | void
): Promise<void> {
	try {
		const given = read(process.argv.slice(2));
		if (given === null) console.log(helpPage(command));
		else await run(given);
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		console.error([error.message, error.details, error.fix].filter(Boolean).join('\n\n'));
		process.exitCode = command.errorCode ?? 1;
	}
}
