import jsonwebtoken from 'jsonwebtoken';
import { expect, test } from 'vitest';
import { accountEmailIn } from './account-email.ts';

const SECRET = 's'.repeat(32);
const TO = 'ada@example.com';

function tokenOf(claims: object, secret = SECRET, options: jsonwebtoken.SignOptions = {}): string {
	return jsonwebtoken.sign(claims, secret, { expiresIn: '1d', issuer: 'directus', ...options });
}

function email(name: string, token: string, to: unknown = TO) {
	const url = `http://directus/admin/somewhere?token=${token}`;
	return { to, subject: 'x', template: { name, data: { url, email: to } } };
}

test.each([
	['password-reset', 'password-reset', 'reset'],
	['user-registration', 'pending-registration', 'verification'],
	['user-invitation', 'invite', 'invitation']
])('the template %s with its token is an email about an account', (template, scope, kind) => {
	const sent = email(template, tokenOf({ email: TO, scope }));
	const found = accountEmailIn(sent, SECRET);
	expect(found).toMatchObject({ kind, to: TO, validity: 86_400 });
	expect(found?.link.href).toBe(sent.template.data.url);
});

const scope = 'password-reset';
test.each([
	['no token', email('password-reset', '')],
	['a token of another secret', email('password-reset', tokenOf({ email: TO, scope }, 'another'))],
	['a token for another address', email('password-reset', tokenOf({ email: 'b@b.com', scope }))],
	['a token for something else', email('password-reset', tokenOf({ email: TO, scope: 'invite' }))],
	['an access token', email('password-reset', tokenOf({ id: 'x', role: null }))],
	[
		'a token that has expired',
		email('password-reset', tokenOf({ email: TO, scope }, SECRET, { expiresIn: -1 }))
	],
	[
		'a token of another issuer',
		email('password-reset', tokenOf({ email: TO, scope }, SECRET, { issuer: 'x' }))
	],
	['another template', email('base', tokenOf({ email: TO, scope }))],
	['several recipients', email('password-reset', tokenOf({ email: TO, scope }), [TO])],
	['no template', { to: TO, subject: 'x', html: '<p>Hello</p>' }],
	['nothing', null]
])('an email with %s is none about an account', (_what, sent) => {
	expect(accountEmailIn(sent, SECRET)).toBeNull();
});
