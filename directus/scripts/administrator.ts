/** Where Directus is and who may set it up. */
export interface AdministratorCredentials {
	url: string;
	email: string;
	password: string;
}

/** Directus refused the administrator's address or password (or wants a one-time code). */
export class AdministratorRefused extends Error {}

/** Requests in the name of an administrator. */
export interface Administrator {
	get<T>(path: string): Promise<T>;
	post<T>(path: string, body: unknown): Promise<T>;
	patch<T>(path: string, body: unknown): Promise<T>;
	delete(path: string, body?: unknown): Promise<void>;
	upload<T>(
		fields: Record<string, string>,
		file: { name: string; type: string; content: Uint8Array<ArrayBuffer> }
	): Promise<T>;
}

/**
 * Signs in, does the work, signs out: no token outlives the work.
 *
 * @throws AdministratorRefused when Directus does not accept the credentials
 */
export async function asAdministrator<T>(
	_credentials: AdministratorCredentials,
	_work: (administrator: Administrator) => Promise<T>
): Promise<T> {
	throw new Error('not yet');
}
