import { once } from 'node:events';
import { connect, type PeerCertificate } from 'node:tls';
import { type Finding, must, ok, should, unknown } from '../finding.ts';
import { isLoopback } from '../examined-installation.ts';

const TIMEOUT_MILLISECONDS = 10_000;
const DAY_MILLISECONDS = 86_400_000;
/** Automatic renewal happens a month before; renewal by hand takes some days. */
const MIN_DAYS = 14;

/** Certificate of a server. */
export interface Certificate {
	/** Why it is not believed, in Node's words; null where it is. */
	trustError: string | null;
	issuer: string;
	/** Milliseconds since the epoch. */
	expiresAt: number;
}

/** The certificate of an https address; null where no server responds. Nothing is sent. */
export async function readCertificate(url: string): Promise<Certificate | null> {
	const { hostname, port } = new URL(url);
	const host = hostname.replace(/^\[|\]$/g, '');
	const socket = connect({
		host,
		port: Number(port || 443),
		...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
		rejectUnauthorized: false
	});
	socket.setTimeout(TIMEOUT_MILLISECONDS, () => socket.destroy(new Error('no answer')));
	try {
		await once(socket, 'secureConnect');
		const certificate = socket.getPeerCertificate();
		// Node's type says Error; it is a code
		const reason = socket.authorizationError as unknown;
		return {
			trustError: socket.authorized ? null : String(reason),
			issuer: nameOf(certificate),
			expiresAt: Date.parse(certificate.valid_to)
		};
	} catch {
		return null;
	} finally {
		socket.destroy();
	}
}

function nameOf({ issuer }: PeerCertificate): string {
	return [issuer.O, issuer.CN].filter(Boolean).join(', ') || 'an authority without a name';
}

/** Judges the certificate of an address. `name` is `site` or `directus`. */
export function judgeCertificate(
	name: string,
	url: string,
	certificate: Certificate | null,
	now: number
): Finding[] {
	if (url.startsWith('http:')) return [judgePlain(name, url)];
	if (!certificate) return [];
	const { trustError, issuer, expiresAt } = certificate;
	if (trustError === 'CERT_HAS_EXPIRED') {
		return [
			must(`${name}-certificate`, {
				what: `The certificate of ${url} has expired on ${day(expiresAt)}.`,
				why: 'Browsers show a warning in place of the site.',
				fix: 'Renew it, and find out why it was not renewed by itself: the proxy logs that.'
			})
		];
	}
	if (trustError) return [untrusted(name, url, issuer, trustError)];
	const days = Math.floor((expiresAt - now) / DAY_MILLISECONDS);
	// an authority for this machine alone, such as Caddy's, renews within hours
	if (days < MIN_DAYS && !isLoopback(url)) {
		return [
			should(`${name}-certificate`, {
				what: `The certificate of ${url} expires on ${day(expiresAt)}, in ${days} days.`,
				why: 'Automatic renewal would have replaced it by now.',
				fix: 'See in the log of the proxy why it is not renewed.'
			})
		];
	}
	return [ok(`${name}-certificate`, `${url} has a certificate until ${day(expiresAt)}.`)];
}

function untrusted(name: string, url: string, issuer: string, trustError: string): Finding {
	const isCaddy = issuer.includes('Caddy Local Authority');
	const what = `This machine does not trust the certificate of ${url} (${trustError}, by ${issuer}).`;
	const why = 'No password is sent to an untrusted server, so nothing else was checked.';
	const root = '/data/caddy/pki/authorities/local/root.crt';
	return must(`${name}-certificate`, {
		what,
		why,
		fix: isCaddy
			? `Caddy made it itself, as it does for localhost. Trust it for once: docker compose cp proxy:${root} . and then npm run doctor -- --ca root.crt`
			: 'Where the authority is your own: --ca FILE. Else get a certificate for this name that browsers accept.'
	});
}

function judgePlain(name: string, url: string): Finding {
	if (isLoopback(url)) {
		return ok(`${name}-certificate`, `${url} is for this machine alone, and needs no TLS.`);
	}
	return must(`${name}-certificate`, {
		what: `${url} is reached over plain http.`,
		why: 'Passwords could be read in transit, so none was sent, and nothing else was checked.',
		fix: 'Put a proxy with TLS in front, and give its https address.'
	});
}

function day(milliseconds: number): string {
	return new Date(milliseconds).toISOString().slice(0, 10);
}

/** Where plain http leads, on the port that browsers try first: a status and an address. */
export interface PlainAnswer {
	status: number;
	location: string | null;
}

/** Requests the same host on port 80; null without a response, undefined where the site has a port of its own. */
export async function readPlainAnswer(siteUrl: string): Promise<PlainAnswer | null | undefined> {
	const { protocol, port, hostname } = new URL(siteUrl);
	if (protocol !== 'https:' || port !== '') return undefined;
	const response = await fetch(`http://${hostname}/`, {
		redirect: 'manual',
		signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS)
	}).catch(() => null);
	await response?.body?.cancel();
	return response && { status: response.status, location: response.headers.get('location') };
}

/** Judges whether the address typed without https leads to the site. */
export function judgePlainAnswer(
	siteUrl: string,
	answer: PlainAnswer | null | undefined
): Finding[] {
	if (answer === undefined) return [];
	const id = 'https-redirect';
	if (answer === null) {
		return [unknown(id, 'Port 80 does not respond: an address typed without https waits.')];
	}
	const isRedirect = answer.status >= 300 && answer.status < 400;
	if (isRedirect && answer.location?.startsWith(siteUrl)) {
		return [ok(id, 'Plain http leads to https.')];
	}
	return [
		must(id, {
			what: `Plain http answers ${answer.status}, and does not lead to ${siteUrl}.`,
			why: 'Visitors with an old link stay without TLS, where an attacker can impersonate the site.',
			fix: 'Let the proxy answer port 80 with a redirect (308) to the same path on https.'
		})
	];
}
