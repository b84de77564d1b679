/** Something the person at the keyboard must put right: printed as one line, without a stack. */
export class Problem extends Error {
  readonly code = 'supervisor.problem';
  constructor(line: string, cause?: unknown) {
    super(line, { cause });
    this.name = 'Problem';
  }
}
