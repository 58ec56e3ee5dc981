import { firstLoad } from './scripts/testing/first-load.ts';

export default [
	{
		name: 'JavaScript and CSS of /signin',
		path: (await firstLoad('/signin')).map((file) => file.replaceAll('(', '\\(')),
		limit: '40 kB',
		gzip: true
	},
	{
		name: 'The agreement of tabs on who is signed in',
		path: 'app/build/client/session-sync.js',
		limit: '1 kB',
		gzip: true
	}
];
