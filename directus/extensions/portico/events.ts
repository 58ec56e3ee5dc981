import type { HookConfig } from '@directus/extensions';
import type { ChangeEvent } from '@portico/contract/webhook.ts';
import { randomUUID } from 'node:crypto';
import { Announcer } from './events/announcer.ts';
import {
	changeOfAccess,
	changeAtStart,
	changeOfActivity,
	changeOfContent,
	changeOfUsers,
	concerning,
	type Change,
	type Report
} from './events/change.ts';
import { Receiver } from './events/receiver.ts';
import { readSettings } from './events/event-settings.ts';
import { rightsMemory } from './rights/rights-memory.ts';

/** Events of Directus by the kind of change. Wildcards would include every read. */
const CHANGES: [events: string[], changeOf: (report: Report) => Change | null][] = [
	[['users.update', 'users.delete'], changeOfUsers],
	[
		['roles', 'policies', 'access', 'permissions'].flatMap((scope) =>
			['create', 'update', 'delete'].map((verb) => `${scope}.${verb}`)
		),
		changeOfAccess
	],
	[
		[
			...['create', 'update', 'delete', 'sort'].map((verb) => `items.${verb}`),
			...['upload', 'update', 'delete'].map((verb) => `files.${verb}`),
			'settings.update'
		],
		changeOfContent
	],
	[['activity.create'], changeOfActivity],
	[['server.start'], changeAtStart]
];

/** Sends invalidations to the app, at every address in PORTICO_EVENTS_URLS. */
export const events: HookConfig = ({ action }, context) => {
	const { env, logger } = context;
	const settings = readSettings(env);
	if (!settings) return;

	const receivers = settings.urls.map((url) => new Receiver(url, settings.keys, logger));
	const announcer = new Announcer((data) => {
		const timestamp = new Date().toISOString();
		const event: ChangeEvent = { type: 'directus.changed', timestamp, data };
		const body = JSON.stringify(event);
		const message = { id: `msg_${randomUUID()}`, body };
		for (const receiver of receivers) void receiver.deliver(message);
	});

	const memory = rightsMemory(context);
	// sent rather than lost
	const isShown = (collection: string) => memory.shows(collection).catch(() => true);

	const announce = async (change: Change) => {
		const concerned = await concerning(change, isShown);
		if (concerned) announcer.announce(concerned);
	};

	for (const [names, changeOf] of CHANGES) {
		for (const name of names) {
			action(name, (report) => {
				const change = changeOf(report);
				if (change) void announce(change);
			});
		}
	}
};
