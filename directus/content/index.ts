import type { DemoContent } from './shape.ts';

const content: DemoContent = {
	site: { name: 'Portico', tagline: '', description: '', footer: '' },
	navigation: [],
	categories: [],
	articles: [],
	pages: []
};

export default content;
