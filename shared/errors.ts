/** An error that somebody can act on: `code` is dotted and stable (`note.not_found`), the message is for developers. */
export class CodedError extends Error {
  readonly code: string;
  /** Name of the offending input field, when there is one. */
  readonly field: string | undefined;

  constructor(code: string, message: string, options: { cause?: unknown; field?: string } = {}) {
    super(message, { cause: options.cause });
    this.name = 'CodedError';
    this.code = code;
    this.field = options.field;
  }
}

/** The value, or a `CodedError`: for things that cannot be absent unless there is a bug. */
export function present<T>(value: T | null | undefined, code: string): T {
  if (value === null || value === undefined) throw new CodedError(code, `${code}: expected a value`);
  return value;
}

/** The end of a `switch` over a union: a compile error when a case is missing. */
export function never(value: never): never {
  throw new CodedError('bug.unhandled_case', `unhandled case ${JSON.stringify(value)}`);
}
