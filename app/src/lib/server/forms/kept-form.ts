import { PORTICO_EVENTS_SECRET } from '$app/env/private';
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { isSecret } from './form.ts';
import * as seals from '../session/seal.ts';

const MAX_AGE_SECONDS = 60 * 60;
/** With the rest of a sign-in form, far below what the server takes. */
const MAX_BYTES = 100_000;

/** The name of the hidden field that names the person for whom a page was made. */
export const OPENED_BY = 'opened_by';

/** The name of the hidden field with the sealed form. */
export const KEPT = 'kept';

const keptSchema = v.object({
	/** Where it was sent to, and by which action. */
	path: v.string(),
	action: v.string(),
	/** The id of the person who opened it. */
	openedBy: v.string(),
	values: v.record(v.string(), v.string()),
	/** How many files it had, which are not kept. */
	files: v.number(),
	/** Seconds since the epoch. */
	sentAt: v.number()
});

/** A form that was sent after its session had ended. */
export type KeptForm = v.InferOutput<typeof keptSchema>;

/** One replica seals, another opens, so the key comes from their common secret. Without a secret there is one replica. */
const [secret, ...olderSecrets] = PORTICO_EVENTS_SECRET ?? [randomBytes(32)];

/**
 * Encrypts a submitted form for a hidden field of the sign-in page: only the server can decrypt it, not the next person
 * at that browser. Leaves out passwords, codes and files; null where the form is too large.
 */
export function seal(
	form: FormData,
	{ path, action }: { path: string; action: string },
	now = Date.now() / 1000
): string | null {
	const entries = [...form];
	const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
	const openedBy = texts.find(([name]) => name === OPENED_BY)?.[1] ?? '';
	const values = texts.filter(([name]) => name !== OPENED_BY && !isSecret(name));
	const files = entries.filter(([, value]) => value instanceof File && value.size > 0).length;
	const kept: KeptForm = {
		path: pathnameOf(path),
		action,
		openedBy,
		values: Object.fromEntries(values),
		files,
		sentAt: Math.floor(now)
	};
	const text = JSON.stringify(kept);
	if (Buffer.byteLength(text) > MAX_BYTES) return null;
	return seals.seal(text, secret, 'portico kept form').toString('base64url');
}

/** Opens a form that was sealed for this path within the last hour; null for any other. */
export function open(sealed: string, path: string, now = Date.now() / 1000): KeptForm | null {
	const text = opened(Buffer.from(sealed, 'base64url'));
	// decryption proves that the app sealed it, but a previous release may have used another format
	const kept = text === null ? null : v.safeParse(keptSchema, JSON.parse(text));
	if (!kept?.success || kept.output.path !== path) return null;
	const age = now - kept.output.sentAt;
	return age > MAX_AGE_SECONDS ? null : kept.output;
}

/** The path at which a form that was sealed for this return path is restored; null without one. */
export function restoreAt(sealed: string, back: string): string | null {
	if (sealed === '' || !open(sealed, pathnameOf(back))) return null;
	return `${back}${back.includes('?') ? '&' : '?'}/restore`;
}

function pathnameOf(back: string): string {
	return new URL(back, 'http://portico.invalid').pathname;
}

function opened(sealed: Buffer): string | null {
	for (const key of [secret, ...olderSecrets]) {
		try {
			return seals.open(sealed, key, 'portico kept form');
		} catch {
			// sealed with another key, or not sealed at all
		}
	}
	return null;
}
