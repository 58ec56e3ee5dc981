import { expect, test } from 'vitest';
import { withOptions } from './flow-options.ts';

const onCreation = { options: {} };

test.each([
	{ options: {} },
	{ options: { type: 'action', scope: ['items.create'], collections: ['articles'] } },
	{ options: { type: 'filter', scope: 'items.create', collections: null } },
	{ options: { cron: '* * * * *' } },
	{ name: 'a flow', options: { method: 'GET', async: true } }
])('valid options of a flow are kept: %j', (flow) => {
	expect(withOptions(flow, onCreation)).toEqual(flow);
	expect(withOptions(flow, {})).toEqual(flow);
});

test('a new flow without options gets empty ones, which Directus expects', () => {
	expect(withOptions({ trigger: 'schedule' }, onCreation)).toEqual({
		trigger: 'schedule',
		options: {}
	});
	expect(withOptions({ options: null }, onCreation)).toEqual({ options: {} });
	expect(withOptions({ options: null }, {})).toEqual({ options: {} });
});

test('a change of a flow without options adds none', () => {
	expect(withOptions({ name: 'x' }, {})).toEqual({ name: 'x' });
});

test.each([
	{ options: { scope: [null] } },
	{ options: { scope: 1 } },
	{ options: { scope: [''] } },
	{ options: { scope: ['items.create'], collections: [1] } },
	{ options: { scope: {} } },
	{ options: 'x' },
	{ options: [] }
])('invalid options of a flow are refused with 400: %j', (flow) => {
	for (const absent of [onCreation, {}]) {
		expect(() => withOptions(flow, absent)).toThrow(expect.objectContaining({ status: 400 }));
	}
});
