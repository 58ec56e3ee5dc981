import type { DemoPage } from './shape.ts';

/** The pages beside the articles; their texts are in `pages/`. */
export const pages: DemoPage[] = [
	{
		slug: 'about',
		title: 'About Portico',
		summary: 'What this review is about, who makes it, and what of it is real.'
	},
	{
		slug: 'membership',
		title: 'How membership works',
		summary: 'Three ways of reading Portico, and how to get from one to the next.'
	},
	{
		slug: 'about/privacy',
		title: 'Imprint and privacy',
		summary:
			'Who is responsible for this site, what it stores about you, and which cookies it sets.'
	}
];
