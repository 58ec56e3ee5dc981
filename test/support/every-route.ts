import { randomUUID } from 'node:crypto';
import type { Directus } from './directus.ts';
import { builtRoutes, type Route } from './built-routes.ts';

/** A picture of one white pixel. */
export const PICTURE = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=',
	'base64'
);

/** Every route of the app, with something to show behind each parameter. */
export async function everyRoute(directus: Directus): Promise<Route[]> {
	const [article, category, file] = await Promise.all([
		directus.makeArticle({ audience: 'members' }),
		directus.makeCategory(),
		directus.makeFile(PICTURE, 'image/png', 'public')
	]);
	const username = randomUUID().slice(0, 30).replace(/-$/, '');
	await directus.makePerson({ username });
	const page = `page-${article.id}`;
	await directus.makePage(page);
	return builtRoutes({
		'/(public)/articles/[slug]': article.path.replace('/articles/', ''),
		'/(public)/articles/[slug]/edit': article.path.replace('/articles/', ''),
		'/(public)/categories/[slug]': category.path.replace('/categories/', ''),
		'/(public)/[...path]': page,
		'/assets/[id]': file,
		'/api/directus/[...path]': 'items/bookmarks',
		'/gateway/[service]/[...path]': 'echo',
		'/(protected)/profile/of/[username]': username,
		'/(protected)/profile/of/[username]/avatar': username
	});
}
