import { describe, expect, test } from 'vitest';
import demo from '../../directus/content/index.ts';
import { articleItem, navigationItems, type DemoContext } from './demo-items.ts';

const [article] = demo.articles;
if (!article) throw new Error('the demo has no article');

const context: DemoContext = {
	covers: new Map([[article.slug, 'the-cover']]),
	categories: new Map([[article.category, 7]]),
	now: new Date('2026-11-21T12:00:00Z')
};

describe('an article of the demo', () => {
	test('was published before the installation, refers to its cover and category, and has its text', async () => {
		const item = await articleItem({ ...article, publishedDaysAgo: 1.5 }, context);

		expect(item).toMatchObject({
			status: 'published',
			published_at: '2026-11-20T00:00:00.000Z',
			category: 7,
			cover: 'the-cover'
		});
		expect(item.body).toContain('<p>');
		expect(item).not.toHaveProperty('publishedDaysAgo');
	});

	test('of a missing category is refused', async () => {
		await expect(articleItem({ ...article, category: 'nowhere' }, context)).rejects.toThrow(
			'no category nowhere'
		);
	});

	test('with a date in the future is refused', async () => {
		await expect(articleItem({ ...article, publishedDaysAgo: -1 }, context)).rejects.toThrow(
			'published later'
		);
	});
});

test('navigation items of the demo keep their order', () => {
	const items = navigationItems([
		{ place: 'header', label: 'A', url: '/a' },
		{ place: 'footer', label: 'B', url: '/b' }
	]);

	expect(items.map(({ label, sort }) => [label, sort])).toEqual([
		['A', 1],
		['B', 2]
	]);
});
