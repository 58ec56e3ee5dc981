import type { Freshness } from '#lib/server/content/public-cache.ts';
import type { Access } from '#lib/server/session/access.ts';
import type { Action } from '#lib/server/session/permissions.ts';
import type { Visitor } from '#lib/server/directus/visitor.ts';
import type { IncomingMessage } from 'node:http';

declare global {
	namespace App {
		interface Locals {
			/** Names this request in the log, in the answer and on error pages. */
			requestId: string;
			visitor: Visitor;
			access: Access;
			/** The browser has a session and sent its mark, but twice not its tokens: the page is a guest's. */
			sessionWithheld: boolean;
			/** The public content that was given for this request. */
			content: Freshness[];
			/**
			 * Whether the visitor may do this with the collection, for what a page shows or leaves out. False also where
			 * Directus does not answer; where more hangs on it, ask `requirePermission`.
			 */
			can: (action: Action, collection: string) => Promise<boolean>;
		}
		interface PageData {
			/** Whom the page was made for; an error page may not know. */
			member?: { id: string } | null;
			site?: { timeZone: string };
		}
		/** What adapter-node knows; there is none under `npm run dev`. */
		interface Platform {
			req: IncomingMessage;
		}
		interface Error {
			/** The reference a person can give us; it is the request id in the log. */
			id?: string;
		}
	}
}
