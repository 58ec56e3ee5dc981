import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The purpose that a key is derived for: a value sealed for one opens for no other. */
export type Purpose = 'portico session successor' | 'portico kept form';

/** Names a token without revealing it: SHA-256, so that an entry under that name opens nothing. */
export function fingerprint(token: string): string {
	return hash('sha256', token, 'base64url');
}

/** Encrypts a text under a key that only the holder of the secret can derive (HKDF, RFC 5869; AES-256-GCM). */
export function seal(text: string, secret: string | Buffer, purpose: Purpose): Buffer {
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv('aes-256-gcm', keyFrom(secret, purpose), nonce);
	return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** The text that was sealed with the same secret for the same purpose. @throws where it was not, or was changed since */
export function open(sealed: Buffer, secret: string | Buffer, purpose: Purpose): string {
	const nonce = sealed.subarray(0, NONCE_BYTES);
	const decipher = createDecipheriv('aes-256-gcm', keyFrom(secret, purpose), nonce);
	decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
	const text = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
	return decipher.update(text, undefined, 'utf8') + decipher.final('utf8');
}

function keyFrom(secret: string | Buffer, purpose: Purpose): Buffer {
	return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}
