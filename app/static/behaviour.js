// Progressive enhancement: sends a form once, shows a password, closes a notice, focuses an error, announces messages.
// Plain JavaScript rather than components, so that the pages one signs in on need no framework, and so that forms
// behave alike on all pages. Everything works without it.

const BUSY_TIMEOUT_MS = 10_000;
/** Screen readers need a moment to register a new live region before they announce its content. */
const ANNOUNCE_DELAY_MS = 200;
/** In addresses that carry the way back. */
const WAY_BACK = 'redirectedFrom=';

document.documentElement.dataset.scripted = '';

addEventListener('submit', (event) => {
	const form = event.target;
	if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
	if (form.ariaBusy === 'true') {
		event.preventDefault();
		return;
	}
	for (const button of form.querySelectorAll('[data-reveal]')) reveal(button, false);
	if (form.action.includes(WAY_BACK)) form.action = withFragment(form.action);
	setBusy(form, true);
	// after the load was stopped, the form can be sent again
	setTimeout(() => setBusy(form, false), BUSY_TIMEOUT_MS);
});

// back and forward may bring a page back as it was left (bfcache)
addEventListener('pageshow', ({ persisted }) => {
	for (const form of document.forms) setBusy(form, false);
	if (persisted && isMembersPage()) location.reload();
});

// WebKit keeps pages on plain http although they are no-store: nothing of a member may appear after signing out
addEventListener('pagehide', ({ persisted }) => {
	if (persisted && isMembersPage()) document.documentElement.hidden = true;
});

addEventListener('click', ({ target }) => {
	if (!(target instanceof Element)) return;
	const button = target.closest('[data-reveal]');
	if (button) reveal(button, button.getAttribute('data-reveal') === 'hidden');
	target.closest('[data-dismiss]')?.parentElement?.setAttribute('hidden', '');
});

addEventListener('change', ({ target }) => {
	if (target instanceof HTMLInputElement && target.dataset.preview) void preview(target);
});

// a picture that is gone leaves no broken frame; capturing, since this event does not bubble
addEventListener(
	'error',
	({ target }) => {
		if (target instanceof HTMLImageElement) target.hidden = true;
	},
	true
);

// before the router looks at the link
addEventListener(
	'click',
	({ target }) => {
		const link = target instanceof Element ? target.closest('a') : null;
		if (link?.href.includes(WAY_BACK)) link.href = withFragment(link.href);
	},
	{ capture: true }
);

addEventListener('hashchange', scrollToPrefixedId);
scrollToPrefixedId();
focusMistake();
announceNotice();
submitProceedingForm();

/**
 * Marks a form as being submitted, for CSS and screen readers, and changes the label of its button.
 *
 * @param {HTMLFormElement} form
 * @param {boolean} busy
 */
function setBusy(form, busy) {
	if ((form.ariaBusy === 'true') === busy) return;
	form.ariaBusy = busy ? 'true' : null;
	for (const button of form.querySelectorAll('[data-submitting]')) {
		const label = button.textContent;
		button.textContent = button.getAttribute('data-submitting');
		button.setAttribute('data-submitting', label);
	}
}

/**
 * Draws the middle of the chosen picture on the field's canvas. A file that the browser cannot read leaves it empty: the
 * server says what is wrong with it.
 *
 * @param {HTMLInputElement} field
 */
async function preview({ dataset, files }) {
	const canvas = document.getElementById(dataset.preview ?? '');
	const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null;
	if (!context) return;
	const { width: side } = context.canvas;
	context.clearRect(0, 0, side, side);
	const [file] = files ?? [];
	const picture = file ? await createImageBitmap(file).catch(() => null) : null;
	if (!picture) return;
	const { width, height } = picture;
	const shown = Math.min(width, height);
	const [x, y] = [(width - shown) / 2, (height - shown) / 2];
	context.drawImage(picture, x, y, shown, shown, 0, 0, side, side);
	picture.close();
}

/** A page that shows a member has a button to sign out. */
function isMembersPage() {
	return [...document.forms].some(({ action }) => new URL(action).pathname === '/logout');
}

/**
 * Shows or hides the characters of the password field that the button belongs to.
 *
 * @param {Element} button
 * @param {boolean} shown
 */
function reveal(button, shown) {
	const field = document.getElementById(button.getAttribute('aria-controls') ?? '');
	if (field instanceof HTMLInputElement) field.type = shown ? 'text' : 'password';
	button.setAttribute('data-reveal', shown ? 'shown' : 'hidden');
}

/** A form that came back with mistakes starts where the first of them is. */
function focusMistake() {
	const mistake =
		document.querySelector('[aria-invalid="true"]') ?? document.querySelector('[role="alert"] > *');
	if (mistake instanceof HTMLElement) mistake.focus();
}

/** Ids of an editor's text stand under a prefix, which old bookmarks and other sites do not know. */
function scrollToPrefixedId() {
	if (location.hash === '' || document.querySelector(':target')) return;
	for (const element of document.querySelectorAll('[id^="text-"]')) {
		if (`#${encodeURIComponent(element.id.slice(5))}` !== location.hash) continue;
		element.scrollIntoView();
		return;
	}
}

/** A live region is announced only when it changes; content that is in the page from the start needs a new one. */
function announceNotice() {
	const text = document.querySelector('[role="status"] p')?.textContent;
	if (!text) return;
	const liveRegion = document.createElement('div');
	liveRegion.className = 'sr-only';
	liveRegion.ariaLive = 'polite';
	document.body.append(liveRegion);
	setTimeout(() => (liveRegion.textContent = text), ANNOUNCE_DELAY_MS);
}

/** A form without visible fields is sent at once, except on a page from the browser's history. */
function submitProceedingForm() {
	const [{ type = 'navigate' } = {}] = performance
		.getEntriesByType('navigation')
		.map((entry) => /** @type {PerformanceNavigationTiming} */ (entry));
	const form = document.querySelector('form[data-proceeds]');
	if (form instanceof HTMLFormElement && type === 'navigate') form.requestSubmit();
}

/**
 * The same address with the fragment of this one, which browsers pass on from redirect to redirect: servers never see it.
 * A fragment that belongs to an intermediate page is not part of the return path.
 *
 * @param {string} address
 */
function withFragment(address) {
	const { hash, search } = location;
	const isOwn = search.includes(WAY_BACK) && document.querySelector(':target') !== null;
	const url = new URL(address);
	if (hash !== '' && !isOwn) url.hash = hash;
	return url.href;
}
