import type { Audience } from '@portico/contract/audience.ts';

/** A category that articles are filed under. */
export interface DemoCategory {
	slug: string;
	name: string;
	description: string;
}

/** The image above an article: `content/images/<file name of the article>.webp`. */
export interface DemoCover {
	title: string;
	/** Alternative text of the image. */
	alt: string;
}

/** An article; its text is the HTML file `content/articles/<file name>.html`, where `fileName(slug)` is the file name. */
export interface DemoArticle {
	slug: string;
	title: string;
	summary: string;
	/** The byline. */
	author: string;
	audience: Audience;
	/** The slug of a category. */
	category: string;
	tags: string[];
	/** How long before the installation it was published; more than 0. */
	publishedDaysAgo: number;
	cover: DemoCover | null;
}

/** A page such as `about` or `about/imprint`; its text is the HTML file `content/pages/<file name>.html`. */
export interface DemoPage {
	/** The path of the page without its first slash. */
	slug: string;
	title: string;
	summary: string;
}

/** A link in the header. */
export interface DemoNavigationItem {
	place: 'header' | 'footer';
	label: string;
	/** A path of this site. */
	url: string;
}

/** The texts around every page. */
export interface DemoSite {
	name: string;
	tagline: string;
	description: string;
	footer: string;
}

/** Content of a fresh installation; the default export of `content/index.ts`. */
export interface DemoContent {
	site: DemoSite;
	/** In the order in which header and footer show them. */
	navigation: DemoNavigationItem[];
	categories: DemoCategory[];
	articles: DemoArticle[];
	pages: DemoPage[];
}
