import { type OutsideAnswer, type PostOutside, SendFailed } from '../../server/ports/delivery.ts';

type Posted = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** The world outside: whoever is asked takes everything, unless `answer` or `fail` says otherwise. */
export function fakeOutside() {
  const posted: Posted[] = [];
  const answers = new Map<string, OutsideAnswer | SendFailed>();
  const post: PostOutside = async (url, { headers, body }) => {
    const answer = answers.get(url) ?? { status: 204, waitMs: null };
    if (answer instanceof SendFailed) throw answer;
    posted.push({ url, headers, body: String(body ?? '') });
    return answer;
  };
  return {
    posted,
    post,
    answer: (url: string, status: number, waitMs: number | null = null) => answers.set(url, { status, waitMs }),
    fail: (url: string, problem: 'unreachable' | 'refused') =>
      answers.set(url, new SendFailed(problem, { permanent: problem === 'refused' })),
  };
}
