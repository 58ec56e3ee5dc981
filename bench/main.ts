// npm run bench: the speed figures beside their limits, in one run. They inform: one that is missed fails nothing.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { thisMachine } from './machine.ts';
import { type Row, table } from './row.ts';
import { BENCH, parseSettings, type Settings } from './bench-settings.ts';
import open from '../test/support/start-installation.ts';
import { runCommand } from '../scripts/command/run-command.ts';

await runCommand(BENCH, parseSettings, run);

async function run(settings: Settings): Promise<void> {
	const machine = thisMachine();
	const close = await open();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => void close().then(() => process.exit(1)));
	}
	let rows: Row[];
	try {
		// it reads where the installation is as it is loaded
		const { measure, measureMany } = await import('./measure.ts');
		const password = process.env.PORTICO_TEST_DEMO_PASSWORD ?? '';
		rows = settings.scale
			? await measureMany(settings.scale, console.log)
			: await measure({ email: 'member@example.com', password }, settings, console.log);
	} finally {
		await close();
	}
	const file = path.resolve(settings.output);
	writeFileSync(file, `${JSON.stringify({ machine, settings, rows }, null, '\t')}\n`);

	const { processor, cores, node, load } = machine;
	console.log(`\n${table(rows)}\n`);
	console.log(`${processor}, ${cores} cores, Node ${node}, load ${load.toFixed(1)} before.`);
	console.log('Medians, least and most in brackets; what asks and what answers share the cores.');
	console.log(`All figures: ${path.relative(process.cwd(), file)}`);
}
