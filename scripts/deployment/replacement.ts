import { UserError } from '../site/user-error.ts';
import { docker } from './docker.ts';

/**
 * Replaces every container of a service, one after the other, by one of the present image and settings. The next is
 * asked to end only when its successor is healthy, and ends as its service does: the app takes requests for some
 * seconds more, and both finish those in flight. Where a successor does not become healthy, it goes, and the others
 * stay.
 *
 * @throws UserError where there is nothing to replace, or a successor does not become healthy
 */
export async function replace(root: string, service: string): Promise<void> {
	const old = await containersOf(root, service);
	if (old.length === 0) {
		throw new UserError(
			`No ${service} runs.`,
			'docker compose up --build --wait starts everything.'
		);
	}
	for (const [index, container] of old.entries()) {
		console.error(`${service}: replacing ${index + 1} of ${old.length}`);
		await addOne(root, service);
		await docker(root, 'stop', container);
		await docker(root, 'rm', container);
	}
}

async function addOne(root: string, service: string): Promise<void> {
	const before = await containersOf(root, service);
	const scale = `${service}=${before.length + 1}`;
	const flags = ['--detach', '--wait', '--no-deps', '--no-recreate', '--no-build'];
	try {
		await docker(root, 'compose', 'up', ...flags, '--scale', scale, service);
	} catch (error) {
		const added = (await containersOf(root, service)).filter((id) => !before.includes(id));
		for (const container of added) {
			console.error(await docker(root, 'logs', '--tail', '30', container));
			await docker(root, 'rm', '--force', container);
		}
		if (!(error instanceof UserError)) throw error;
		throw new UserError(
			`A new ${service} does not become healthy, so what ran before goes on. Its last lines are above.`
		);
	}
}

/** The ids of those that are not stopped, the oldest first. */
async function containersOf(root: string, service: string): Promise<string[]> {
	const ids = await docker(root, 'compose', 'ps', '--quiet', service);
	return ids.split('\n').filter(Boolean).reverse();
}
