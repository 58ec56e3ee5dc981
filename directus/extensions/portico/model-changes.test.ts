import { expect, test } from 'vitest';
import { checkCollection, checkField } from './model-changes.ts';

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
	'D29 %s is no name of a collection or a field',
	(name) => {
		expect(() => checkCollection({ collection: name })).toThrow(name);
		expect(() => checkCollection({ collection: 'a', fields: [{ field: name }] })).toThrow(name);
		expect(() => checkField({ field: name })).toThrow(name);
	}
);

test.each([['x'], [7], [true], ['"text"'], ['{']])(
	'the validation %j of a field is refused',
	(validation) => {
		expect(() => checkField({ field: 'a', meta: { validation } })).toThrow('"validation"');
		expect(() =>
			checkCollection({ collection: 'a', fields: [{ field: 'a', meta: { validation } }] })
		).toThrow('"validation"');
	}
);

test.each([[{ a: { _eq: 1 } }], [null], [undefined], ['{"a":{"_eq":1}}'], [[]]])(
	'the validation %j of a field is accepted',
	(validation) => expect(() => checkField({ field: 'a', meta: { validation } })).not.toThrow()
);

test.each([[null], ['x'], [[]], [{}], [{ field: 'prototype', meta: null }]])(
	'the definition %j is left for Directus to validate',
	(field) => {
		expect(() => checkField(field)).not.toThrow();
		expect(() => checkCollection(field)).not.toThrow();
	}
);
