import type { Database } from '../endpoint.ts';

const PICTURE = /^\/assets\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The file that a request is for, where it may be a picture of Studio's sign-in page. */
export function pictureIn(method: string, path: string): string | null {
	if (method !== 'GET' && method !== 'HEAD') return null;
	return PICTURE.exec(path)?.[1] ?? null;
}

/** Whether settings name this file as a picture that Studio shows before sign-in. */
export async function isBranding(file: string, database: Database): Promise<boolean> {
	const pictures = await database('directus_settings').first<Record<string, unknown> | undefined>(
		'project_logo',
		'public_foreground',
		'public_background',
		'public_favicon'
	);
	return Object.values(pictures ?? {}).includes(file);
}
