/**
 * What the lists of stolen passwords begin with, apart from the digits and signs that people add. Guessing begins here,
 * so that these are no passwords (OWASP ASVS 6.2.4); whole lists of them would say little more.
 */
const WORDS = new Set(
	`aaron abc abcd abcde access admin administrator adobe alexander alexandra amanda american andrea andrew angel angels
	anthony apple arsenal asdf asdfgh asdfghjkl ashley asshole august austin autumn azerty badboy bailey banana barcelona
	baseball basketball batman beautiful benjamin bitch blessed bond boston brandon bubbles buster butterfly calvin
	canada carlos caroline changeit changeme charles charlie charlotte cheese chelsea chester chicken chocolate christian
	christmas christopher cocacola coffee compaq computer cookie corvette cowboys creative crystal dallas daniel danielle
	default dennis diamond dolphin dragon eagles elephant elizabeth eminem everton facebook fender ferrari fish florence
	flower flowers football forever francis freedom friend friends fuckme fuckoff fuckyou george gfhjkm ginger google
	gordon guest guitar hallo hannah happy hardcore harley hello hockey hottie hunter iceman iloveu iloveyou internet
	jackson jasmine jennifer jessica jonathan jordan joseph joshua juventus killer kitten knight ladybug letmein
	liverpool london lovely loveme lover loveyou maggie manchester marina marlboro martin master matrix matthew maverick
	melissa mercedes merlin metallica michael michelle midnight monday monika monkey monster mother motorola mustang
	mynoob naruto nascar natasha newyork nicholas nicole nothing november october oliver orange pakistan pass passport
	passw passwd passwor password passwort patrick peanut pepper pokemon porsche portico princess purple qazwsx qwer qwert
	qwerty qwertyuiop qwertz rainbow rangers raiders ranger red robert rockstar root samantha samsung sandra scooter
	scorpion secret september sexy shadow silver simone slayer slipknot snoopy soccer sophie spiderman spring starwars
	steelers strawberry success summer sunday sunshine superman superstar sweetheart sweety swordfish taylor teacher
	tennis teresa test tester testing thomas thunder tigers tigger tinkerbell tomcat trustno turtle user username vanessa
	victor victoria warrior welcome whatever william winner winter wizard xxx yamaha yankees yellow zaq zxcv zxcvbn
	zxcvbnm`.split(/\s+/)
);

/** As fingers walk over a keyboard; also backwards. */
const WALKS = [
	'01234567890123456789',
	'abcdefghijklmnopqrstuvwxyz',
	'qwertyuiopasdfghjklzxcvbnm',
	'qwertzuiopasdfghjklyxcvbnm',
	'azertyuiopqsdfghjklmwxcvbn',
	'1qaz2wsx3edc4rfv5tgb6yhn7ujm',
	'1q2w3e4r5t6y7u8i9o0p',
	'q1w2e3r4t5y6u7i8o9p0',
	'qazwsxedcrfvtgbyhnujm'
].flatMap((walk) => [walk, [...walk].reverse().join('')]);

/** Which letter a sign stands for, where people think that nobody would guess that. */
const DISGUISES: Record<string, string> = {
	'0': 'o',
	'1': 'i',
	'3': 'e',
	'4': 'a',
	'5': 's',
	'7': 't',
	'@': 'a',
	$: 's',
	'!': 'i'
};
const MOST_DIGITS = 10;

/** Whether a password is among the first that are guessed. */
export function isCommon(password: string): boolean {
	const typed = password.toLowerCase();
	if (typed === '') return false;
	const isDigits = /^\d+$/.test(typed) && typed.length <= MOST_DIGITS;
	const isRepeated = /^(.{1,4}?)\1+$/su.test(typed);
	if (isDigits || isRepeated || WALKS.some((walk) => walk.includes(typed))) return true;
	return [typed, undisguised(typed), undisguised(coreOf(typed))].some(isWord);
}

/** A word with whatever is around it that is no letter; also twice the same. */
function isWord(text: string): boolean {
	const core = coreOf(text);
	const half = core.slice(0, core.length / 2);
	return WORDS.has(core) || (half + half === core && WORDS.has(half));
}

function coreOf(text: string): string {
	return /\p{L}(.*\p{L})?/su.exec(text)?.[0] ?? '';
}

function undisguised(text: string): string {
	return text.replace(/[013457@$!]/g, (sign) => DISGUISES[sign] ?? sign);
}
