import { fail, redirect } from '@sveltejs/kit';
import { profileForm } from '#lib/server/account/forms.ts';
import * as policy from '#lib/server/account/policy.ts';
import * as profile from '#lib/server/account/profile.ts';
import { parseForm } from '#lib/server/form.ts';
import * as notice from '#lib/server/notice.ts';
import { requireUser } from '#lib/server/session/guard.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	save: async ({ cookies, request }) => {
		const member = requireUser();
		const { data, issues, values } = await parseForm(
			profileForm((await policy.read()).lengths),
			request
		);
		if (issues) return fail(422, { values, issues, message: null });

		if (!(await profile.changeNames(member, data))) {
			const message = 'Your account may not change its names. Ask the people who run this site.';
			return fail(403, { values, issues: {}, message });
		}
		notice.leave(cookies, 'saved');
		redirect(303, '/profile');
	}
};
