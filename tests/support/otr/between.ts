import type { OtrEvent } from '../../../lib/otr/events';
import type { LibotrLab, LibotrPeer, PeerLine } from './libotr';
import { wiresOf } from './libotr';
import { type Making, makePerson, type Person, textsOf } from './people';

/** The network between one of ours and a libotr: everything that one of them says reaches the other. */
export type Between = {
  readonly ours: Person;
  readonly theirs: LibotrPeer;
  /** Every text that went over the network, in its order. */
  readonly wire: Array<{ readonly from: 'ours' | 'theirs'; readonly text: string }>;
  /** We do something, and all that follows happens. */
  we(answer: Promise<readonly OtrEvent[]>): Promise<void>;
  /** They do something, and all that follows happens. */
  they(command: string, ...fields: readonly string[]): Promise<void>;
};

export function between(ours: Person, theirs: LibotrPeer): Between {
  const wire: Between['wire'] = [];
  const fromUs = async (events: readonly OtrEvent[]): Promise<void> => {
    for (const text of textsOf(events)) {
      wire.push({ from: 'ours', text });
      await fromThem(await theirs.do('W', text));
    }
  };
  const fromThem = async (lines: readonly PeerLine[]): Promise<void> => {
    for (const text of wiresOf(lines)) {
      wire.push({ from: 'theirs', text });
      await fromUs(await ours.receive(text));
    }
  };
  return {
    ours,
    theirs,
    wire,
    we: async (answer) => fromUs(await answer),
    they: async (command, ...fields) => fromThem(await theirs.do(command, ...fields)),
  };
}

/** A private conversation of ours with a new libotr, which asked for it. */
export async function privateWithLibotr(
  lab: LibotrLab,
  name: string,
  options: Making = {},
  peer: Parameters<LibotrLab['open']>[1] = {},
): Promise<Between> {
  const pair = between(await makePerson(options), await lab.open(name, peer));
  await pair.they('Q');
  return pair;
}
