import type * as v from 'valibot';
import {
	anyAnswer,
	meAnswer,
	memberAnswer,
	permissionsAnswer,
	policyAnswer,
	redirectAnswer,
	teasersAnswer,
	tokensAnswer,
	verificationAnswer
} from './answers.ts';

/** A path of Directus, and the schema of its answer: a pair, so that no answer is read by the schema of another. */
export interface Endpoint<Schema extends v.GenericSchema = v.GenericSchema> {
	path: `/${string}`;
	answer: Schema;
}

/** The endpoints of the extension that the app calls. */
export const ENDPOINTS = {
	session: { path: '/portico/session', answer: tokensAnswer },
	refresh: { path: '/portico/session/refresh', answer: tokensAnswer },
	end: { path: '/portico/session/end', answer: anyAnswer },
	me: { path: '/portico/me', answer: meAnswer },
	member: { path: '/portico/member', answer: memberAnswer },
	memberAvatar: { path: '/portico/member/avatar', answer: anyAnswer },
	avatar: { path: '/portico/me/avatar', answer: anyAnswer },
	permissions: { path: '/portico/permissions', answer: permissionsAnswer },
	policy: { path: '/portico/policy', answer: policyAnswer },
	verification: { path: '/portico/verification', answer: verificationAnswer },
	recovery: { path: '/portico/recovery', answer: anyAnswer },
	redirects: { path: '/portico/redirects', answer: redirectAnswer },
	teasers: { path: '/portico/teasers', answer: teasersAnswer },
	moveBookmark: { path: '/portico/bookmarks/move', answer: anyAnswer },
	ready: { path: '/portico/ready', answer: anyAnswer }
} as const satisfies Record<string, Endpoint>;
