import { ForbiddenError, InvalidCredentialsError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Router } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { avatars } from '../../access/folders.ts';
import { bytesOf, drawAvatar } from './avatar/picture.ts';
import { endpoint, type Context, type Request } from './endpoint.ts';

/** The service that draws and stores files, as far as it is used. */
interface FilesService {
	uploadOne(stream: Readable, values: object, id?: string, options?: object): Promise<string>;
	deleteMany(ids: string[]): Promise<unknown>;
}
interface UsersService {
	updateOne(id: string, values: object): Promise<unknown>;
}
interface AssetsService {
	getAsset(id: string): Promise<{ stream: Readable; stat: { size: number }; file: { type: string } }>;
}

/**
 * The picture of the session's owner. It is drawn anew before it is kept, as the member's one file in a folder that no
 * policy shows: members have no right to files, so that rights to content depend on no person.
 */
export function avatar(router: Router, { database, services }: Context): void {
	router.get(
		'/me/avatar',
		endpoint(async (request, response) => {
			const user = ownerOf(request);
			const row = await database('directus_users').where({ id: user }).first<Row>('avatar');
			if (!row?.avatar) throw new ForbiddenError();
			const { schema } = request;
			const assets = new services.AssetsService({ schema, knex: database }) as AssetsService;
			const { stream, stat, file } = await assets.getAsset(row.avatar);
			response.set({ 'Content-Type': file.type, 'Content-Length': String(stat.size) });
			await pipeline(stream, response);
		})
	);

	router.post(
		'/me/avatar',
		endpoint(async (request, response) => {
			const user = ownerOf(request);
			const picture = await drawAvatar(await bytesOf(request));
			const values = {
				folder: avatars.id,
				filename_download: 'avatar.webp',
				type: 'image/webp'
			};
			// the file of an earlier avatar gets the new content. No event: no page is made of it
			const { files, users } = servicesFor(request);
			const id = await files.uploadOne(Readable.from([picture]), values, await ownFile(user), {
				emitEvents: false
			});
			await users.updateOne(user, { avatar: id });
			response.status(204).end();
		})
	);

	router.delete(
		'/me/avatar',
		endpoint(async (request, response) => {
			const user = ownerOf(request);
			const { files, users } = servicesFor(request);
			await users.updateOne(user, { avatar: null });
			const own = await ownFile(user);
			if (own !== undefined) await files.deleteMany([own]);
			response.status(204).end();
		})
	);

	async function ownFile(user: string): Promise<string | undefined> {
		const file = await database('directus_files')
			.where({ folder: avatars.id, uploaded_by: user })
			.first<{ id: string } | undefined>('id');
		return file?.id;
	}

	/** No policy allows it: this endpoint does, for the one file and the one column. Directus' log names the member. */
	function servicesFor({ accountability, schema }: Request) {
		const options = { knex: database, schema, accountability: { ...accountability, admin: true } };
		return {
			files: new services.FilesService(options) as FilesService,
			users: new services.UsersService(options) as UsersService
		};
	}
}

/** The owner of the session. @throws 401 for static tokens and tokens of shares */
function ownerOf({ accountability: { user, session } }: Request): string {
	if (!user || !session) throw new InvalidCredentialsError();
	return user;
}

/** Removes the avatars of people who are deleted: the database then empties `uploaded_by`. */
export const avatarsOfDeleted: HookConfig = ({ action }, { database, services, getSchema, logger }) => {
	action('users.delete', () => {
		removeOwnerless().catch((error: unknown) => {
			logger.error(error, 'The avatars of deleted people were not removed');
		});
	});

	async function removeOwnerless(): Promise<void> {
		const ownerless = await database('directus_files')
			.where({ folder: avatars.id, uploaded_by: null })
			.pluck<string[]>('id');
		if (ownerless.length === 0) return;
		const schema = await getSchema();
		const files = new services.FilesService({ knex: database, schema }) as FilesService;
		await files.deleteMany(ownerless);
	}
};

interface Row {
	avatar: string | null;
}
