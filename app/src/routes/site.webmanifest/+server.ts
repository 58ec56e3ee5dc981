import { json } from '@sveltejs/kit';
import * as site from '#lib/server/content/site.ts';
import type { RequestHandler } from './$types';

/** Name and icons of the site when it is installed as an app (W3C, Web Application Manifest). */
export const GET: RequestHandler = async () => {
	const { name, description } = (await site.read()).site;
	const manifest = {
		name,
		...(description && { description }),
		start_url: '/',
		display: 'minimal-ui',
		background_color: '#faf8f2',
		theme_color: '#faf8f2',
		icons: [
			{ src: '/favicon.svg', type: 'image/svg+xml', sizes: 'any' },
			{ src: '/apple-touch-icon.png', type: 'image/png', sizes: '180x180' }
		]
	};
	return json(manifest, { headers: { 'content-type': 'application/manifest+json' } });
};
