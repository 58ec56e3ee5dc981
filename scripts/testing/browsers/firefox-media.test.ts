import { expect, test } from 'vitest';
import { answerFor } from './firefox-media.ts';

const METHOD = 'emulation.setMediaFeaturesOverride';

test.each([{ 'prefers-color-scheme': 'light' }, { 'prefers-color-scheme': null }, {}])(
	'Firefox is not asked for media features that it has anyway: %j',
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
])('Firefox itself answers %j', (command) => {
	expect(answerFor(JSON.stringify({ id: 7, ...command }))).toBeNull();
});
