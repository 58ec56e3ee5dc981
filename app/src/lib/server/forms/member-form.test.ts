import { expect, test } from 'vitest';
import { writesForOpener } from './member-form.ts';

/** Forms that do not write on behalf of a member: they are for guests, or end a session. */
const ANONYMOUS_FORMS = [
	'/(guest)/signin?/login',
	'/(guest)/signin?/keep',
	'/(guest)/signup?/register',
	'/(public)/accept-invite',
	'/(public)/forgot-password',
	'/(public)/reset-password',
	'/(public)/verify-email',
	'/(public)/verify-email/again',
	'/logout'
];

/** Every route that has forms, so that new ones are tested without being listed. */
const routes = import.meta.glob<{ actions?: Record<string, object> }>(
	'../../../routes/**/+page.server.ts'
);

test('C18 every form writes on behalf of the person who opened it, or is listed as an exception', async () => {
	const others: string[] = [];
	let members = 0;
	for (const [file, load] of Object.entries(routes)) {
		const id = file.replace('../../../routes', '').replace('/+page.server.ts', '');
		for (const [name, action] of Object.entries((await load()).actions ?? {})) {
			if (writesForOpener(action)) members++;
			else others.push(name === 'default' ? id : `${id}?/${name}`);
		}
	}
	expect(others.sort()).toEqual([...ANONYMOUS_FORMS].sort());
	expect(members).toBeGreaterThan(0);
});
