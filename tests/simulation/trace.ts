/** What happened, line by line; two days with the same hash went the same way. */
export type Trace = {
  add(line: string): void;
  hash(): string;
  /** The last lines, for a person who looks for the cause; kept only when asked for. */
  lines(): readonly string[];
};

export function createTrace(nowMs: () => number, keep: boolean): Trace {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  const lines: string[] = [];
  return {
    add(line) {
      const whole = `${nowMs()} ${line}`;
      for (let i = 0; i < whole.length; i += 1) {
        const code = whole.charCodeAt(i);
        a = Math.imul(a ^ code, 2654435761);
        b = Math.imul(b ^ code, 1597334677);
      }
      if (keep) lines.push(whole);
    },
    hash: () => [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join(''),
    lines: () => lines,
  };
}
