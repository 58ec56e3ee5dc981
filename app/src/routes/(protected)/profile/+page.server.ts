import { fail, redirect } from '@sveltejs/kit';
import { profileForm } from '#lib/server/account/form-schemas.ts';
import * as policy from '#lib/server/account/policy.ts';
import * as profile from '#lib/server/account/profile.ts';
import { memberActions, memberForm } from '#lib/server/forms/member-form.ts';
import * as notice from '#lib/server/forms/notice.ts';

const namesForm = async () => profileForm((await policy.read()).lengths);

export const actions = memberActions({
	save: memberForm(namesForm, async ({ member, data, values }, { cookies }) => {
		if (!(await profile.changeNames(member, data))) {
			const message =
				'You can’t change the name on this account. Ask the people who run this site.';
			return fail(403, { values, issues: {}, message });
		}
		notice.leave(cookies, 'saved');
		redirect(303, '/profile');
	})
});
