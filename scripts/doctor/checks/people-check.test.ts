import { expect, test } from 'vitest';
import { judgePeople } from './people-check.ts';

const member = 'member@example.com';

test.each([
	[{ demo: [], demoPasswordWorks: null, administrators: ['ada@site.example'] }, []],
	[
		{ demo: [member], demoPasswordWorks: true, administrators: ['ada@site.example'] },
		['must demo-people']
	],
	[
		{ demo: [member], demoPasswordWorks: false, administrators: ['ada@site.example'] },
		['should demo-people']
	],
	[
		{ demo: [member], demoPasswordWorks: null, administrators: ['admin@example.com'] },
		['should demo-people', 'should administrators']
	]
])('a public site with %j: %j', (people, complaints) => {
	const found = judgePeople('https://site.example', people).filter(
		({ severity }) => severity !== 'ok'
	);
	expect(found.map(({ id, severity }) => `${severity} ${id}`)).toEqual(complaints);
	expect(judgePeople('http://localhost:3000', people)).toMatchObject([{ severity: 'ok' }]);
});
