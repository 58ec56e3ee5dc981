import type { Request } from 'express';
import type { Accountability } from '../endpoint.ts';

/** Whether Directus has found an administrator behind a request. */
export function isAdministrator(request: Request): boolean {
	const { accountability } = request as Request & { accountability?: Accountability | null };
	return accountability?.admin === true;
}
