import { createKeyIn } from '../../../lib/otr/account-key';
import { createConversation } from '../../../lib/otr/conversation';
import type { OtrEvent } from '../../../lib/otr/events';
import type { OtrPorts } from '../../../lib/otr/ports';

/** One call of ours in a recorded session, and what it answered; octets as hex. */
type Call = {
  readonly call: 'start' | 'receive' | 'send' | 'startSmp' | 'answerSmp' | 'end';
  readonly given: readonly string[];
  readonly answered: unknown;
};

/** A session with a real libotr: all randomness of ours in its order, and everything that was said. */
export type Recording = {
  readonly libotr: string;
  readonly domain: { readonly p: string; readonly q: string; readonly g: string };
  readonly draws: readonly string[];
  readonly calls: readonly Call[];
};

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');
const plain = (events: readonly OtrEvent[]): unknown => JSON.parse(JSON.stringify(events));

/** Our side of a session, in this domain, with this randomness. */
export function openSide(domain: Recording['domain'], random: OtrPorts['random']) {
  const numbers = { p: BigInt(`0x${domain.p}`), q: BigInt(`0x${domain.q}`), g: BigInt(`0x${domain.g}`) };
  const key = createKeyIn(numbers, random);
  const conversation = createConversation({ key, ports: { random, now: () => 0, pause: async () => undefined } });
  const run = async ({ call, given }: Pick<Call, 'call' | 'given'>): Promise<readonly OtrEvent[]> => {
    const [first = '', second] = given;
    switch (call) {
      case 'start':
      case 'end':
        return conversation[call]();
      case 'startSmp':
        return conversation.startSmp(first, second);
      default:
        return conversation[call](first);
    }
  };
  return { key, run };
}

/** Our side, written down as it happens. */
export function record(domain: Recording['domain'], random: OtrPorts['random']) {
  const draws: string[] = [];
  const calls: Call[] = [];
  const side = openSide(domain, (octets) => {
    const drawn = random(octets);
    draws.push(hex(drawn));
    return drawn;
  });
  return {
    async run(call: Call['call'], ...given: readonly string[]): Promise<readonly OtrEvent[]> {
      const events = await side.run({ call, given });
      calls.push({ call, given, answered: plain(events) });
      return events;
    },
    finish: (libotr: string): Recording => ({ libotr, domain, draws, calls }),
  };
}

/** Does again what was recorded; answers what each call answers now, beside what it answered then. */
export async function replay({ domain, draws, calls }: Recording) {
  const left = [...draws];
  const side = openSide(domain, (octets) => {
    const drawn = Uint8Array.from(Buffer.from(left.shift() ?? '', 'hex'));
    if (drawn.length !== octets) throw new Error(`${octets} octets are drawn where ${drawn.length} were recorded`);
    return drawn;
  });
  const pairs: Array<readonly [now: unknown, then: unknown]> = [];
  for (const call of calls) pairs.push([plain(await side.run(call)), call.answered]);
  return { pairs, undrawn: left.length };
}
