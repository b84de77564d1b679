import { connect } from 'node:net';
import { CodedError } from '#shared/errors.ts';
import type { AriRequest } from './ari.ts';
import { endpointsSchema } from './ari-messages.ts';

/** How the trunk stands with the carrier; `refused`: it answers, but does not take our user or password. */
export type Registration = 'registered' | 'refused' | 'not registered';

const answersWithinMs = 2_000;

/** Asks Asterisk's manager (`tcp://user:password@host:port`); ARI does not know it. Rejects when the manager does not answer. */
export async function askRegistration(amiUrl: string, request: AriRequest): Promise<Registration> {
  const [answer, endpoints] = await Promise.all([
    converse(new URL(amiUrl)),
    request('GET', '/endpoints/PJSIP').then((body) => endpointsSchema.parse(body)),
  ]);
  const carrier = endpoints.find(({ resource }) => resource === 'carrier');
  return registrationIn(answer, carrier?.state === 'online');
}

/** From the manager's list of outbound registrations, of which we have one: to Asterisk also silence is a rejection. */
function registrationIn(answer: string, carrierAnswers: boolean): Registration {
  const status = /^Event: OutboundRegistrationDetail\r\n(?:.+\r\n)*?Status: (.*)\r$/m.exec(answer)?.[1] ?? '';
  if (status === 'Registered') return 'registered';
  return status === 'Rejected' && carrierAnswers ? 'refused' : 'not registered';
}

function converse({ hostname, port, username, password }: URL): Promise<string> {
  const login = ['Action: Login', `Username: ${decodeURIComponent(username)}`, `Secret: ${decodeURIComponent(password)}`];
  const actions = [[...login, 'Events: off'], ['Action: PJSIPShowRegistrationsOutbound'], ['Action: Logoff']];
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect({ host: hostname, port: Number(port) });
    const fail = (cause?: unknown) => {
      socket.destroy();
      reject(new CodedError('telephony.no_manager', "Asterisk's manager does not answer", { cause }));
    };
    socket.setTimeout(answersWithinMs, fail);
    socket.on('error', fail);
    socket.on('data', (chunk) => {
      heard += chunk.toString();
    });
    socket.on('close', () => (heard.includes('Event: OutboundRegistrationDetailComplete') ? resolve(heard) : fail()));
    socket.write(actions.map((lines) => `${lines.join('\r\n')}\r\n\r\n`).join(''));
  });
}
