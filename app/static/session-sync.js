// Tabs agree on who is signed in. A page with unsaved input stays, and says what changed.

const FRESH_MS = 20_000;
/** Set while this module reloads a page, which then announces nothing: tabs cannot send each other in circles. */
const FOLLOWED = 'portico-session-followed';

let confirmedAt = Date.now();
/** @type {Promise<void> | undefined} */
let asking;
let channel = listen();

if (!sessionStorage.getItem(FOLLOWED)) announce();
sessionStorage.removeItem(FOLLOWED);

// open, it would keep the page out of the bfcache
addEventListener('pagehide', () => channel.close());
addEventListener('pageshow', ({ persisted }) => {
	if (persisted) channel = listen();
	askIfStale();
});
addEventListener('visibilitychange', askIfStale);

function listen() {
	const opened = new BroadcastChannel('portico-session');
	opened.onmessage = ({ data }) => {
		if (data === shown()) say('');
		// an answer on its way may be older than this message
		else if (asking) void asking.then(ask);
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

/** Without an answer the next occasion asks again. */
function ask() {
	return (asking ??= fetchSession()
		.catch(() => {})
		.finally(() => (asking = undefined)));
}

async function fetchSession() {
	const response = await fetch('/session', { signal: AbortSignal.timeout(10_000) });
	if (response.ok) follow(await response.json());
}

/** @param {{ member?: string, message: string }} session */
function follow({ member, message }) {
	// a form on its way brings a page of its own
	if (has('[aria-busy=true]')) return;
	confirmedAt = Date.now();
	if (member !== shown() && hasInput()) return say(message);
	say('');
	// the tab that says otherwise is behind
	if (member === shown()) announce();
	// a hydrated page cancels the event and loads its data again
	else if (dispatchEvent(new Event('sessionchange', { cancelable: true }))) reload();
}

/** @param {string} selector */
function has(selector) {
	return document.querySelector(selector) !== null;
}

/** Input that a reload would lose. */
function hasInput() {
	// a kept form, on the sign-in page
	if (has('[name=kept]')) return true;
	// a sign-in elsewhere answers these pages
	if (has('[autocomplete$=-password]')) return false;
	// in a form that came back, what was typed is the default
	if (has('[role=alert]')) return true;
	/** @type {NodeListOf<HTMLInputElement>} */
	const fields = document.querySelectorAll('textarea, input:not([type=checkbox], [type=radio])');
	return (
		[...fields].some((field) => field.value !== field.defaultValue) ||
		[...document.querySelectorAll('option')].some((one) => one.selected !== one.defaultSelected)
	);
}

/** @param {string} message */
function say(message) {
	const place = document.querySelector('[data-session-notice]');
	// the same again would be announced again
	if (place && place.textContent !== message) place.textContent = message;
}

/** By GET, without the action of a form. */
function reload() {
	sessionStorage.setItem(FOLLOWED, '1');
	location.replace(location.pathname + location.search.replace(/^\?\/[^&]*&?/, '?'));
}
