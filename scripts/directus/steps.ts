import { type Command, helpPage, readOptions, type Values } from '../command/options.ts';
import { runCommand } from '../command/run-command.ts';
import { UserError } from '../site/user-error.ts';

/** One subcommand. */
export interface Step<C extends Command = Command> {
	/** Effect of the step, for the help page. */
	does: string;
	/** Runs the step. @returns the changes to report, if any */
	take(options: Values<C>): Promise<string[] | void>;
}

/** Runs the step that the command line names, and prints its outcome. */
export async function runSteps<C extends Command>(
	command: C,
	steps: Record<string, Step<C>>
): Promise<void> {
	const list = Object.entries(steps).map(([name, { does }]) => `  ${name.padEnd(12)}${does}`);
	const described = { ...command, operands: 'STEP', about: list.join('\n') };
	await runCommand(
		described,
		(args) => readOptions(described, args),
		async ({ values, operands: [name = '', ...more] }) => {
			const step = Object.hasOwn(steps, name) ? steps[name] : undefined;
			if (!step || more.length > 0) throw new UserError('Which step?', helpPage(described));
			const changes = await outcome(() => step.take(values));
			if (changes)
				console.log(changes.length > 0 ? `Changed: ${changes.length}` : 'Nothing to change');
		}
	);
}

/** Errors of Directus or the database are shown without a stack: this code's stack does not help the operator. */
async function outcome<T>(take: () => Promise<T>): Promise<T> {
	try {
		return await take();
	} catch (error) {
		if (error instanceof UserError || !(error instanceof Error)) throw error;
		throw new UserError(error.message);
	}
}
