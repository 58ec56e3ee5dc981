import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Names a token without telling it: SHA-256, so that what is kept under the name opens nothing. */
export function fingerprint(token: string): string {
	return hash('sha256', token, 'base64url');
}

/** Encrypts a text under a key that only the holder of the token can derive (HKDF, RFC 5869; AES-256-GCM). */
export function seal(text: string, token: string): Buffer {
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv('aes-256-gcm', keyFrom(token), nonce);
	return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** The text that was sealed with the same token. @throws when the token is another or the bytes were changed */
export function open(sealed: Buffer, token: string): string {
	const nonce = sealed.subarray(0, NONCE_BYTES);
	const decipher = createDecipheriv('aes-256-gcm', keyFrom(token), nonce);
	decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
	const text = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
	return decipher.update(text, undefined, 'utf8') + decipher.final('utf8');
}

function keyFrom(token: string): Buffer {
	return Buffer.from(hkdfSync('sha256', token, '', 'portico session successor', 32));
}
