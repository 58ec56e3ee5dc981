import * as m from '@portico/contract/messages.ts';
import { error } from '@sveltejs/kit';
import * as avatar from '#lib/server/account/avatar.ts';
import { FILE_POLICY } from '#lib/server/content/assets.ts';
import { requireUser } from '#lib/server/session/guard.ts';
import type { RequestHandler } from './$types';

/** The avatar of the member who asks. */
export const GET: RequestHandler = async () => {
	const picture = await avatar.read(requireUser());
	if (!picture) error(404, m.error_noFile());
	return new Response(picture.body, {
		headers: {
			'content-type': picture.headers.get('content-type') ?? 'application/octet-stream',
			'content-security-policy': FILE_POLICY,
			'cache-control': 'private, no-store'
		}
	});
};
