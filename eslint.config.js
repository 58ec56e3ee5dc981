import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';
import { importDirection } from './scripts/testing/import-direction.js';
import { visitorWords } from './scripts/testing/visitor-words.js';

export default defineConfig(
	globalIgnores([
		'**/build/',
		'**/dist/',
		'**/.svelte-kit/',
		'.portico*/',
		'backups/',
		'**/coverage/'
	]),
	js.configs.recommended,
	{
		files: ['**/*.ts', '**/*.svelte', '**/*.svelte.ts'],
		extends: [typescript.configs.recommendedTypeChecked],
		languageOptions: {
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] }
		}
	},
	svelte.configs.recommended,
	prettier,
	svelte.configs.prettier,
	{
		languageOptions: { globals: { ...globals.node } },
		linterOptions: { reportUnusedDisableDirectives: 'error' }
	},
	{
		files: ['app/src/**/*.svelte', 'app/src/**/*.svelte.ts'],
		languageOptions: {
			globals: globals.browser,
			parserOptions: { parser: typescript.parser }
		}
	},
	{ files: ['app/static/**/*.js'], languageOptions: { globals: globals.browser } },
	{
		files: ['**/*.ts', '**/*.svelte'],
		rules: {
			// TypeScript finds these itself, with types
			'no-undef': 'off',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			// redirect() and error() of Kit are thrown values that are not Errors
			'@typescript-eslint/only-throw-error': 'off'
		}
	},
	{
		plugins: {
			portico: { rules: { 'import-direction': importDirection, 'visitor-words': visitorWords } }
		},
		rules: { 'portico/import-direction': 'error' }
	},
	{
		files: ['app/src/**/*.{ts,svelte}'],
		// these speak to operators, and api to developers, in English as Directus' own errors
		ignores: ['**/*.test.ts', 'app/src/lib/server/{api,directus,metrics,operations,tracing}/**'],
		rules: { 'portico/visitor-words': 'error' }
	},
	{
		// its errors are for callers of Directus' API, in English as Directus' own: the app goes by their codes
		files: ['directus/extensions/portico/**/*.ts'],
		// the subjects of emails whose text is Directus' own, in English
		ignores: ['**/*.test.ts', '**/recovery.ts'],
		rules: { 'portico/visitor-words': ['error', { sentences: false }] }
	},
	// the compiler finds every switch that lacks a new outcome
	{
		files: ['app/src/**/*.ts'],
		rules: { '@typescript-eslint/switch-exhaustiveness-check': 'error' }
	}
);
