import { expect, test } from 'vitest';
import { actsForItsOpener } from './member-form.ts';

/** Forms that write in nobody's name: they are for people who are not signed in, or end a session. */
const FOR_ANYBODY = [
	'/(guest)/signin?/login',
	'/(guest)/signin?/keep',
	'/(guest)/signup?/register',
	'/(public)/forgot-password',
	'/(public)/reset-password',
	'/(public)/verify-email',
	'/(public)/verify-email/again',
	'/logout'
];

/** Every route that has forms, so that a new one is asked without being named. */
const routes = import.meta.glob<{ actions?: Record<string, object> }>(
	'../../../routes/**/+page.server.ts'
);

test('C18 every form writes for the person who opened it, or is known to write for nobody', async () => {
	const others: string[] = [];
	let members = 0;
	for (const [file, load] of Object.entries(routes)) {
		const id = file.replace('../../../routes', '').replace('/+page.server.ts', '');
		for (const [name, action] of Object.entries((await load()).actions ?? {})) {
			if (actsForItsOpener(action)) members++;
			else others.push(name === 'default' ? id : `${id}?/${name}`);
		}
	}
	expect(others.sort()).toEqual([...FOR_ANYBODY].sort());
	expect(members).toBeGreaterThan(0);
});
