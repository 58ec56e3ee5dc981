import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { UserError } from '../site/user-error.ts';

/**
 * Runs docker in the project's folder; its progress output goes to standard error.
 *
 * @returns its output
 * @throws UserError where it fails, or there is none
 */
export async function docker(root: string, ...args: string[]): Promise<string> {
	const child = spawn('docker', args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
	const closed = once(child, 'close').catch((error: unknown) => {
		throw new UserError(`docker does not start: ${String(error)}`);
	});
	const [printed, [code]] = (await Promise.all([text(child.stdout), closed])) as [string, [number]];
	if (code !== 0) throw new UserError(`docker ${args.join(' ')} failed (${code}).`);
	return printed;
}
