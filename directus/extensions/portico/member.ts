import { InvalidCredentialsError } from '@directus/errors';
import type { memberAnswer } from '@portico/contract/answers.ts';
import { SHARED_FIELDS } from '@portico/contract/profile.ts';
import { usernameKey } from '@portico/contract/username.ts';
import type { Router } from 'express';
import type { InferInput } from 'valibot';
import { endpoint, type Context, type Request } from './endpoint.ts';
import { profileColumns, profileOf } from './profile-columns.ts';

/**
 * What all members see of one, by username. An endpoint rather than a policy: a policy that showed some columns of every
 * person would let filters look into the others (decision 9).
 */
export function member(router: Router, { database }: Context): void {
	router.get(
		'/member',
		endpoint(async (request, response) => {
			ownerOf(request);
			const shared = profileColumns(request.schema).filter((name) => SHARED_FIELDS.includes(name));
			const row = await database('directus_users')
				.where(memberNamed(request))
				.first<Record<string, unknown> | undefined>('avatar', ...shared);
			const data = row
				? { profile: profileOf(row, shared), has_avatar: row['avatar'] !== null }
				: null;
			response.json({ data } satisfies InferInput<typeof memberAnswer>);
		})
	);
}

/** The condition for the active member whose username a request names. No key is empty, so no name finds nobody. */
export function memberNamed({ query }: Request): { username_key: string; status: string } {
	const { username } = query;
	// PostgreSQL refuses NUL in any text
	const text = typeof username === 'string' ? username.replaceAll('\0', '') : '';
	return { username_key: usernameKey(text), status: 'active' };
}

/** The owner of the session. @throws 401 for static tokens and tokens of shares */
export function ownerOf({ accountability: { user, session } }: Request): string {
	if (!user || !session) throw new InvalidCredentialsError();
	return user;
}
