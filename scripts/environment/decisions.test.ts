import { describe, expect, test } from 'vitest';
import { type Prompt, decide } from './decisions.ts';
import type { Options } from './environment-options.ts';

/** No terminal: every question is answered with its fallback. */
const noTerminal: Prompt = {
	text: (_question, fallback) => Promise.resolve(fallback),
	secret: () => Promise.resolve('')
};

/** Answers by the beginning of the question. */
function answering(answers: Record<string, string>): Prompt {
	const answer = (question: string) =>
		Object.entries(answers).find(([start]) => question.startsWith(start))?.[1];
	return {
		text: (question, fallback) => Promise.resolve(answer(question) ?? fallback),
		secret: (question) => Promise.resolve(answer(question) ?? '')
	};
}

describe('decisions without a terminal:', () => {
	test('the site is local, has no demo people, and its emails are caught', async () => {
		expect(await decide({}, noTerminal)).toEqual({
			siteHost: 'localhost',
			studioHost: 'studio.localhost',
			email: 'admin@example.com',
			mailServer: null,
			mailFrom: 'no-reply@example.com',
			httpPort: null,
			httpsPort: null,
			mailPort: null,
			demo: false
		});
	});

	test('further values follow from the host name', async () => {
		expect(await decide({ 'site-host': 'WWW.Example.org' }, noTerminal)).toMatchObject({
			siteHost: 'www.example.org',
			studioHost: 'studio.example.org',
			email: 'admin@example.org',
			mailFrom: 'no-reply@example.org',
			mailServer: null
		});
	});

	test('a mail server has a usual port, and no account', async () => {
		const { mailServer } = await decide({ 'smtp-host': 'smtp.example.org' }, noTerminal);
		expect(mailServer).toEqual({ host: 'smtp.example.org', port: '587', account: null });
	});
});

test('answers at the terminal override the fallbacks', async () => {
	const answers = {
		'Host name of the site': 'example.org',
		'Host name of Studio': 'cms.example.org',
		"The administrator's": 'ada@example.org',
		'Mail server': 'smtp.example.org',
		'Its user name': 'portico',
		'Its password': "it's $ecret"
	};
	expect(await decide({ 'smtp-port': '465' }, answering(answers))).toMatchObject({
		siteHost: 'example.org',
		studioHost: 'cms.example.org',
		email: 'ada@example.org',
		mailServer: {
			host: 'smtp.example.org',
			port: '465',
			account: { user: 'portico', password: "it's $ecret" }
		}
	});
});

test('the default port is left out of addresses', async () => {
	const options = { 'http-port': '80', 'https-port': '443', 'mail-port': '1081' };
	expect(await decide(options, noTerminal)).toMatchObject({
		httpPort: null,
		httpsPort: null,
		mailPort: '1081'
	});
});

describe('an invalid decision is refused', () => {
	const wrong: [Options, RegExp][] = [
		[{ 'site-host': 'https://example.org' }, /^--site-host must be a host name .*"https:/],
		[{ 'site-host': 'example.org:443' }, /^--site-host/],
		[{ 'site-host': 'example.org/blog' }, /^--site-host/],
		[{ 'site-host': '192.0.2.1' }, /^--site-host/],
		[{ 'site-host': '' }, /^--site-host/],
		[{ 'site-host': 'a b' }, /^--site-host/],
		[{ 'site-host': '-a.example' }, /^--site-host/],
		[{ 'studio-host': '*.example.org' }, /^--studio-host/],
		[{ 'site-host': 'one.example', 'studio-host': 'one.example' }, /a host name each/],
		[{ email: 'ada' }, /^--email must be an email address, not "ada"/],
		[{ email: 'ada@localhost' }, /^--email/],
		[{ 'mail-from': 'Ada <ada@example.org>' }, /^--mail-from/],
		[{ 'https-port': '0' }, /^--https-port must be a port from 1 to 65535, not "0"/],
		[{ 'http-port': '65536' }, /^--http-port/],
		[{ 'mail-port': 'x' }, /^--mail-port/],
		[{ 'smtp-host': 'mail.example', 'smtp-port': '-1' }, /^--smtp-port must/],
		[{ 'smtp-port': '25' }, /^--smtp-port needs --smtp-host/],
		[{ 'smtp-user': 'ada' }, /^--smtp-user needs --smtp-host/],
		[{ 'smtp-host': 'mail.example', 'smtp-user': 'ada' }, /^--smtp-user needs a password/]
	];
	test.each(wrong)('%j', async (options, message) => {
		await expect(decide(options, noTerminal)).rejects.toThrow(message);
	});
});
