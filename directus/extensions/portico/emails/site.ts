import { BASE_LANGUAGE, type Language, languageOf } from '@portico/contract/languages.ts';
import { visible } from '@portico/contract/visible.ts';
import type { Database } from '../endpoint.ts';

/** What the settings say about the look of emails. */
export interface Site {
	/** As its pages show it, on one line. */
	name: string;
	/** `#rrggbb`. */
	color: string;
	/** The id of a file. */
	logo: string | null;
	language: Language;
}

/** As the pages of the site say it where it has no name. */
const NAME = 'Portico';
const COLOR = '#1d5540';

/** Name and language of the site, and the color and the logo that Studio's settings have. */
export async function readSite(database: Database): Promise<Site> {
	const [site, settings] = await Promise.all([
		database('site').first<Row | undefined>('name', 'language'),
		database('directus_settings').first<Row | undefined>('project_color', 'project_logo')
	]);
	const color = settings?.['project_color'] ?? '';
	return {
		name: onOneLine(site?.['name'] ?? '') ?? NAME,
		color: /^#[\da-f]{6}$/i.test(color) ? color : COLOR,
		logo: settings?.['project_logo'] ?? null,
		language: languageOf(site?.['language']) ?? BASE_LANGUAGE
	};
}

type Row = Record<string, string | null>;

/** On one line, as headers need it; null where nothing of it can be seen. */
function onOneLine(text: string): string | null {
	return visible(text.replace(/[\p{White_Space}\p{Cc}\p{Cs}]+/gu, ' ').trim());
}
