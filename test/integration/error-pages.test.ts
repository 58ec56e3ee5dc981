import { expect, test } from 'vitest';
import { Browser } from '../support/browser.ts';

const FORM = 'application/x-www-form-urlencoded';

// the pages of the built site itself: its own words, for what its visitors get wrong
test.each([
	[400, 'We couldn’t read that request', '/signin?/login', FORM, 'email=a&email=b'],
	[404, 'No such page', '/signin?/nothing', FORM, ''],
	[405, 'That doesn’t work here', '/articles', FORM, ''],
	[413, 'That is too much', '/signin?/login', FORM, `email=${'x'.repeat(1_000_000)}`],
	[415, 'Unsupported format', '/signin?/login', 'application/json', '{}']
])(
	'the error page for %d does not blame the site for a mistake of the client',
	async (...mistake) => {
		const [status, heading, path, type, body] = mistake;
		const { origin } = new Browser();
		const headers = { accept: 'text/html', origin, 'content-type': type };
		const answer = await new Browser().send('POST', path, { headers, body });
		expect(answer.status).toBe(status);
		expect(answer.body).toContain(heading);
		expect(answer.body).not.toContain('The mistake is ours');
	}
);
