import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Knex } from 'knex';
import { covers } from '../../access/folders.ts';
import { PICTURE_TYPES } from '../../access/pictures.ts';

/**
 * Tells an editor who saves an article that its cover would not show: the site leaves out what is no picture, and what
 * does not lie where everybody may see it.
 */
export const coverRules: HookConfig = ({ filter }) => {
	for (const event of ['create', 'update']) {
		filter<Record<string, unknown>>(`articles.items.${event}`, async (values, _meta, context) => {
			if (typeof values['cover'] === 'string')
				await refuseHidden(values['cover'], context.database);
			return values;
		});
	}
};

/** @throws with what to do about it. A file that is not there is left to Directus, which says so. */
async function refuseHidden(id: string, database: Knex): Promise<void> {
	const file = await database('directus_files')
		.where({ id })
		.first<{ type: string | null; folder: string | null } | undefined>('type', 'folder');
	if (!file) return;
	if (!PICTURE_TYPES.includes(file.type ?? '')) {
		const reason = `The cover is ${file.type ?? 'of an unknown type'}, which browsers do not show. Use JPEG, PNG, WebP, AVIF, GIF or SVG`;
		throw new InvalidPayloadError({ reason });
	}
	if (file.folder !== covers.id) {
		const reason = `The cover is not in the folder ${covers.name}, so visitors cannot see it. Move the file there first`;
		throw new InvalidPayloadError({ reason });
	}
}
