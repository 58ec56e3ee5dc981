import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { projectNode } from '../../scripts/project-node.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Result of one check of the doctor. */
export interface Finding {
	id: string;
	group: string;
	severity: 'ok' | 'should' | 'must' | 'unknown';
	what: string;
	why: string | null;
	fix: string | null;
}

/** Exit code and output of the command. */
export interface Run {
	code: number | null;
	output: string;
	errors: string;
}

/** Runs `npm run doctor` with these arguments, and with nothing of this environment but these variables. */
export async function runDoctor(
	args: string[],
	variables: Record<string, string> = {},
	preloaded: string[] = []
): Promise<Run> {
	const imports = preloaded.flatMap((file) => ['--import', file]);
	const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
	const doctor = spawn(
		projectNode(ROOT) ?? process.execPath,
		[...imports, 'scripts/doctor.ts', ...args],
		{
			cwd: ROOT,
			env: { PATH, HOME, NODE_COMPILE_CACHE, ...variables },
			stdio: ['ignore', 'pipe', 'pipe']
		}
	);
	const [output, errors, [code]] = await Promise.all([
		text(doctor.stdout),
		text(doctor.stderr),
		once(doctor, 'close') as Promise<[number | null]>
	]);
	return { code, output, errors };
}

/** Findings by severity and id, without passed checks. */
export function complaintsIn({ output, errors }: Run): string[] {
	return findingsIn({ output, errors })
		.filter(({ severity }) => severity !== 'ok')
		.map(({ id, severity }) => `${severity} ${id}`);
}

/** Findings of a run with `--json`. */
export function findingsIn({ output, errors }: Pick<Run, 'output' | 'errors'>): Finding[] {
	if (!output.startsWith('{')) throw new Error(`The doctor printed no findings:\n${errors}`);
	return (JSON.parse(output) as { findings: Finding[] }).findings;
}
