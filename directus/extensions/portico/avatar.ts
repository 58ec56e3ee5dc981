import { ForbiddenError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Response, Router } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { avatars } from '../../access/folders.ts';
import { bytesOf, drawAvatar } from './avatar/picture.ts';
import { endpoint, type Context, type Request } from './endpoint.ts';
import { memberNamed, ownerOf } from './member.ts';

/** The part of Directus' services that is used. */
interface FilesService {
	uploadOne(stream: Readable, values: object, id: string, options: object): Promise<string>;
	deleteMany(ids: string[]): Promise<unknown>;
}
interface UsersService {
	updateOne(id: string, values: object): Promise<unknown>;
}
interface AssetsService {
	getAsset(
		id: string
	): Promise<{ stream: Readable; stat: { size: number }; file: { type: string } }>;
}

/**
 * The picture of the session's owner. It is drawn anew before it is kept, as one file with the id of its member, in a folder
 * that no policy shows: were files readable by who owns them, rights to content would depend on the person. Directus lets no
 * one be deleted who is noted as the uploader of a file, so none is noted here.
 */
export function avatar(router: Router, { database, services }: Context): void {
	router.get(
		'/me/avatar',
		endpoint(async (request, response) => {
			await sendAvatar({ id: ownerOf(request) }, request, response);
		})
	);

	router.get(
		'/member/avatar',
		endpoint(async (request, response) => {
			ownerOf(request);
			await sendAvatar(memberNamed(request), request, response);
		})
	);

	router.post(
		'/me/avatar',
		endpoint(async (request, response) => {
			const user = ownerOf(request);
			const picture = await drawAvatar(await bytesOf(request));
			const values = {
				id: user,
				folder: avatars.id,
				filename_download: 'avatar.webp',
				type: 'image/webp'
			};
			const { files, users } = servicesFor(request);
			// replaces the content where the file exists. No event: no page is made of it
			await files.uploadOne(Readable.from([picture]), values, user, { emitEvents: false });
			await users.updateOne(user, { avatar: user });
			response.status(204).end();
		})
	);

	router.delete(
		'/me/avatar',
		endpoint(async (request, response) => {
			const user = ownerOf(request);
			const { files, users } = servicesFor(request);
			await users.updateOne(user, { avatar: null });
			await files.deleteMany(await existing([user], database));
			response.status(204).end();
		})
	);

	async function sendAvatar(person: object, { schema }: Request, response: Response) {
		const row = await database('directus_users')
			.where(person)
			.first<{ avatar: string | null } | undefined>('avatar');
		if (!row?.avatar) throw new ForbiddenError();
		const assets = new services.AssetsService({ schema, knex: database }) as AssetsService;
		const { stream, stat, file } = await assets.getAsset(row.avatar);
		response.set({ 'Content-Type': file.type, 'Content-Length': String(stat.size) });
		await pipeline(stream, response);
	}

	/** No policy allows it: this endpoint does, for one file and one column. */
	function servicesFor({ accountability, schema }: Request) {
		const options = { knex: database, schema };
		const asMember = { ...options, accountability: { ...accountability, admin: true } };
		return {
			files: new services.FilesService(options) as FilesService,
			users: new services.UsersService(asMember) as UsersService
		};
	}
}

/** Removes the avatars of people who are deleted. */
export const avatarsOfDeleted: HookConfig = (
	{ action },
	{ database, services, getSchema, logger }
) => {
	action('users.delete', ({ keys }: { keys?: string[] }) => {
		remove(keys ?? []).catch((error: unknown) => {
			logger.error(error, 'The avatars of deleted people are still there');
		});
	});

	async function remove(people: string[]): Promise<void> {
		const ids = await existing(people, database);
		if (ids.length === 0) return;
		const options = { knex: database, schema: await getSchema() };
		await (new services.FilesService(options) as FilesService).deleteMany(ids);
	}
};

/** The people among these who have an avatar of their own. */
function existing(people: string[], database: Context['database']): Promise<string[]> {
	return database('directus_files')
		.where({ folder: avatars.id })
		.whereIn('id', people)
		.pluck<string[]>('id');
}
