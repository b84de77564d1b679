/** A whole sound, or the one range asked for: some browsers play only what they can seek in. */
export function answerSound(
  { content, contentType }: { readonly content: Uint8Array; readonly contentType: string },
  range: string | undefined,
): Response {
  const headers = { 'content-type': contentType, 'accept-ranges': 'bytes', 'cache-control': 'private, no-store' };
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  const from = Number(asked?.[1] ?? 0);
  if (asked === null || from >= content.length) return new Response(new Uint8Array(content), { headers });
  const to = Math.min(asked[2] ? Number(asked[2]) : content.length - 1, content.length - 1);
  return new Response(new Uint8Array(content.subarray(from, to + 1)), {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${from}-${to}/${content.length}` },
  });
}
