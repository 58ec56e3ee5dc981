import { type Finding, must, ok, should } from '../finding.ts';
import { isLoopback } from '../examined-installation.ts';

const MIN_HSTS_SECONDS = 15_552_000;

/** Judges the headers of a public page. */
export function judgeHeaders(siteUrl: string, headers: Headers): Finding[] {
	// the app sends none from this machine's own names
	const needsHsts = siteUrl.startsWith('https:') && !isLoopback(siteUrl);
	const findings = [
		judgeContentPolicy(headers.get('content-security-policy')),
		judgeFrames(headers),
		judgeSniffing(headers),
		judgeReferrer(headers),
		...(needsHsts ? [judgeHsts(headers.get('strict-transport-security'))] : [])
	].filter((finding) => finding !== null);
	return findings.length > 0 ? findings : [ok('headers', 'Pages have the headers that protect.')];
}

const KEEP_HEADER = 'The app sends it: let the proxy pass it on as it is.';

function judgeContentPolicy(policy: string | null): Finding | null {
	const directives = new Map(
		(policy ?? '').split(';').map((part): [string, string[]] => {
			const [name = '', ...values] = part.trim().split(/\s+/);
			return [name, values];
		})
	);
	const scripts = directives.get('script-src') ?? directives.get('default-src') ?? ['*'];
	const missing = [
		...(scripts.includes("'unsafe-inline'") || scripts.includes('*') ? ['script-src'] : []),
		...['object-src', 'base-uri', 'form-action', 'frame-ancestors'].filter(
			(name) => !directives.has(name)
		)
	];
	if (missing.length === 0) return null;
	return must('content-security-policy', {
		what: policy
			? `The content security policy has no strict ${missing.join(', ')}.`
			: 'Pages have no content security policy.',
		why: 'A script that gets into a page, by whatever hole, would run there.',
		fix: KEEP_HEADER
	});
}

function judgeFrames(headers: Headers): Finding | null {
	if (/^(deny|sameorigin)$/i.test(headers.get('x-frame-options') ?? '')) return null;
	return should('x-frame-options', {
		what: 'X-Frame-Options is missing.',
		why: 'Old browsers show the site in a frame of another, whose visitors click what they do not see.',
		fix: KEEP_HEADER
	});
}

function judgeSniffing(headers: Headers): Finding | null {
	if (headers.get('x-content-type-options')?.toLowerCase() === 'nosniff') return null;
	return must('nosniff', {
		what: 'X-Content-Type-Options: nosniff is missing.',
		why: 'Browsers may take an uploaded file for a script.',
		fix: KEEP_HEADER
	});
}

function judgeReferrer(headers: Headers): Finding | null {
	const policy = headers.get('referrer-policy') ?? '';
	if (/^(strict-origin|same-origin|strict-origin-when-cross-origin)$/.test(policy)) return null;
	return should('referrer-policy', {
		what: policy ? `Referrer-Policy is ${policy}.` : 'Referrer-Policy is missing.',
		why: 'Other sites would learn which page people came from; with no-referrer, forms are refused.',
		fix: KEEP_HEADER
	});
}

function judgeHsts(header: string | null): Finding | null {
	const seconds = Number(/max-age="?(\d+)/i.exec(header ?? '')?.[1] ?? 0);
	if (seconds >= MIN_HSTS_SECONDS) return null;
	return must('hsts', {
		what: header ? `HSTS holds for ${seconds} seconds only.` : 'HSTS is missing.',
		why: 'The first step of every visit may go over plain http, where an attacker can impersonate the site.',
		fix: `${KEEP_HEADER} Strict-Transport-Security: max-age=63072000; includeSubDomains`
	});
}
