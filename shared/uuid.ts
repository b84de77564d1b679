function hex(bytes: Iterable<number>): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** A UUIDv7 (RFC 9562 §5.7) of a time in milliseconds since the epoch and ten random bytes. */
export function uuidv7(ms: number, random: Uint8Array): string {
  const time = Math.floor(ms).toString(16).padStart(12, '0');
  const [a = 0, b = 0, c = 0, ...rest] = random.subarray(0, 10);
  const tail = hex([0x70 | (a & 0x0f), b, 0x80 | (c & 0x3f), ...rest]);
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail.slice(0, 4)}-${tail.slice(4, 8)}-${tail.slice(8)}`;
}

/** When a UUIDv7 was made; of any other id an instant before all. */
export const madeAt = (id: string): string =>
  id[14] === '7' ? new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toISOString() : '';
