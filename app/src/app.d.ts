import type { Language } from '@portico/contract/languages.ts';
import type { Site } from '#lib/server/content/site.ts';
import type { Freshness } from '#lib/server/content/content-cache.ts';
import type { Access } from '#lib/server/session/access.ts';
import type { Action } from '#lib/server/session/permissions.ts';
import type { Visitor } from '#lib/server/directus/visitor.ts';
import type { IncomingMessage } from 'node:http';

declare global {
	namespace App {
		interface Locals {
			/** Identifies this request in the log, in the response and on error pages. */
			requestId: string;
			visitor: Visitor;
			access: Access;
			/** The language that the browser asks for, by its cookie or by Accept-Language; null for none of ours. */
			preferredLanguage: Language | null;
			/** The language of the site, where it decides. */
			siteLanguage: Language | null;
			/** The browser sent the marker of a session, but twice without the tokens: the page is a guest's. */
			sessionWithheld: boolean;
			/** The site's words and menu, once they were read for this request. */
			site: Promise<Site> | null;
			/** The content that this request was served. */
			content: Freshness[];
			/** The names of the cookies that were read for this request and are none of Portico's; `*` for all of them. */
			cookiesRead: ReadonlySet<string>;
			/**
			 * Whether the visitor may do this with the collection, for showing or hiding parts of a page. Also false when
			 * Directus does not respond; to enforce a permission, call `requirePermission`.
			 */
			can: (action: Action, collection: string) => Promise<boolean>;
		}
		interface PageData {
			/** The member for whom the page was rendered; may be missing on an error page. */
			member?: { id: string } | null;
			site?: { timeZone: string; language: string };
		}
		/** Set by adapter-node; undefined under `npm run dev`. */
		interface Platform {
			req: IncomingMessage;
		}
		interface Error {
			/** The reference shown to the visitor; equals the request id in the log. */
			id?: string;
		}
	}
}
