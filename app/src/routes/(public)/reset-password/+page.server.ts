import * as m from '@portico/contract/messages.ts';
import { fail, redirect } from '@sveltejs/kit';
import { newPasswordForm } from '#lib/server/account/form-schemas.ts';
import { addressIn } from '#lib/server/account/mailed-token.ts';
import * as policy from '#lib/server/account/policy.ts';
import * as recovery from '#lib/server/account/recovery.ts';
import { parseForm } from '#lib/server/forms/form.ts';
import * as notice from '#lib/server/forms/notice.ts';
import * as userCache from '#lib/server/session/user-cache.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ setHeaders, url }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	return {
		token: url.searchParams.get('token') ?? '',
		email: addressIn(url.searchParams.get('token') ?? ''),
		passwordRule: (await policy.read()).password.text
	};
};

export const actions: Actions = {
	default: async ({ cookies, locals, request }) => {
		const { data, issues } = await parseForm(newPasswordForm, request);
		if (issues) return fail(422, { issues, message: null });

		const reset = await recovery.reset(data.token, data.password, locals.visitor);
		switch (reset.kind) {
			case 'weak':
				return fail(422, { issues: { password: reset.rule }, message: null });
			case 'spent':
				return fail(403, { issues: {}, message: m.recovery_spent() });
			case 'reset':
				break;
		}
		// this browser's own session may be among those that ended
		if (locals.access.kind === 'member') userCache.invalidate(locals.access.user.id);
		notice.leave(cookies, 'password-reset');
		redirect(303, '/signin');
	}
};
