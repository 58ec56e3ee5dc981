import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Knex } from 'knex';
import { covers } from '../../access/folders.ts';
import { DRAWING_TYPE, LARGEST_SIDE, PICTURE_TYPES } from '@portico/contract/pictures.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Metadata that Directus has read from a file. */
interface File {
	type: string | null;
	/** In pixels. */
	width: number | null;
	height: number | null;
}

/**
 * Refuses an article with a cover that the site would not show: a file that is no picture, or lies outside the public
 * folder.
 */
export const coverRules: HookConfig = ({ filter }) => {
	for (const event of ['create', 'update']) {
		filter<Record<string, unknown>>(`articles.items.${event}`, async (values, _meta, context) => {
			const id = idOf(values['cover']);
			if (id !== null) await refuseHidden(id, context.database);
			return values;
		});
	}
};

/** The file that a cover names, by its id or by an object that also changes its fields; null for none. */
function idOf(cover: unknown): string | null {
	const isObject = typeof cover === 'object' && cover !== null;
	const id: unknown = isObject && 'id' in cover ? cover.id : cover;
	return typeof id === 'string' ? id : null;
}

/** Whether Directus can draw a file as a picture. A broken one has no size. */
export function isDrawable({ type, width, height }: File): boolean {
	if (type === DRAWING_TYPE) return true;
	return Boolean(width) && Boolean(height) && Math.max(width ?? 0, height ?? 0) <= LARGEST_SIDE;
}

/** @throws with the fix in the message. Directus itself reports a missing file. */
async function refuseHidden(id: string, database: Knex): Promise<void> {
	// PostgreSQL compares only UUIDs with an id: Directus would answer 500
	if (!UUID.test(id)) throw new InvalidPayloadError({ reason: 'The cover is no id of a file' });
	const file = await database('directus_files')
		.where({ id })
		.first<(File & { folder: string | null }) | undefined>('type', 'width', 'height', 'folder');
	if (!file) return;
	if (!PICTURE_TYPES.includes(file.type ?? '')) {
		const reason = `The cover is ${file.type ?? 'of an unknown type'}, which browsers do not show. Use JPEG, PNG, WebP, AVIF, GIF or SVG`;
		throw new InvalidPayloadError({ reason });
	}
	if (!isDrawable(file)) {
		const { width, height } = file;
		const reason =
			width && height
				? `The cover has ${width} × ${height} pixels, and pictures of more than ${LARGEST_SIDE} a side are not shown. Save it smaller`
				: 'The cover cannot be read as a picture. Save it anew and upload that';
		throw new InvalidPayloadError({ reason });
	}
	if (file.folder !== covers.id) {
		const reason = `The cover is not in the folder ${covers.name}, so visitors cannot see it. Move the file there first`;
		throw new InvalidPayloadError({ reason });
	}
}
