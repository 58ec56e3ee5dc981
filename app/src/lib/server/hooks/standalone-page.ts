import { DIRECTIONS } from '@portico/contract/languages.ts';
import { currentLanguage, type Part } from '@portico/contract/message.ts';
import { randomBytes } from 'node:crypto';

type Page = {
	status: number;
	title: string;
	/** Text in HTML; nothing from outside goes in unescaped. */
	body: string;
	head?: string;
	script?: string;
};

const STYLE = `
	:root { color-scheme: light dark; --paper: #faf8f2; --ink: #1f1c16; --accent: #1d5540 }
	@media (prefers-color-scheme: dark) { :root { --paper: #161512; --ink: #ece6d9; --accent: #9ccab0 } }
	body { margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 1.5rem; box-sizing: border-box;
		background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 ui-sans-serif, system-ui, sans-serif }
	main { max-width: 34rem }
	h1 { font: 500 2rem/1.2 ui-serif, Georgia, serif; margin: 0 0 .75rem }
	a { color: var(--accent) }
	small { opacity: .8 }`;

/**
 * A page that a handle answers with by itself, without routes, scripts or styles of the app: it must work when nothing
 * else does, under a policy that allows only what is in it.
 */
export function standalonePage({ status, title, body, head = '', script }: Page): Response {
	const nonce = randomBytes(16).toString('base64');
	const language = currentLanguage();
	const html = `<!doctype html>
<html lang="${language}" dir="${DIRECTIONS[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
${head}
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
${script ? `<script nonce="${nonce}">${script}</script>` : ''}
</body>
</html>
`;
	const policy = [
		`default-src 'none'`,
		// browsers request an icon even if no page names one
		`img-src 'self'`,
		`style-src 'nonce-${nonce}'`,
		...(script ? [`script-src 'nonce-${nonce}'`] : []),
		`base-uri 'none'`,
		`form-action 'self'`,
		`frame-ancestors 'none'`
	];
	return new Response(html, {
		status,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': policy.join('; '),
			'cache-control': 'private, no-store'
		}
	});
}

/** A message as HTML: its elements are links to these addresses. */
export function linked<Tag extends string>(parts: Part<Tag>[], hrefs: Record<Tag, string>): string {
	return parts
		.map((part) =>
			typeof part === 'string'
				? escape(part)
				: `<a href="${escape(hrefs[part.tag])}">${escape(part.text)}</a>`
		)
		.join('');
}

/** A text as it may stand in HTML, in content and in quoted attributes. */
export function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
