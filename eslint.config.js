import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';
import { importDirection } from './scripts/testing/import-direction.js';
import { visitorWords } from './scripts/testing/visitor-words.js';

/**
 * Imports that a folder may not make; the table in CONTRIBUTING.md says which layer may know which.
 *
 * @param {string[]} files
 * @param {({ message: string } & ({ group: string[] } | { regex: string }))[]} patterns
 * @returns {import('eslint').Linter.Config}
 */
function boundary(files, ...patterns) {
	return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

const notForContract = {
	regex: '^(?!\\.\\.?/|node:|valibot$)',
	message: 'The contract needs the schema library only, so that every side can import it.'
};
const directusClient = {
	group: ['@directus/*'],
	message: 'Only lib/server/directus talks to Directus.'
};
const server = {
	// without the backslash a comment, as in .gitignore
	group: ['\\#lib/server/**', '**/lib/server/**', '$app/env/private'],
	message: 'A component receives data; it does not fetch.'
};
const routes = { group: ['**/routes/**'], message: 'Routes know modules, never the other way.' };

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
	{ ...boundary(['contract/*.ts'], notForContract), ignores: ['**/*.test.ts'] },
	{
		files: ['app/src/**/*.{ts,svelte}'],
		// these speak to operators
		ignores: ['**/*.test.ts', 'app/src/lib/server/{directus,metrics,operations,tracing}/**'],
		rules: { 'portico/visitor-words': 'error' }
	},
	// an outcome that is new is seen wherever outcomes are told apart
	{
		files: ['app/src/**/*.ts'],
		rules: { '@typescript-eslint/switch-exhaustiveness-check': 'error' }
	},
	boundary(['app/src/routes/**'], directusClient),
	boundary(['app/src/lib/components/**'], directusClient, server, routes),
	boundary(['app/src/lib/server/**'], directusClient, routes),
	boundary(['app/src/lib/server/directus/**'], routes)
);
