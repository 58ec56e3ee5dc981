import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { log } from '../operations/log.ts';
import { signIn } from './sign-in.ts';

const { server, url } = await vi.hoisted(async () =>
	(await import('../../../../../test/support/stand-in.ts')).standIn()
);
vi.mock('$app/env/private', () => ({
	DIRECTUS_URL: url,
	PORTICO_EVENTS_SECRET: null,
	RATE_LIMIT_PER_ADDRESS: 5,
	RATE_LIMIT_PER_ACCOUNT: 3,
	RATE_LIMIT_SIGNUP: 1,
	REDIS_URL: null,
	LOG_LEVEL: 'silent'
}));
let answer: { status: number; code: string };
server.on('request', (_request, response) => {
	const { status, code } = answer;
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify({ errors: [{ extensions: { code } }] }));
});
afterAll(() => server.close());

const warn = vi.spyOn(log, 'warn').mockReturnValue();
beforeEach(() => {
	warn.mockClear();
	answer = { status: 401, code: 'INVALID_CREDENTIALS' };
});

let addresses = 0;
const newVisitor = () => ({
	address: `192.0.2.${++addresses}`,
	userAgent: 'a browser',
	language: null
});
const newAccount = () => ({ email: `${randomUUID()}@example.com`, password: randomUUID() });

test.each([
	['INVALID_CREDENTIALS', 401, 'refused'],
	['INVALID_PAYLOAD', 400, 'refused'],
	['INVALID_OTP', 401, 'code-wanted']
])('a sign-in that Directus refuses is logged with the code %s', async (code, status, outcome) => {
	answer = { status, code };
	const visitor = newVisitor();
	await signIn(newAccount(), visitor);
	const { address } = visitor;
	expect(warn.mock.calls).toEqual([[{ outcome, code, address }, 'not signed in']]);
});

test('a sign-in beyond the failures of an account is logged with RATE_LIMIT_PER_ACCOUNT', async () => {
	const [account, visitor] = [newAccount(), newVisitor()];
	for (let failures = 0; failures < 3; failures++) await signIn(account, visitor);
	warn.mockClear();
	await signIn(account, visitor);
	const fields = { outcome: 'too-many', limit: 'RATE_LIMIT_PER_ACCOUNT', address: visitor.address };
	expect(warn.mock.calls).toEqual([[fields, 'not signed in']]);
});

test('a sign-in beyond the attempts of an address is logged with RATE_LIMIT_PER_ADDRESS', async () => {
	const visitor = newVisitor();
	for (let attempts = 0; attempts < 5; attempts++) await signIn(newAccount(), visitor);
	warn.mockClear();
	await signIn(newAccount(), visitor);
	const fields = { outcome: 'too-many', limit: 'RATE_LIMIT_PER_ADDRESS', address: visitor.address };
	expect(warn.mock.calls).toEqual([[fields, 'not signed in']]);
});

test('a sign-in that exceeds a rate limit of Directus is logged as such', async () => {
	answer = { status: 429, code: 'REQUESTS_EXCEEDED' };
	const visitor = newVisitor();
	await signIn(newAccount(), visitor);
	const fields = { outcome: 'busy', limit: 'directus', address: visitor.address };
	expect(warn.mock.calls).toEqual([[fields, 'not signed in']]);
});

test('the log of a refused sign-in contains neither the email address nor the password', async () => {
	const account = newAccount();
	await signIn(account, newVisitor());
	const logged = JSON.stringify(warn.mock.calls);
	expect(logged).not.toContain(account.email);
	expect(logged).not.toContain(account.password);
});
