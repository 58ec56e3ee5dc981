import { expect, test } from 'vitest';
import { judgeModel } from './model-check.ts';

test('what Studio has beyond the file is told, and left alone', () => {
	const finding = judgeModel({ due: [], additions: ['events'] });
	expect(finding.severity).toBe('ok');
	expect(finding.what).toContain('events');
});

test('what is missing or other must be put right', () => {
	const finding = judgeModel({ due: ['articles.slug'], additions: [] });
	expect(finding.severity).toBe('must');
	expect(finding.what).toContain('articles.slug');
});
