// Tabs agree on who is signed in. A page with unsaved input stays, and says what changed.

const FRESH_MS = 20_000;
/** Set across a reload from here, which is not announced: tabs cannot send each other in circles. */
const FOLLOWED = 'session-followed';

const notice = document.createElement('div');
notice.className = 'notice';
let confirmedAt = Date.now();
let asking = false;
let channel = open();

if (!sessionStorage.getItem(FOLLOWED)) announce();
sessionStorage.removeItem(FOLLOWED);

// open, it would keep the page out of the bfcache
addEventListener('pagehide', () => channel.close());
addEventListener('pageshow', ({ persisted }) => {
	if (persisted) channel = open();
	askIfStale();
});
addEventListener('visibilitychange', askIfStale);

function open() {
	const opened = new BroadcastChannel('session');
	opened.onmessage = ({ data }) => {
		if (data === shown()) notice.remove();
		else void ask();
	};
	return opened;
}

/** The id of the member; undefined for a guest, empty where the site does not know. */
function shown() {
	return document.querySelector('[data-member]')?.getAttribute('data-member') ?? undefined;
}

function announce() {
	if (shown() !== '') channel.postMessage(shown());
}

function askIfStale() {
	if (!document.hidden && Date.now() - confirmedAt > FRESH_MS) void ask();
}

async function ask() {
	if (asking) return;
	asking = true;
	const response = await fetch('/session').catch(() => null);
	if (response?.ok) follow(await response.json());
	asking = false;
}

/** @param {{ member?: string, message: string }} session */
function follow({ member, message }) {
	confirmedAt = Date.now();
	// the tab that says otherwise is behind
	if (member === shown()) announce();
	else if (hasInput()) say(message);
	// a router loads the data again
	else if (dispatchEvent(new Event('sessionchange', { cancelable: true }))) reload();
}

/** Unsaved input, except on pages with a password. */
function hasInput() {
	if (document.querySelector('[type=password]')) return false;
	/** @type {NodeListOf<HTMLInputElement>} */
	const fields = document.querySelectorAll('textarea, input:not([type=checkbox], [type=radio])');
	return [...fields].some((field) => field.value !== field.defaultValue);
}

/** @param {string} message */
function say(message) {
	notice.innerHTML = '<p class="py-3"></p>';
	notice.children[0]?.append(message);
	document.querySelector('[role=status]')?.replaceChildren(notice);
}

/** By GET, without the action of a form. */
function reload() {
	sessionStorage.setItem(FOLLOWED, '1');
	location.replace(location.pathname + location.search.replace(/^\?\/[^&]*&?/, '?'));
}
