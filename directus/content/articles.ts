import type { DemoArticle } from './shape.ts';

/** The articles, newest first; their texts are in `articles/`, their covers in `images/`. */
export const articles: DemoArticle[] = [
	{
		slug: 'in-praise-of-the-porch',
		title: 'In praise of the porch',
		summary:
			'Neither in nor out, a porch is the one room in which it is normal to be interrupted. On a small piece of architecture that does the work of an invitation.',
		author: 'Ilse Brandwater',
		audience: 'public',
		category: 'places',
		tags: ['thresholds', 'houses', 'neighbours'],
		publishedDaysAgo: 2,
		cover: {
			title: 'The porch at evening',
			alt: 'View from a shaded wooden porch over a railing to layered hills and a low sun; a rocking chair stands on the boards between the long shadows of the posts.'
		}
	},
	{
		slug: 'sixty-two-kilometres-of-shelter',
		title: 'Sixty-two kilometres of shelter',
		summary:
			'In 1288 Bologna made every house give one room to the street. A walk in the rain, under most of it.',
		author: 'Tobiah Renn',
		audience: 'members',
		category: 'walking',
		tags: ['Bologna', 'arcades', 'cities', 'rain'],
		publishedDaysAgo: 6,
		cover: {
			title: 'Arcade in the rain',
			alt: 'A row of coloured houses on a rainy evening, standing on lit arches; a person with a red umbrella crosses the wet street in front of them.'
		}
	},
	{
		slug: 'how-an-arch-stands',
		title: 'How an arch stands, and why it never sleeps',
		summary:
			'Hang up a chain, turn it over, and you have an arch. Robert Hooke hid the reason in an anagram; we give it in plain words and a dozen lines of code.',
		author: 'Hanno Feldweg',
		audience: 'public',
		category: 'building',
		tags: ['arches', 'structure', 'mathematics'],
		publishedDaysAgo: 11,
		cover: {
			title: 'Arch and chain',
			alt: 'An arch of red and ochre stones spans a pale sky with the sun behind it; below the horizon, in dark blue, a chain hangs in the same curve turned upside down.'
		}
	},
	{
		slug: 'north-light',
		title: 'North light',
		summary:
			'Painters, weavers and people who match cloth have always wanted the same thing from a window: that nothing should happen in it.',
		author: 'Maren Ashdown-Pike',
		audience: 'premium',
		category: 'craft',
		tags: ['light', 'studios', 'windows'],
		publishedDaysAgo: 15,
		cover: {
			title: 'A studio under a saw-tooth roof',
			alt: 'A workshop in section: through three steep skylights cool light slants into a dark blue room, onto an easel with a small landscape, a stool and a chest of drawers.'
		}
	},
	{
		slug: 'fenêtre-sur-cour',
		title: 'Fenêtre sur cour',
		summary:
			'Hoffmann, Baudelaire, Zola and Perec at the back of the house: four ways of looking into other people’s windows, and one of drawing the blind.',
		author: 'Odile Castagnou',
		audience: 'public',
		category: 'reading',
		tags: ['windows', 'cities', 'novels', 'cinéma'],
		publishedDaysAgo: 20,
		cover: {
			title: 'Windows on a courtyard',
			alt: 'The blue back of a house at night with many dark or shuttered windows; in the lit ones a lamp, a plant, red curtains, bookshelves, a cat, and somebody reading.'
		}
	},
	{
		slug: 'two-risers-and-a-tread',
		title: 'Two risers and a tread',
		summary:
			'Most of the stairs you have ever climbed obey a sum from the seventeenth century. The ones you remember do not.',
		author: 'Hanno Feldweg',
		audience: 'public',
		category: 'building',
		tags: ['stairs', 'measures', 'the body'],
		publishedDaysAgo: 27,
		cover: {
			title: 'Stairs in side light',
			alt: 'A straight flight of stairs climbs from left to right along a sunlit pink wall to a small arched door; its side lies in deep red shadow, with an arched passage through it.'
		}
	},
	{
		slug: 'once-round-the-cloister',
		title: 'Once round the cloister',
		summary:
			'A corridor that has been persuaded to stop going anywhere: four walks around a square of grass, and what each of them was for.',
		author: 'Ilse Brandwater',
		audience: 'members',
		category: 'places',
		tags: ['cloisters', 'arches', 'quiet'],
		publishedDaysAgo: 33,
		cover: {
			title: 'The walk of a cloister',
			alt: 'A vaulted walk in terracotta red runs towards a bright end; through the arches on the left the sun throws arched patches of light along the floor.'
		}
	},
	{
		slug: 'doors',
		title: 'Doors',
		summary: 'In stories a door has three powers. They seldom work for the same master.',
		author: 'Odile Castagnou',
		audience: 'public',
		category: 'reading',
		tags: ['thresholds', 'stories'],
		publishedDaysAgo: 41,
		cover: {
			title: 'Six doors',
			alt: 'Six doors of very different sizes in a dark blue wall; the tallest stands ajar on a sunny hill with a path, and its light falls across the floor.'
		}
	},
	{
		slug: 'a-different-street-every-day',
		title:
			'On walking to work by a different street every day for a year, and the eleven things one learns about a town that no guidebook has thought worth mentioning',
		summary:
			'It began with a broken water main and ended on the thirty-first of December. Findings, in order of discovery.',
		author: 'Petronella Voss-Okafor',
		audience: 'members',
		category: 'walking',
		tags: ['towns', 'habits', 'attention'],
		publishedDaysAgo: 48,
		cover: {
			title: 'The town on the hill',
			alt: 'Many coloured gabled houses stand row behind row on a green hill at dawn; a pale lane winds up between them to a tower with a pointed roof.'
		}
	},
	{
		slug: 'letters-cut-in-stone',
		title: 'Letters cut in stone',
		summary:
			'The best capitals ever made are nineteen centuries old, and may not be carving at all. How to look at an inscription, and when.',
		author: 'Maren Ashdown-Pike',
		audience: 'public',
		category: 'craft',
		tags: ['lettering', 'stone', 'Rome'],
		publishedDaysAgo: 56,
		cover: {
			title: 'Limen',
			alt: 'A slab of warm stone with large carved Roman capitals that read LIMEN, Latin for threshold; each stroke is a groove with one face in light and one in shadow.'
		}
	},
	{
		slug: 'under-one-roof',
		title: 'Under one roof: the market hall',
		summary:
			'The oldest market hall is an umbrella; all the rest is engineering. From timber legs to Baltard’s iron, and what is left when the onions have gone.',
		author: 'Tobiah Renn',
		audience: 'members',
		category: 'building',
		tags: ['markets', 'iron', 'Paris', 'cities'],
		publishedDaysAgo: 63,
		cover: {
			title: 'The middle aisle',
			alt: 'Inside a market hall of green iron arches and glass: stalls with striped awnings and heaps of fruit line both sides of an aisle that runs towards the light.'
		}
	},
	{
		slug: 'what-a-map-leaves-out',
		title: 'What a map leaves out',
		summary:
			'A map is a sieve, and one ought to know the size of the holes. On contour lines, oranges, the Underground, and a town that was founded by a footnote.',
		author: 'Petronella Voss-Okafor',
		audience: 'public',
		category: 'walking',
		tags: ['maps', 'hills', 'measures'],
		publishedDaysAgo: 72,
		cover: {
			title: 'Sheet with four summits',
			alt: 'A folded walking map: contour lines around four hills in ochre and green, a blue stream, a few houses, and a dashed path that crosses from edge to edge.'
		}
	},
	{
		slug: 'rooms-for-reading',
		title: 'Rooms for reading',
		summary:
			'A man with a book goes to the light, and a library begins that way. Six hundred years of building around a page, told by its windows.',
		author: 'Odile Castagnou',
		audience: 'premium',
		category: 'reading',
		tags: ['libraries', 'light', 'domes'],
		publishedDaysAgo: 80,
		cover: {
			title: 'A round reading room',
			alt: 'Section through a domed library: a red coffered vault above four tiers of coloured book spines, with daylight falling to the floor and green lamps on the desks.'
		}
	},
	{
		slug: 'the-walled-garden',
		title: 'The walled garden is a machine',
		summary:
			'Paradise is a technical term. It means a wall, and the plants are what the wall makes.',
		author: 'Ansgar Thistlewood',
		audience: 'public',
		category: 'places',
		tags: ['gardens', 'walls', 'weather'],
		publishedDaysAgo: 91,
		cover: {
			title: 'Four beds and a basin',
			alt: 'A square walled garden seen from above among striped fields: four planted beds around a round basin, and trees with long morning shadows.'
		}
	},
	{
		slug: 'held-against-the-light',
		title: 'Held against the light: how to read a sheet of paper',
		summary:
			'An empty page is full if you let the window shine through it. What laid lines, chain lines and watermarks tell, and what the sheet on your desk has kept of them.',
		author: 'Ansgar Thistlewood',
		audience: 'members',
		category: 'craft',
		tags: ['paper', 'books', 'light'],
		publishedDaysAgo: 103,
		cover: {
			title: 'A laid sheet',
			alt: 'Three sheets of handmade paper on dark green; light shines through the one in front and shows the lines of the mould and a watermark in the shape of an arch.'
		}
	},
	{
		slug: 'the-bench',
		title: 'A bench is an argument',
		summary:
			'It says that you may stop here, without buying anything, for as long as you like. Not every town has been willing to say it.',
		author: 'Ilse Brandwater',
		audience: 'public',
		category: 'places',
		tags: ['benches', 'cities', 'courtesy'],
		publishedDaysAgo: 118,
		cover: {
			title: 'A bench under a tree',
			alt: 'A bench with a forgotten book stands beside a large round tree in ochre and terracotta fields; the sun is low and the shadows are long.'
		}
	}
];
