import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { covers, pictures } from '../../directus/access/folders.ts';
import { member } from '../../directus/access/roles.ts';
import demo from '../../directus/content/index.ts';
import { asTheApp } from '../support/app-proof.ts';
import { applyAccess } from '../../scripts/directus/apply-access.ts';
import { type Administrator, asAdministrator } from '../../scripts/directus/administrator.ts';
import { applyContent } from '../../scripts/directus/apply-content.ts';
import { runDirectus } from '../../scripts/directus/directus-command.ts';
import { applyModel } from '../../scripts/directus/apply-model.ts';
import { prepare } from '../../scripts/directus/prepare.ts';
import { installed } from '../../scripts/directus/release.ts';
import { type OwnInstallation, ownInstallation } from '../support/bare-installation.ts';

// Each step goes on from where the one before has left the installation, as in life.
let installation: OwnInstallation;
beforeAll(async () => {
	installation = await ownInstallation();
});
afterAll(() => installation.remove());

const silent = () => {};
const inDirectus = <T>(work: (administrator: Administrator) => Promise<T>) =>
	asAdministrator(installation.credentials, work);

describe('preparing the database', () => {
	test('an installation that was interrupted before its administrator was created starts again', async () => {
		await runDirectus(installation.environment, 'bootstrap', '--skipAdminInit');
		const reports: string[] = [];

		const changes = await prepare(installation.environment, (line) => reports.push(line));

		expect(reports).toContain('An earlier installation was interrupted: beginning again');
		expect(changes).toHaveLength(2 + installed.migrations.length);
	}, 600_000);

	test('a second run has nothing to do, and starts no Directus to find out', async () => {
		let started = 0;
		const count = () => (started += 1);
		subscribe('child_process', count);

		expect(await prepare(installation.environment, silent)).toEqual([]);
		unsubscribe('child_process', count);
		expect(started).toBe(0);
	});

	test('the snapshot is complete: applied once more it changes nothing', async () => {
		const file = new URL('../../directus-schema.yaml', import.meta.url).pathname;

		const printed = await runDirectus(installation.environment, 'schema', 'apply', '--yes', file);

		expect(printed).toContain('No changes to apply');
	}, 300_000);
});

describe('roles, policies and settings', () => {
	beforeAll(() => installation.start(), 300_000);

	test('are complete after the first run, and unchanged by the second', async () => {
		const first = await inDirectus((administrator) => applyAccess(administrator, silent));
		const second = await inDirectus((administrator) => applyAccess(administrator, silent));

		expect(first.length).toBeGreaterThan(10);
		expect(second).toEqual([]);
	});

	test('additions of Studio to a policy of ours are removed', async () => {
		const changes = await inDirectus(async (administrator) => {
			const [permission] = await administrator.get<{ policy: string }[]>(
				'/permissions?filter[collection][_eq]=categories&filter[action][_eq]=read&limit=1'
			);
			await administrator.send('POST', '/permissions', {
				policy: permission?.policy,
				collection: 'directus_users',
				action: 'read',
				fields: ['*']
			});
			return applyAccess(administrator, silent);
		});

		expect(changes).toEqual(['policy Public content: no longer read directus_users']);
	});

	test('pictures in texts are moved to a folder of their own, apart from covers', async () => {
		const folders = await inDirectus(async (administrator) => {
			const { send, get } = administrator;
			await send('DELETE', `/folders/${pictures.id}`);
			const drawing = { name: 'a.svg', type: 'image/svg+xml', content: Buffer.from('<svg/>') };
			const file = () => administrator.upload<{ id: string }>({ folder: covers.id }, drawing);
			const [inText, cover] = [await file(), await file()];
			const article = {
				...{ title: 'A draft', slug: 'a-draft', summary: 'x', author: 'x', body: '<p>x</p>' },
				cover: cover.id
			};
			const { id } = await send<{ id: number }>('POST', '/items/articles', article);
			await applyAccess(administrator, silent);
			const folderOf = async (file: { id: string }) =>
				(await get<{ folder: string }>(`/files/${file.id}?fields=folder`)).folder;
			const found = [await folderOf(inText), await folderOf(cover)];
			await send('DELETE', '/items/articles', [id]);
			await send('DELETE', '/files', [inText.id, cover.id]);
			return found;
		});
		expect(folders).toEqual([pictures.id, covers.id]);
	});

	test('settings of the administrator are kept', async () => {
		const decided = { public_registration: false, public_registration_verify_email: true };

		const { changes, settings, role } = await inDirectus(async (administrator) => {
			await administrator.send('PATCH', '/settings', decided);
			await administrator.send('PATCH', `/roles/${member.id}`, { name: 'Subscriber' });
			return {
				changes: await applyAccess(administrator, silent),
				settings: await administrator.get('/settings'),
				role: await administrator.get(`/roles/${member.id}`)
			};
		});

		expect(changes).toEqual([]);
		expect(settings).toMatchObject(decided);
		expect(role).toMatchObject({ name: 'Subscriber' });
	});
});

describe('the model', () => {
	test('keeps additions of Studio, unless deleting them is requested', async () => {
		const reports: string[] = [];
		const report = (line: string) => reports.push(line);
		await inDirectus(async (administrator) => {
			const events = { collection: 'events', schema: {}, meta: {} };
			await administrator.send('POST', '/collections', events);
			await administrator.send('POST', '/fields/articles', {
				field: 'colour',
				type: 'string',
				meta: {}
			});
		});

		const kept = await applyModel(installation.environment, report);
		const deleted = await applyModel(installation.environment, report, { deleting: true });

		expect(kept).toEqual([]);
		expect(deleted).toEqual(['directus-schema.yaml applied']);
		expect(reports).toEqual([
			'Kept, though not in directus-schema.yaml: events, articles.colour',
			'Deleting: events, articles.colour',
			'Applying directus-schema.yaml'
		]);
		// A running Directus keeps the old model in memory
		await inDirectus((administrator) => administrator.send('POST', '/utils/cache/clear?system'));
	}, 300_000);
});

describe('names of collections in other languages', () => {
	test('are added where they are missing, and are the administrator’s where they are not', async () => {
		const german = (translation: string) => [{ language: 'de-DE', translation }];
		const rename = async (path: string, translations: object[] | null) =>
			inDirectus(({ send }) => send('PATCH', path, { meta: { translations } }));
		await rename('/collections/articles', german('Beiträge'));
		await rename('/collections/categories', null);
		await rename('/fields/articles/title', [{ language: 'fr-FR', translation: 'Titre' }]);

		await applyModel(installation.environment, silent);
		expect(await applyModel(installation.environment, silent)).toEqual([]);

		const names = await inDirectus(async ({ get, send }) => {
			// A running Directus keeps the old model in memory
			await send('POST', '/utils/cache/clear?system');
			const read = async (path: string) =>
				(await get<{ meta: { translations: object[] } }>(path)).meta.translations;
			return {
				kept: await read('/collections/articles'),
				restored: await read('/collections/categories'),
				added: await read('/fields/articles/title')
			};
		});
		expect(names.kept).toEqual(german('Beiträge'));
		expect(names.restored).toMatchObject(german('Kategorien'));
		expect(names.added).toEqual([{ language: 'fr-FR', translation: 'Titre' }, ...german('Titel')]);
	}, 300_000);
});

describe('demo content', () => {
	const options = { demoPassword: 'a-demo-password' };
	const slugs = (administrator: Administrator) =>
		administrator
			.get<{ slug: string }[]>('/items/articles?fields=slug&limit=-1')
			.then((articles) => articles.map(({ slug }) => slug).sort());

	let unfinished: string;

	test('is completed by the next run after an interruption', async () => {
		const broken = inDirectus((administrator) =>
			applyContent(failingAfter(administrator, 12), options, silent)
		);
		await expect(broken).rejects.toThrow('the line is cut');
		const upload = { filename_download: 'editor.webp', type: 'image/webp', storage: 'local' };
		const { id } = await inDirectus((administrator) =>
			administrator.send<{ id: string }>('POST', '/files', { ...upload, folder: covers.id })
		);
		unfinished = id;

		const made = await inDirectus(async (administrator) => {
			await applyContent(administrator, options, silent);
			return slugs(administrator);
		});

		expect(made).toEqual(demo.articles.map(({ slug }) => slug).sort());
	});

	test('does not touch a file that an editor uploads meanwhile', async () => {
		const file = await inDirectus((administrator) =>
			administrator.get<{ filesize: number | null }>(`/files/${unfinished}?fields=filesize`)
		);

		expect(file).toEqual({ filesize: null });
	});

	test('is published, with public covers', async () => {
		const { credentials, eventsSecret } = installation;
		const read = (path: string) =>
			fetch(credentials.url + path, { headers: asTheApp(eventsSecret) });
		const response = await read('/items/articles?fields=slug,cover&limit=-1');
		const { data } = (await response.json()) as { data: { slug: string; cover: string }[] };
		const pictures = await Promise.all(data.map(({ cover }) => read(`/assets/${cover}`)));

		const open = demo.articles.filter(({ audience }) => audience === 'public');
		expect(data.map(({ slug }) => slug).sort()).toEqual(open.map(({ slug }) => slug).sort());
		expect(pictures.map(({ status }) => status)).toEqual(open.map(() => 200));
	});

	test('is not added again, and overwrites no changes', async () => {
		const [gone, changed] = demo.articles;

		const { made, left } = await inDirectus(async (administrator) => {
			const articles = await administrator.get<{ id: number; slug: string }[]>(
				'/items/articles?fields=id,slug&limit=-1'
			);
			const id = (slug?: string) => articles.find((article) => article.slug === slug)?.id;
			await administrator.send('DELETE', `/items/articles/${id(gone?.slug)}`);
			await administrator.send('PATCH', `/items/articles/${id(changed?.slug)}`, { title: 'Mine' });
			return {
				made: await applyContent(administrator, options, silent),
				left: await administrator.get<{ slug: string; title: string }[]>(
					'/items/articles?fields=slug,title&limit=-1'
				)
			};
		});

		expect(made).toEqual([]);
		expect(left).toHaveLength(demo.articles.length - 1);
		expect(left).toContainEqual({ slug: changed?.slug, title: 'Mine' });
	});
});

/** An administrator whose line is cut after some requests. */
function failingAfter(administrator: Administrator, requests: number): Administrator {
	let left = requests;
	const spend = () => {
		if (left === 0) throw new Error('the line is cut');
		left -= 1;
	};
	return {
		get: (path) => {
			spend();
			return administrator.get(path);
		},
		send: (method, path, body) => {
			spend();
			return administrator.send(method, path, body);
		},
		upload: (fields, file) => {
			spend();
			return administrator.upload(fields, file);
		}
	};
}
