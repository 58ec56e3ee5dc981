import type { Access } from '#lib/server/session/access.ts';
import type { Visitor } from '#lib/server/directus/visitor.ts';
import type { IncomingMessage } from 'node:http';

declare global {
	namespace App {
		interface Locals {
			/** Names this request in the log, in the answer and on error pages. */
			requestId: string;
			visitor: Visitor;
			access: Access;
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
