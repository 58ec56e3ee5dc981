import { client, updateMe } from '../directus/client.ts';
import * as liveness from '../session/liveness.ts';

/** Changes the names of the token's owner; an empty one is removed. @throws {DirectusFailure} */
export async function changeNames(
	{ id, accessToken }: { id: string; accessToken: string },
	names: { first_name: string; last_name: string }
): Promise<void> {
	const changes = { first_name: names.first_name || null, last_name: names.last_name || null };
	await client(accessToken).request(updateMe(changes, { fields: ['id'] }));
	liveness.forget(id);
}
