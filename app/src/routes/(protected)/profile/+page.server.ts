import * as m from '@portico/contract/messages.ts';
import { fail, redirect } from '@sveltejs/kit';
import { profileForm } from '#lib/server/account/form-schemas.ts';
import * as policy from '#lib/server/account/policy.ts';
import * as profile from '#lib/server/account/profile.ts';
import { memberActions, memberForm } from '#lib/server/forms/member-form.ts';
import * as notice from '#lib/server/forms/notice.ts';

/** Read and sent as a form: the browser does that alone, and no framework starts for it. */
export const csr = false;

const ownForm = async () => profileForm((await policy.read()).lengths);

export const actions = memberActions({
	save: memberForm(ownForm, async ({ member, data, values }, { cookies }) => {
		if (!(await profile.change(member, data))) {
			return fail(403, { values, issues: {}, message: m.profile_nameLocked() });
		}
		notice.leave(cookies, 'saved');
		redirect(303, '/profile');
	})
});
