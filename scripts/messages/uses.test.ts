import { expect, test } from 'vitest';
import { unknown, unused } from './uses.ts';

test('a message that no source uses is found', () => {
	const sources = ['<h1>{m.signIn_title()}</h1>', 'const texts = { saved: m.notice_saved };'];
	const model = "note: '$t:studio_note'";
	const keys = ['notice_saved', 'signIn_title', 'signIn_titles', 'studio_note', 'studio_notes'];
	expect(unused(keys, [...sources, model])).toEqual(['signIn_titles', 'studio_notes']);
});

test('a key in the model that is no message is found', () => {
	const model = "note: '$t:studio_note'\nnote: '$t:studio_planted'\ntext: '$t:published'";
	expect(unknown(['studio_note'], model)).toEqual(['studio_planted']);
});
