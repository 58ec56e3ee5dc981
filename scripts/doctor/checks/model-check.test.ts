import { expect, test } from 'vitest';
import { judgeModel, judgeUniqueBookmarks } from './model-check.ts';

test('additions made in Studio are reported as fine', () => {
	const finding = judgeModel({ due: [], additions: ['events'] });
	expect(finding.severity).toBe('ok');
	expect(finding.what).toContain('events');
});

test('missing or different parts of the model must be fixed', () => {
	const finding = judgeModel({ due: ['articles.slug'], additions: [] });
	expect(finding.severity).toBe('must');
	expect(finding.what).toContain('articles.slug');
});

test('duplicate bookmarks should be removed, and are no failure', () => {
	expect(judgeUniqueBookmarks(true).severity).toBe('ok');
	expect(judgeUniqueBookmarks(false).severity).toBe('should');
});
