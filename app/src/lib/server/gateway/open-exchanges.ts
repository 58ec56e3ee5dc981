import { isFailure } from '../directus/failure.ts';
import type { Member } from '../session/access.ts';
import * as userCache from '../session/user-cache.ts';

/** A request to a service and its answer, while either lasts. */
type Exchange = { member: Member; controller: AbortController };

const open = new Set<Exchange>();

userCache.onInvalidated((userIds) => {
	for (const exchange of open) {
		if (userIds === 'all' || userIds.includes(exchange.member.user.id)) void check(exchange);
	}
});

/**
 * Watches an exchange, which may last for hours: its signal aborts when Directus says that the member's session has ended, or
 * that their role is another. Where the access token has expired meanwhile nobody can say, so a change ends it too.
 */
export function watch(member: Member): { signal: AbortSignal; unwatch: () => void } {
	const exchange = { member, controller: new AbortController() };
	open.add(exchange);
	return { signal: exchange.controller.signal, unwatch: () => open.delete(exchange) };
}

async function check({ member: { user, asker }, controller }: Exchange): Promise<void> {
	try {
		const owner = asker.accessToken === null ? null : await userCache.ownerOf(asker.accessToken);
		if (owner?.id !== user.id || owner.role?.id !== user.role?.id) controller.abort();
	} catch (error) {
		// no answer says nothing about the session
		if (!isFailure(error, 'UNAVAILABLE')) controller.abort();
	}
}
