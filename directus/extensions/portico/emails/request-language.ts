import { type Language, languageOf } from '@portico/contract/languages.ts';
import type { IncomingMessage } from 'node:http';
import { standingOf } from '../api-access/standing.ts';

/** The language that the visitor asked for whom the app makes this request; null where another client makes it. */
export function languageOfVisitor(request: IncomingMessage): Language | null {
	return standingOf(request) === 'app' ? languageOf(request.headers['accept-language']) : null;
}
