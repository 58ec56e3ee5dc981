import { expect, test } from 'vitest';
import { judgeAnonymousAnswers } from './setup-check.ts';

test.each([
	[{ isSetUp: true, extension: 403 }, []],
	[{ isSetUp: null, extension: null }, ['directus-answers']],
	[{ isSetUp: false, extension: 403 }, ['setup-open']],
	[{ isSetUp: true, extension: 404 }, ['extension']],
	[{ isSetUp: true, extension: 503 }, ['extension']],
	[{ isSetUp: true, extension: null }, ['extension']],
	[{ isSetUp: false, extension: 404 }, ['setup-open', 'extension']]
])('a Directus with %j has the findings %j', (look, ids) => {
	const found = judgeAnonymousAnswers('https://studio.example', '.env', look);
	expect(found.filter(({ severity }) => severity === 'must').map(({ id }) => id)).toEqual(ids);
});
