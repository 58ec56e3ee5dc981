import { explain, UserError } from '../site/user-error.ts';

/** One thing that a command can be asked for. */
export interface Step {
	/** What it brings where, for the help page. */
	does: string;
	/** Tells what it changed, or nothing where there is nothing to tell. */
	take(): Promise<string[] | void>;
}

/** Takes the step that the command line names, says what came of it, and ends with 1 where it failed. */
export async function runSteps(command: string, steps: Record<string, Step>): Promise<void> {
	const name = process.argv[2] ?? '';
	const step = Object.hasOwn(steps, name) ? steps[name] : undefined;
	if (!step) {
		const lines = Object.entries(steps).map(([name, { does }]) => `  ${name.padEnd(12)}${does}`);
		console.error(`Usage: node scripts/directus/${command} STEP\n\n${lines.join('\n')}`);
		process.exitCode = 1;
		return;
	}
	try {
		const changes = await step.take();
		if (changes)
			console.log(changes.length > 0 ? `Changed: ${changes.length}` : 'Nothing to change');
	} catch (error) {
		if (error instanceof UserError) explain(error);
		else console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	}
}
