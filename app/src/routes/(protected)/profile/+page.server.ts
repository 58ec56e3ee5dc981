import * as m from '@portico/contract/messages.ts';
import { MAX_AVATAR_FORM_BYTES } from '@portico/contract/profile.ts';
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import * as avatar from '#lib/server/account/avatar.ts';
import { profileForm } from '#lib/server/account/form-schemas.ts';
import * as policy from '#lib/server/account/policy.ts';
import * as profile from '#lib/server/account/profile.ts';
import { memberActions, memberForm } from '#lib/server/forms/member-form.ts';
import * as notice from '#lib/server/forms/notice.ts';
import { requireUser } from '#lib/server/session/guard.ts';
import type { PageServerLoad } from './$types';

/** Read and sent as a form: the browser does that alone, and no framework starts for it. */
export const csr = false;

export const load: PageServerLoad = () => {
	const { user } = requireUser();
	// null while Directus is of an older release: then the page has the names and the language only
	return { profile: user.profile, hasAvatar: user.avatar !== null };
};

const ownForm = async () => {
	const known = Object.keys(requireUser().user.profile ?? {});
	return profileForm((await policy.read()).lengths, known);
};

const AVATAR_ISSUES = {
	'not-a-picture': m.profile_avatarNone,
	'too-large': m.profile_avatarTooLarge,
	unavailable: m.profile_avatarAway
};

export const actions = memberActions({
	save: memberForm(
		ownForm,
		async ({ member, data, values, file }, { cookies }) => {
			const refuse = (status: number, field: string, issue: string) =>
				fail(status, { values, issues: { [field]: issue }, message: null });
			const picture = file('avatar');
			const drawn = picture ? await avatar.replace(member, picture) : 'saved';
			if (drawn !== 'saved') return refuse(422, 'avatar', AVATAR_ISSUES[drawn]());
			switch (await profile.change(member, data)) {
				case 'forbidden':
					return fail(403, { values, issues: {}, message: m.profile_nameLocked() });
				case 'taken':
					return refuse(422, 'username', m.profile_usernameTaken());
				case 'saved':
					notice.leave(cookies, 'saved');
					redirect(303, '/profile');
			}
		},
		MAX_AVATAR_FORM_BYTES
	),
	'remove-avatar': memberForm(
		() => v.object({}),
		async ({ member }, { cookies }) => {
			await avatar.remove(member);
			notice.leave(cookies, 'saved');
			redirect(303, '/profile');
		}
	)
});
