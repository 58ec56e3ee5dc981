import { expect, test } from 'vitest';
import { kindOf } from './kind.ts';

test.each([
	['/portico/me', 'me'],
	['/portico/session', 'sign-in'],
	['/portico/session/refresh', 'refresh'],
	['/portico/session/end', 'sign-out'],
	['/permissions/me', 'permissions'],
	['/portico/permissions', 'permissions'],
	['/items/articles', 'content'],
	['/portico/teasers', 'content'],
	['/portico/redirects', 'content'],
	['/assets/4a6f1b0c-2f0e-4b8e-9d52-0f0c9e6f0a11', 'assets'],
	['/users/me', 'account'],
	['/users/register', 'account'],
	['/auth/password/request', 'account'],
	['/portico/recovery', 'account'],
	['/portico/verification', 'account'],
	['/portico/policy', 'policy'],
	['/portico/ready', 'ready'],
	['/portico/session/refresh/more', 'other'],
	['/', 'other'],
	['', 'other']
])('a call to %s is about %s', (path, kind) => {
	expect(kindOf(path)).toBe(kind);
});
