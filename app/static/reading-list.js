// The reading list without reloads, and alike in all open tabs: its forms are sent in the background, and the page that
// answers shows what this one should show. Rows can be dragged. Everything works without it.

const TIMEOUT_MS = 10_000;
/** So near to an edge of the screen, dragging scrolls. */
const EDGE_PX = 64;
const SCROLL_PX = 10;
const LIST = '[data-reading-list-page]';

/** One form after the other: each answer shows the whole list. @type {Promise<unknown>} */
let sending = Promise.resolve();
/** A form that the browser itself sends now. @type {EventTarget | null} */
let passed = null;
let channel = listen();

// open, it would keep the page out of the bfcache
addEventListener('pagehide', () => channel.close());
addEventListener('pageshow', ({ persisted }) => {
	if (persisted) channel = listen();
});

addEventListener('submit', (event) => {
	const { target, submitter, defaultPrevented } = event;
	if (!(target instanceof HTMLFormElement) || !target.matches('[data-reading-list]')) return;
	// static/behaviour.js stops a second one
	if (target === passed || defaultPrevented) return;
	event.preventDefault();
	const action = submitter?.getAttribute('formaction') ?? target.getAttribute('action') ?? '';
	send(target, action, new FormData(target, submitter), () => {
		passed = target;
		target.requestSubmit(submitter);
	});
});

addEventListener('pointerdown', (event) => {
	const { target, button } = event;
	const handle = target instanceof Element ? target.closest('[data-drag]') : null;
	const row = handle?.closest('[data-entry]');
	if (!(row instanceof HTMLElement) || button !== 0) return;
	event.preventDefault();
	drag(row, event.pageY);
});

function listen() {
	const opened = new BroadcastChannel('portico-reading-list');
	opened.onmessage = ({ data }) => {
		if (data !== memberOf(document)) return;
		sending = sending.then(() => load(location.href)).then(show, () => {});
	};
	return opened;
}

/**
 * Sends a form, shows the result, and tells the other tabs.
 *
 * @param {HTMLFormElement} form
 * @param {string} action
 * @param {FormData} fields
 * @param {() => void} sendByBrowser where the answer is another page, such as that to sign in
 */
function send(form, action, fields, sendByBrowser) {
	form.ariaBusy = 'true';
	// without files, a form is a list of texts
	const body = new URLSearchParams(/** @type {[string, string][]} */ ([...fields]));
	sending = sending
		.then(() => load(action, { method: 'POST', body }))
		.then(async (page) => {
			form.ariaBusy = null;
			if (!(await show(page))) return sendByBrowser();
			announce(page);
			channel.postMessage(memberOf(document));
		})
		.catch(sendByBrowser);
	return sending;
}

/**
 * @param {string} address
 * @param {RequestInit} [options]
 */
async function load(address, options) {
	const signal = AbortSignal.timeout(TIMEOUT_MS);
	const response = await fetch(address, { headers: { accept: 'text/html' }, signal, ...options });
	return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/** @param {Document} page */
function memberOf(page) {
	return page.querySelector('[data-member]')?.getAttribute('data-member') ?? null;
}

/**
 * Shows what another page says of the list; false where it says nothing of it, or of another member's.
 *
 * @param {Document} page
 */
async function show(page) {
	const list = document.querySelector(LIST);
	const fresh = page.querySelector(LIST);
	const button = page.querySelector('[data-listed]');
	const message = page.querySelector('[role=alert] h2')?.textContent ?? null;
	const isKnown = list ? fresh !== null : message !== null || button !== null;
	if (!isKnown || memberOf(page) !== memberOf(document)) return false;

	const focusAgain = focusIn(list);
	const listed = button ? button.getAttribute('data-listed') === 'true' : null;
	/** @type {{ listed: boolean | null, message: string | null, loaded?: Promise<void> }} */
	const detail = { listed, message };
	// a hydrated list cancels the event and loads its data again
	const isOurs = dispatchEvent(new CustomEvent('readinglist', { cancelable: true, detail }));
	if (isOurs && list && fresh) list.replaceWith(fresh);
	await detail.loaded;
	focusAgain();
	return true;
}

/**
 * The function that focuses the same button of the list again; beside it where that is disabled now; in the row that took
 * its place; or the heading.
 *
 * @param {Element | null} list
 */
function focusIn(list) {
	const focused = list?.contains(document.activeElement) ? document.activeElement : null;
	const entry = focused?.closest('[data-entry]');
	if (!list || !entry) return () => {};
	const id = entry.getAttribute('data-entry');
	const name = focused?.getAttribute('data-button');
	const index = [...list.querySelectorAll('[data-entry]')].indexOf(entry);
	return () => {
		const shown = document.querySelector(LIST);
		const rows = [...document.querySelectorAll('[data-entry]')];
		const row = rows.find((one) => one.getAttribute('data-entry') === id) ?? rows[index];
		const next =
			shown?.querySelector('[role=alert] > *') ??
			row?.querySelector(`[data-button="${name}"]:enabled`) ??
			row?.querySelector('[data-button]:enabled') ??
			shown?.querySelector('h1');
		if (next instanceof HTMLElement) next.focus();
	};
}

/** @param {Document} page */
function announce(page) {
	const text = page.querySelector('[role=status] p')?.textContent;
	if (!text) return;
	let region = document.querySelector('[data-reading-list-said]');
	if (!region) {
		region = document.createElement('div');
		region.className = 'sr-only';
		region.ariaLive = 'polite';
		region.setAttribute('data-reading-list-said', '');
		document.body.append(region);
	}
	region.textContent = text;
}

/**
 * Lets a row follow the pointer until it is dropped at another place. Escape puts it back.
 *
 * @param {HTMLElement} row
 * @param {number} startY in the document
 */
function drag(row, startY) {
	const rows = /** @type {HTMLElement[]} */ ([...(row.parentElement?.children ?? [])]);
	const from = rows.indexOf(row);
	// where they are while nothing has moved
	const middles = rows.map((one) => {
		const { top, height } = one.getBoundingClientRect();
		return top + height / 2 + scrollY;
	});
	const ended = new AbortController();
	let pointerY = startY - scrollY;
	let to = from;

	const place = () => {
		const moved = pointerY + scrollY - startY;
		const middle = (middles[from] ?? 0) + moved;
		to = middles.filter((other, index) => index !== from && other < middle).length;
		row.style.translate = `0 ${moved}px`;
		for (const [index, one] of rows.entries()) {
			one.toggleAttribute('data-drop-before', index === to && to < from);
			one.toggleAttribute('data-drop-after', index === to && to > from);
		}
	};
	const scroll = () => {
		if (ended.signal.aborted) return;
		const below = pointerY > innerHeight - EDGE_PX;
		if (below || pointerY < EDGE_PX) {
			scrollBy({ top: below ? SCROLL_PX : -SCROLL_PX, behavior: 'instant' });
			place();
		}
		requestAnimationFrame(scroll);
	};
	/** @param {boolean} dropped */
	const end = (dropped) => {
		ended.abort();
		for (const one of rows) {
			one.removeAttribute('data-drop-before');
			one.removeAttribute('data-drop-after');
		}
		void (dropped && to !== from ? drop(row, rows[to]) : Promise.resolve()).finally(() => {
			row.removeAttribute('data-dragged');
			row.style.translate = '';
		});
	};

	const { signal } = ended;
	row.setAttribute('data-dragged', '');
	const follow = (/** @type {PointerEvent} */ { clientY }) => {
		pointerY = clientY;
		place();
	};
	addEventListener('pointermove', follow, { signal });
	addEventListener('pointerup', () => end(true), { signal });
	addEventListener('pointercancel', () => end(false), { signal });
	addEventListener('keydown', ({ key }) => key === 'Escape' && end(false), { signal });
	requestAnimationFrame(scroll);
}

/**
 * Moves a row to the place of another; it stays where it was dropped until the list shows it there.
 *
 * @param {HTMLElement} row
 * @param {HTMLElement | undefined} other
 */
async function drop(row, other) {
	const form = row.querySelector('form');
	const action = row.parentElement?.getAttribute('data-move');
	const position = other?.getAttribute('data-place');
	if (!form || !action || !position) return;
	const fields = new FormData(form);
	fields.set('position', position);
	// the list says whether it was moved
	await send(form, action, fields, () => location.reload());
}
