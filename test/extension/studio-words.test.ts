import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { editor } from '../../directus/access/roles.ts';
import { asAdministrator, callDirectus, makePerson, signIn } from '../support/directus-api.ts';

interface Translation {
	language: string;
	key: string;
	value: string;
}

const KEY = 'studio_articlesAudienceNote';
/** Keys of Studio's own texts, which have no prefix. */
const OWN_PREFIX = '$t:';

let token: string;
beforeAll(async () => {
	token = (await signIn(await makePerson({ role: editor.id, language: 'de-DE' }))).data
		.access_token;
});

/** As Studio loads them. */
function stringsIn(language: string, more = ''): Promise<Translation[]> {
	const fields = ['language', 'key', 'value'].map((field) => `fields[]=${field}`).join('&');
	const filter = encodeURIComponent(JSON.stringify({ language: { _eq: language } }));
	return read(`/translations?${fields}&filter=${filter}${more}`);
}

async function read<Data>(path: string): Promise<Data> {
	const answer = await callDirectus<Data>(path, { token, outside: true });
	expect(answer.status).toBe(200);
	return answer.data;
}

const valueOf = (strings: Translation[], key = KEY) =>
	strings.find((one) => one.key === key)?.value;

describe('an editor gets for Studio', () => {
	test.each([
		['de-DE', 'Wer den ganzen Text lesen darf'],
		['de-AT', 'Wer den ganzen Text lesen darf'],
		['en-US', 'Who may read the whole text'],
		['fr-FR', 'Who may read the whole text']
	])('the texts of our fields in %s', async (language, text) => {
		expect(valueOf(await stringsIn(language))).toBe(text);
	});

	test('each text once, where Studio goes on to the next page', async () => {
		const all = await stringsIn('de-DE', '&limit=-1');
		expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
		expect((await stringsIn('de-DE', '&limit=100&page=1')).length).toBe(all.length);
		expect(await stringsIn('de-DE', '&limit=100&page=2')).toEqual([]);
	});

	test('a text for every key of a field, and a German name for every collection and field that is shown', async () => {
		const strings = await stringsIn('de-DE');
		type Meta = {
			hidden: boolean;
			translations: { language: string; translation: string }[] | null;
		};
		const fields = (
			await Promise.all(
				['articles', 'categories', 'navigation', 'pages', 'redirects', 'site'].map((collection) =>
					read<{ collection: string; field: string; meta: Meta }[]>(`/fields/${collection}`)
				)
			)
		).flat();
		const keys = JSON.stringify(fields).match(/\$t:studio_\w+/g) ?? [];
		expect(keys.length).toBeGreaterThan(40);
		for (const key of keys)
			expect(valueOf(strings, key.slice(OWN_PREFIX.length)), key).toBeTruthy();

		const collections = await read<{ collection: string; meta: Meta | null }[]>('/collections');
		const ours = collections.filter(({ collection }) => !collection.startsWith('directus_'));
		const shown = [...fields, ...ours].filter(({ meta }) => meta && !meta.hidden);
		const nameless = shown.filter(
			({ meta }) => !meta?.translations?.some(({ language }) => language === 'de-DE')
		);
		expect(nameless).toEqual([]);
		const title = fields.find(({ field }) => field === 'title');
		expect(title?.meta.translations).toEqual([{ language: 'de-DE', translation: 'Titel' }]);
	});
});

describe('a translation string of an administrator', () => {
	let made: { id: string } | null = null;
	afterEach(async () => {
		if (made) await asAdministrator(`/translations/${made.id}`, { method: 'DELETE' });
		made = null;
	});

	test('takes the place of ours', async () => {
		const body = { language: 'fr-FR', key: KEY, value: 'Qui peut lire le texte' };
		made = await asAdministrator<{ id: string }>('/translations', { body });
		const strings = await stringsIn('fr-FR');
		expect(strings.filter(({ key }) => key === KEY)).toEqual([body]);
	});

	test('is listed alone among those that can be edited', async () => {
		const body = { language: 'de-DE', key: 'own', value: 'Eigenes' };
		made = await asAdministrator<{ id: string }>('/translations', { body });
		expect(await asAdministrator('/translations?fields=key,value')).toEqual([
			{ key: 'own', value: 'Eigenes' }
		]);
	});
});
