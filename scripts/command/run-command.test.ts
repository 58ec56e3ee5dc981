import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Each command that takes options: its file, how people start it, and the exit code of a user error. */
const COMMANDS = [
	['scripts/start.ts', 'npm start --', 1],
	['scripts/doctor.ts', 'npm run doctor --', 2],
	['scripts/backup.ts', 'npm run backup --', 1],
	['scripts/restore.ts', 'npm run restore --', 1],
	['scripts/move-to-postgres.ts', 'npm run move:postgres --', 1],
	['scripts/env-make.ts', 'npm run env:make --', 1],
	['scripts/deploy.ts', 'npm run deploy --', 1],
	['scripts/directus/set-up.ts', 'node scripts/directus/set-up.ts', 1],
	['scripts/directus/schema.ts', 'node scripts/directus/schema.ts', 1],
	['bench/main.ts', 'npm run bench --', 1],
	['test/access/audit/main.ts', 'npm run audit:access --', 2]
] as const;

async function run(...args: string[]) {
	const command = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const [output, errors, [code]] = await Promise.all([
		text(command.stdout),
		text(command.stderr),
		once(command, 'close') as Promise<[number]>
	]);
	return { code, output, errors };
}

test.each(COMMANDS)(
	'%s refuses an unknown option by its name, without a stack, and shows the fix of %s with exit code %i',
	async (file, start, errorCode) => {
		const { code, output, errors } = await run(file, '--fastest');
		expect({ code, output }).toEqual({ code: errorCode, output: '' });
		expect(errors).toMatch(/^Unknown option '--fastest'/);
		expect(errors.endsWith(`\n\n${start} --help lists the options.\n`)).toBe(true);
	}
);

test('a command shows its help page', async () => {
	const { code, output, errors } = await run('scripts/backup.ts', '--help');
	expect({ code, errors }).toEqual({ code: 0, errors: '' });
	expect(output).toMatch(/^Usage: npm run backup -- \[options\]\n/);
});

test('a command shows the details of a user error between its message and its fix', async () => {
	const command = `{ start: 'sail', options: {} }`;
	const error = `new UserError('It sank.', 'Build another.', 'There was a storm.')`;
	expect(await runInline(`runCommand(${command}, () => [], () => { throw ${error}; })`)).toEqual({
		code: 1,
		output: '',
		errors: 'It sank.\n\nThere was a storm.\n\nBuild another.\n'
	});
});

test('a command throws every other error, with its stack', async () => {
	const { code, errors } = await runInline(
		`runCommand({ start: 'sail', options: {} }, () => [], () => { throw new TypeError('no ship'); })`
	);
	expect(code).toBe(1);
	expect(errors).toMatch(/TypeError: no ship\n +at /);
});

function runInline(statement: string) {
	const imports = [
		`import { UserError } from '${ROOT}/scripts/site/user-error.ts';`,
		`import { runCommand } from '${ROOT}/scripts/command/run-command.ts';`
	];
	return run('--input-type=module', '--eval', [...imports, `await ${statement};`].join('\n'));
}
