import * as m from '@portico/contract/messages.ts';
import { fail } from '@sveltejs/kit';
import { forgotPasswordForm } from '#lib/server/account/form-schemas.ts';
import * as recovery from '#lib/server/account/recovery.ts';
import { parseForm } from '#lib/server/forms/form.ts';
import { returnPathIn, withReturnPath } from '#lib/server/session/return-path.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({
	signInHref: withReturnPath('/signin', returnPathIn(url)),
	againHref: withReturnPath('/forgot-password', returnPathIn(url))
});

export const actions: Actions = {
	default: async ({ locals, request, setHeaders, url }) => {
		const { data, issues, values } = await parseForm(forgotPasswordForm, request);
		const form = { values, issues: {}, message: null, sent: false };
		if (issues) return fail(422, { ...form, issues });

		const waitSeconds = await recovery.request(data.email, {
			visitor: locals.visitor,
			back: returnPathIn(url)
		});
		if (waitSeconds) {
			setHeaders({ 'retry-after': String(waitSeconds) });
			return fail(429, { ...form, message: m.signIn_tooMany({ wait: waitSeconds }) });
		}
		return { ...form, sent: true };
	}
};
