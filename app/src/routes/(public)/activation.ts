import * as m from '@portico/contract/messages.ts';
import { fail, redirect, type RequestEvent, type ServerLoadEvent } from '@sveltejs/kit';
import * as credentials from '#lib/server/account/sign-in.ts';
import { newPasswordForm } from '#lib/server/account/form-schemas.ts';
import * as policy from '#lib/server/account/policy.ts';
import * as verification from '#lib/server/account/verification.ts';
import { addressIn } from '#lib/server/account/mailed-token.ts';
import { parseForm } from '#lib/server/forms/form.ts';
import * as notice from '#lib/server/forms/notice.ts';
import {
	DEFAULT_RETURN_PATH,
	returnPathIn,
	withReturnPath
} from '#lib/server/session/return-path.ts';
import * as session from '#lib/server/session/lifecycle.ts';

/** What a page shows that opens an account with the token of a mailed link. */
export async function load({ setHeaders, url }: Pick<ServerLoadEvent, 'setHeaders' | 'url'>) {
	setHeaders({ 'cache-control': 'private, no-store' });
	const redirectedFrom = returnPathIn(url);
	return {
		redirectedFrom,
		token: url.searchParams.get('token') ?? '',
		email: addressIn(url.searchParams.get('token') ?? ''),
		passwordRule: (await policy.read()).password.text,
		againHref: withReturnPath('/verify-email/again', redirectedFrom)
	};
}

/** Opens the account, sets its password and signs in. */
export async function open({ cookies, locals, request, url }: RequestEvent) {
	const { data, issues } = await parseForm(newPasswordForm, request);
	if (issues) return fail(422, { issues, message: null });

	const { token, password } = data;
	const verified = await verification.verify(token, password, locals.visitor);
	switch (verified.kind) {
		case 'weak':
			return fail(422, { issues: { password: verified.rule }, message: null });
		case 'spent':
			return fail(403, { issues: {}, message: m.activation_spent() });
		case 'verified':
			break;
	}
	const signIn = await credentials.signIn({ email: verified.email, password }, locals.visitor);
	const back = returnPathIn(url);
	if (signIn.kind !== 'signed-in') {
		notice.leave(cookies, 'sign-in-later');
		redirect(303, withReturnPath('/signin', back));
	}
	await session.replace(cookies, signIn.tokens);
	notice.leave(cookies, 'registered');
	redirect(303, back ?? DEFAULT_RETURN_PATH);
}
