import { createHmac } from 'node:crypto';
import type { AdministratorRow } from './database.ts';

/**
 * An access token of the kind that Directus makes (RFC 7519, HS256), bound to no session: any holder of SECRET can do
 * without a password, which its owner may have changed.
 */
export function accessToken({ id, role }: AdministratorRow, secret: string, expires: Date): string {
	const claims = {
		id,
		role,
		app_access: true,
		admin_access: true,
		iss: 'directus',
		exp: Math.floor(expires.getTime() / 1000)
	};
	const content = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
	return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

function encoded(value: object): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}
