import { expect, test } from 'vitest';
import { answerFor } from './firefox-media.ts';

const METHOD = 'emulation.setMediaFeaturesOverride';

test.each([{ 'prefers-color-scheme': 'light' }, { 'prefers-color-scheme': null }, {}])(
	'Firefox gets no emulation of its default media features: %j',
	(features) => {
		const message = JSON.stringify({ id: 7, method: METHOD, params: { features } });
		expect(JSON.parse(answerFor(message) ?? '')).toEqual({ type: 'success', id: 7, result: {} });
	}
);

test.each([
	{ method: METHOD, params: { features: { 'prefers-color-scheme': 'dark' } } },
	{ method: METHOD, params: { features: { 'prefers-reduced-motion': 'reduce' } } },
	{ method: 'session.new', params: {} },
	{ method: 'script.callFunction', params: { functionDeclaration: `() => '${METHOD}'` } }
])('Firefox itself answers the command %j', (command) => {
	expect(answerFor(JSON.stringify({ id: 7, ...command }))).toBeNull();
});
