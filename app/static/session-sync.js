// Tabs of one browser agree on who is signed in. A page tells the others for whom it was made as soon as it is there; one
// that shows another person, or was not looked at for a while, asks the site, and then shows what that person may see. A page
// on which something was typed stays as it is, and says what changed.

const FRESH_MS = 20_000;
/** Remembers across a reload that this module caused it. */
const FOLLOWED = 'session-followed';
/** What the page shows while the site does not know its visitor. */
const UNKNOWN = 'unknown';

/** @type {BroadcastChannel} */
let channel;
let confirmedAt = Date.now();
const notice = document.createElement('div');
notice.className = 'notice';
/** @type {'no' | 'yes' | 'again'} */
let asking = 'no';

open();
// a reload that another tab caused tells it nothing new, and two tabs never send each other in circles
if (!sessionStorage.getItem(FOLLOWED)) announce();
sessionStorage.removeItem(FOLLOWED);

// an open channel keeps a page out of the cache for back and forward
addEventListener('pagehide', () => channel.close());
addEventListener('pageshow', ({ persisted }) => {
	if (!persisted) return;
	open();
	askIfStale();
});
addEventListener('visibilitychange', askIfStale);

function open() {
	channel = new BroadcastChannel('session');
	channel.onmessage = ({ data }) => {
		if (data === shown()) notice.remove();
		else void ask();
	};
}

/** The id of the member whom the page shows, null for a guest. */
function shown() {
	return document.querySelector('[data-member]')?.getAttribute('data-member') ?? null;
}

function announce() {
	if (shown() !== UNKNOWN) channel.postMessage(shown());
}

function askIfStale() {
	if (!document.hidden && Date.now() - confirmedAt > FRESH_MS) void ask();
}

async function ask() {
	if (asking !== 'no') {
		asking = 'again';
		return;
	}
	do {
		asking = 'yes';
		const response = await fetch('/session').catch(() => null);
		if (response?.ok) follow(await response.json());
	} while (/** @type {string} */ (asking) === 'again');
	asking = 'no';
}

/** @param {{ member: string | null, message: string }} session */
function follow({ member, message }) {
	confirmedAt = Date.now();
	// the tab that says otherwise is behind
	if (member === shown()) announce();
	else if (hasInput()) say(message);
	// pages with a router load their data anew
	else if (dispatchEvent(new Event('sessionchange', { cancelable: true }))) reload();
}

/** Whether something was typed that a reload would lose. Pages with a password are for signing in, or for one member. */
function hasInput() {
	if (document.querySelector('input[type=password]')) return false;
	const fields = document.querySelectorAll('input:not([type=checkbox], [type=radio]), textarea');
	return [...fields].some(
		(field) =>
			(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) &&
			field.value !== field.defaultValue
	);
}

/** @param {string} message */
function say(message) {
	const text = document.createElement('p');
	text.className = 'py-3';
	text.textContent = message;
	notice.replaceChildren(text);
	document.querySelector('[role="status"]')?.replaceChildren(notice);
}

/** By a GET: the page may be the answer to a form, whose action stands first in the query. */
function reload() {
	sessionStorage.setItem(FOLLOWED, '1');
	const url = new URL(location.href);
	for (const name of [...url.searchParams.keys()]) {
		if (name.startsWith('/')) url.searchParams.delete(name);
	}
	url.hash = '';
	location.replace(url);
}
