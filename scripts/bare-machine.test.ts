import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'portico-bare-'));
for (const entry of ['scripts', 'contract', 'package.json']) {
	const filter = (source: string) => path.basename(source) !== 'node_modules';
	cpSync(path.join(ROOT, entry), path.join(folder, entry), { recursive: true, filter });
}
afterAll(() => rmSync(folder, { recursive: true }));

test('a machine without the packages writes the settings of the containers', () => {
	const options = ['--site-host', 'localhost', '--email', 'admin@example.com', '--file', '.env'];
	execFileSync(process.execPath, ['scripts/env-make.ts', ...options], { cwd: folder });
	expect(existsSync(path.join(folder, '.env'))).toBe(true);
});

test('a machine without the packages knows how to deploy', () => {
	const help = execFileSync(process.execPath, ['scripts/deploy.ts', '--help'], { cwd: folder });
	expect(help.toString()).toContain('Usage: ');
});
