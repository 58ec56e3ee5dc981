import type { EndpointConfig } from '@directus/extensions';
import { apiAccess } from './api-access.ts';
import { bookmarkOrder, bookmarks } from './bookmarks.ts';
import { avatar, avatarsOfDeleted } from './avatar.ts';
import { coverRules } from './covers.ts';
import { directusRateLimits } from './directus-rate-limits.ts';
import { emails } from './emails.ts';
import { events } from './events.ts';
import { flowOperations } from './flow-operations.ts';
import { flowOptions } from './flow-options.ts';
import { imports } from './imports.ts';
import { installation } from './installation.ts';
import { lastResort } from './last-resort.ts';
import { mailText } from './mail-text.ts';
import { me } from './me.ts';
import { member } from './member.ts';
import { modelChanges } from './model-changes.ts';
import { nameLengths } from './name-lengths.ts';
import { pageMoves } from './page-moves.ts';
import { permissions } from './permissions.ts';
import { policy } from './policy.ts';
import { publishing } from './publishing.ts';
import { queryGuard } from './query-guard.ts';
import { ready } from './ready.ts';
import { recovery } from './recovery.ts';
import { redirectEdits, redirects } from './redirects.ts';
import { registrations } from './registrations.ts';
import { registrationLink } from './registration-link.ts';
import { relations } from './relations.ts';
import { requestCost } from './request-cost.ts';
import { requestId } from './request-id.ts';
import { rights } from './rights.ts';
import { session } from './session.ts';
import { slugs } from './slugs.ts';
import { studioSessions } from './studio-sessions.ts';
import { studioWords } from './studio-words.ts';
import { teasers } from './teasers.ts';
import { terms } from './terms.ts';
import { uploads } from './uploads.ts';
import { usernames } from './usernames.ts';
import { verification } from './verification.ts';

const portico: EndpointConfig = {
	id: 'portico',
	handler: (router, context) => {
		router.use((_request, response, next) => {
			response.set('Cache-Control', 'no-store');
			next();
		});
		session(router, context);
		me(router, context);
		avatar(router, context);
		member(router, context);
		ready(router, context);
		permissions(router, context);
		policy(router, context);
		teasers(router, context);
		bookmarkOrder(router, context);
		redirects(router, context);
		verification(router, context);
		recovery(router, context);
	}
};

/** Directus reads these three lists of a bundle; the names are those in package.json. */
export const endpoints = [
	// not the name of the folder: Directus would take it for the bundle, and Studio's page of extensions would fail
	{ name: 'endpoints', config: portico },
	{ name: 'installation', config: installation }
];
export const hooks = [
	// before all others: they may fail as well
	{ name: 'last-resort', config: lastResort },
	// then: a request that it refuses costs nothing more
	{ name: 'api-access', config: apiAccess },
	{ name: 'request-cost', config: requestCost },
	{ name: 'query-guard', config: queryGuard },
	{ name: 'rights', config: rights },
	{ name: 'studio-sessions', config: studioSessions },
	{ name: 'studio-words', config: studioWords },
	{ name: 'name-lengths', config: nameLengths },
	{ name: 'usernames', config: usernames },
	{ name: 'avatars-of-deleted', config: avatarsOfDeleted },
	{ name: 'covers', config: coverRules },
	{ name: 'publishing', config: publishing },
	{ name: 'slugs', config: slugs },
	{ name: 'bookmarks', config: bookmarks },
	{ name: 'redirect-edits', config: redirectEdits },
	{ name: 'page-moves', config: pageMoves },
	{ name: 'events', config: events },
	{ name: 'directus-rate-limits', config: directusRateLimits },
	{ name: 'registration-link', config: registrationLink },
	{ name: 'request-id', config: requestId },
	{ name: 'relations', config: relations },
	{ name: 'flow-options', config: flowOptions },
	{ name: 'flow-operations', config: flowOperations },
	{ name: 'model-changes', config: modelChanges },
	{ name: 'imports', config: imports },
	{ name: 'uploads', config: uploads },
	{ name: 'mail-text', config: mailText },
	{ name: 'emails', config: emails },
	{ name: 'registrations', config: registrations },
	{ name: 'terms', config: terms }
];
export const operations = [];
