import { articles } from './articles.ts';
import { pages } from './pages.ts';
import type { DemoContent } from './shape.ts';

/** Portico, an invented review of places, building, walking, craft and reading. */
const demo: DemoContent = {
	site: {
		name: 'Portico',
		tagline: 'A review of places and the ways into them',
		description:
			'Portico is a small review of places, building, walking, craft and reading: on porches and arches, stairs and benches, maps, paper, and rooms with good light.',
		footer:
			'Portico is an invented review. Its texts and pictures came with the software and are there to be replaced.'
	},
	navigation: [
		{ place: 'header', label: 'Articles', url: '/articles' },
		{ place: 'header', label: 'Places', url: '/categories/places' },
		{ place: 'header', label: 'Building', url: '/categories/building' },
		{ place: 'header', label: 'Reading', url: '/categories/reading' },
		{ place: 'footer', label: 'About', url: '/about' },
		{ place: 'footer', label: 'Membership', url: '/membership' },
		{ place: 'footer', label: 'Privacy', url: '/about/privacy' }
	],
	categories: [
		{
			slug: 'places',
			name: 'Places',
			description: 'The parts of towns and houses that nobody owns and everybody uses.'
		},
		{
			slug: 'building',
			name: 'Building',
			description: 'Why things stand, how they were made, and what they were meant for.'
		},
		{
			slug: 'walking',
			name: 'Walking',
			description: 'What can be learnt at four kilometres an hour, with a map and without.'
		},
		{
			slug: 'craft',
			name: 'Craft',
			description: 'Stone, paper, paint and light, and the hands that know about them.'
		},
		{
			slug: 'reading',
			name: 'Reading',
			description: 'Books, what happens in them, and where to be while reading them.'
		}
	],
	articles,
	pages
};

export default demo;
