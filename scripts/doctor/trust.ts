import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { UserError } from '../site/user-error.ts';

/**
 * Lets this process believe the authorities in a PEM file, besides those it believes already.
 *
 * @throws UserError where the file holds none
 */
export function trustCertificate(file: string): void {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		throw new UserError(`--ca: ${error instanceof Error ? error.message : String(error)}`);
	}
	if (!text.includes('-----BEGIN CERTIFICATE-----')) {
		throw new UserError(`--ca: ${file} holds no certificate in PEM form.`);
	}
	setDefaultCACertificates([...getCACertificates('default'), text]);
}
