// Written by `npm run types` from directus-schema.yaml. Change the model in Studio, take a snapshot, run it again.
import type { DirectusFile, DirectusUser } from '@directus/sdk';

/** Shown to their audience from the date of publication on */
export interface Article {
	id: number;
	title: string;
	/** The last part of the address, after /articles/ */
	slug: string;
	/** The byline, as people read it */
	author: string | null;
	/** Everyone sees it, also where the text is for members */
	summary: string;
	/** Only the audience sees the text. Everyone may see its pictures: they go to the folder Pictures. Video, audio and embedded pages become links */
	body: string | null;
	status: 'draft' | 'published' | 'archived';
	/** Who may read the whole text */
	audience: 'public' | 'members' | 'premium';
	/** From this moment on; a date to come publishes it then */
	published_at: string | null;
	category: Category | number | null;
	tags: string[] | null;
	/** Everyone sees it. Its title and description are read to those who do not */
	cover: DirectusFile<Schema> | string | null;
	/** Of its text, as a tag such as de; the site's language without one */
	language: string | null;
	user_created: DirectusUser<Schema> | string | null;
	date_created: string | null;
	user_updated: DirectusUser<Schema> | string | null;
	date_updated: string | null;
}

/** The reading lists of members */
export interface Bookmark {
	id: number;
	article: Article | number;
	user_created: DirectusUser<Schema> | string | null;
	date_created: string | null;
	read: boolean;
	/** The place in the reading list, from 1; 0 until a member orders the list */
	position: number;
}

/** Articles are filed under one each; everyone sees them */
export interface Category {
	id: number;
	name: string;
	/** The last part of the address, after /categories/ */
	slug: string;
	/** A sentence under the name */
	description: string | null;
}

/** What members say about articles */
export interface Comment {
	id: number;
	article: Article | number;
	body: string;
	user_created: DirectusUser<Schema> | string | null;
	date_created: string | null;
}

/** The links in the header and in the footer, in this order */
export interface Navigation {
	id: number;
	label: string;
	/** A path of this site, such as /about */
	url: string;
	/** What everybody looks for goes into the header; it is one line on a phone */
	place: 'header' | 'footer';
	sort: number | null;
}

/** Standing pages such as /about; everyone sees the published ones */
export interface Page {
	id: number;
	title: string;
	/** The address without its first /: about, or about/imprint */
	slug: string;
	status: 'draft' | 'published' | 'archived';
	/** For search engines and previews */
	summary: string | null;
	/** Everyone may see its pictures: they go to the folder Pictures. Video, audio and embedded pages become links */
	body: string | null;
	user_created: DirectusUser<Schema> | string | null;
	date_created: string | null;
	user_updated: DirectusUser<Schema> | string | null;
	date_updated: string | null;
}

/** Addresses where nothing is any more, and where they lead; a page that is there comes first */
export interface Redirect {
	id: number;
	/** The path that people still ask for, such as /articles/an-old-name */
	from: string;
	/** Where they are led: a path of this site, such as /articles/a-new-name */
	to: string;
	date_created: string | null;
}

/** Name and texts around every page */
export interface Site {
	id: number;
	name: string;
	tagline: string | null;
	/** For search engines and previews of the front page */
	description: string | null;
	/** The last line of every page */
	footer: string | null;
	/** Dates are shown as in this zone, by its IANA name; UTC without one */
	time_zone: string | null;
	/** Said at premium articles to members whose membership does not include them */
	premium_text: string | null;
	/** Where they can change that: a path of this site such as /membership, or an https address */
	premium_link: string | null;
	/** The words of that link */
	premium_link_text: string | null;
	/** With a version, new members have to accept this page: a path of this site such as /terms, or an https address */
	terms_link: string | null;
	/** Kept with the time at each account that accepted it; another version counts for new members from then on */
	terms_version: string | null;
	/** Of the texts of this site, and of pages for visitors whose browsers ask for no other that the site has */
	language: string | null;
}

/** Every collection of the site, by the name Directus knows it by. */
export interface Schema {
	articles: Article[];
	bookmarks: Bookmark[];
	categories: Category[];
	comments: Comment[];
	navigation: Navigation[];
	pages: Page[];
	redirects: Redirect[];
	site: Site;
}
