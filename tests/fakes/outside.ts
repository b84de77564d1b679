import { type PostOutside, SendFailed } from '../../server/ports/delivery.ts';

type Posted = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** The world outside: whoever is asked takes everything, unless `answer` or `fail` says otherwise. */
export function fakeOutside() {
  const posted: Posted[] = [];
  const answers = new Map<string, number | SendFailed>();
  const post: PostOutside = async (url, { headers, body }) => {
    const answer = answers.get(url) ?? 204;
    if (answer instanceof SendFailed) throw answer;
    posted.push({ url, headers, body: String(body ?? '') });
    return answer;
  };
  return {
    posted,
    post,
    answer: (url: string, status: number) => answers.set(url, status),
    fail: (url: string, problem: 'unreachable' | 'refused') =>
      answers.set(url, new SendFailed(problem, { permanent: problem === 'refused' })),
  };
}
