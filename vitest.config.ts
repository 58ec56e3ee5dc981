import { defineConfig } from 'vitest/config';

const elsewhere = ['**/node_modules/**', '**/dist/**', '**/build/**'];

export default defineConfig({
	test: {
		projects: [
			{
				extends: './app/vite.config.ts',
				root: './app',
				test: {
					name: 'unit-app',
					include: ['src/**/*.test.ts']
				}
			},
			{
				test: {
					name: 'unit',
					include: ['scripts/**/*.test.ts', 'directus/**/*.test.ts'],
					exclude: [...elsewhere, 'directus/**/test/**']
				}
			},
			{
				test: {
					name: 'integration',
					include: ['app/test/**/*.test.ts', 'directus/**/test/**/*.test.ts'],
					exclude: elsewhere,
					globalSetup: './test/installation.ts',
					// they share one installation, whose settings some of them change
					fileParallelism: false,
					testTimeout: 30_000,
					hookTimeout: 60_000
				}
			},
			{
				test: {
					name: 'containers',
					include: ['test/**/*.test.ts'],
					testTimeout: 600_000
				}
			}
		]
	}
});
