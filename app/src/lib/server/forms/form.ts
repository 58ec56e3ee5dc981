import * as v from 'valibot';

/** A form that no page of ours sends: not a form at all, a field given twice, or a file for a text. */
export class MalformedForm extends Error {
	override name = 'MalformedForm';
}

/** A form with more bytes than its fields can have. */
export class FormTooLarge extends Error {
	override name = 'FormTooLarge';
}

/** Bytes of a form without files; the server itself takes a little more than a form with an avatar has. */
const MAX_FORM_BYTES = 512 * 1024;

/** Whether a field is never given back to a page: a password, a code, a token. */
export function isSecret(field: string): boolean {
	return /password|otp|token|secret|code/i.test(field);
}

/** The fields of a form, each with its schema. */
export type Entries = Record<string, v.GenericSchema<string | undefined, unknown>>;
/** The names of a form's fields. */
export type Field<T extends Entries> = Extract<keyof T, string>;

/** A valid form, or the issues by field; `values` holds the submitted values, without secrets. */
export type ParsedForm<T extends Entries> = { values: Partial<Record<Field<T>, string>> } & (
	| { data: v.InferOutput<v.ObjectSchema<T, undefined>>; issues: null }
	| { data: null; issues: Partial<Record<Field<T>, string>> }
);

/**
 * Reads a request's form by a schema of its fields.
 *
 * @throws {MalformedForm} when it is not a form with each field once, as text
 */
export async function parseForm<const T extends Entries>(
	schema: v.ObjectSchema<T, undefined>,
	request: Request
): Promise<ParsedForm<T>> {
	return parseFields(schema, await readForm(request));
}

/**
 * The fields of a request, read up to a limit.
 *
 * @throws {MalformedForm} when it is not a form
 * @throws {FormTooLarge} when it has more bytes
 */
export async function readForm(
	request: Request,
	maxBytesWithFiles = MAX_FORM_BYTES
): Promise<FormData> {
	try {
		return await limited(request, maxBytesWithFiles).formData();
	} catch (cause) {
		// any other error is a body over this limit, or over Kit's
		throw cause instanceof TypeError ? new MalformedForm('not a form', { cause }) : cause;
	}
}

/** The body of a request, which fails with FormTooLarge at the limit. */
function limited({ body, headers }: Request, maxBytesWithFiles: number): Response {
	const type = headers.get('content-type');
	// no other form has files
	const maxBytes = type?.startsWith('multipart/form-data') ? maxBytesWithFiles : MAX_FORM_BYTES;
	return new Response(body && counted(body, maxBytes), {
		headers: type === null ? {} : { 'content-type': type }
	});
}

function counted(
	body: ReadableStream<Uint8Array<ArrayBuffer>>,
	maxBytes: number
): ReadableStream<Uint8Array<ArrayBuffer>> {
	const reader = body.getReader();
	let size = 0;
	return new ReadableStream({
		pull: async (controller) => {
			const { done, value } = await reader.read();
			if (done) {
				controller.close();
				return;
			}
			size += value.byteLength;
			if (size <= maxBytes) {
				controller.enqueue(value);
				return;
			}
			controller.error(new FormTooLarge(`more than ${maxBytes} bytes`));
			// the rest is dropped: were it canceled, the connection would end before the answer
			while (!(await reader.read()).done);
		}
	});
}

/** The file of a field, or null where none was chosen. @throws {MalformedForm} for a text, or for several */
export function fileIn(form: FormData, field: string): File | null {
	const [value, ...more] = form.getAll(field);
	if (value === undefined) return null;
	if (more.length > 0 || !(value instanceof File)) throw new MalformedForm(`field ${field}`);
	return value.size > 0 ? value : null;
}

/** Reads the fields that a schema names. @throws {MalformedForm} where one is given twice or is no text */
export function parseFields<const T extends Entries>(
	schema: v.ObjectSchema<T, undefined>,
	form: FormData
): ParsedForm<T> {
	const fields = Object.keys(schema.entries) as Field<T>[]; // an object's own keys are those of its type
	const given = Object.fromEntries(fields.map((field) => [field, textOf(form, field)]));
	const values = Object.fromEntries(
		Object.entries(given).filter(([field, value]) => value !== undefined && !isSecret(field))
	) as Partial<Record<Field<T>, string>>; // only fields of the schema are in it

	const result = v.safeParse(schema, given);
	if (result.success) return { data: result.output, issues: null, values };
	const issues: Partial<Record<Field<T>, string>> = {};
	for (const issue of result.issues) {
		const field = issue.path?.[0].key as Field<T>; // every issue of a flat object is a field's
		issues[field] ??= issue.message;
	}
	return { data: null, issues, values };
}

function textOf(form: FormData, field: string): string | undefined {
	const [value, ...more] = form.getAll(field);
	if (more.length > 0 || value instanceof File) throw new MalformedForm(`field ${field}`);
	return value;
}
