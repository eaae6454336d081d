import { createEmbeddedStores } from '../../../../relay/stores/embedded/embedded-stores';
import { quiet } from './quiet';
import { envelope, newDevice, octets, ROOM } from './values';

/**
 * A process to be killed: appends without end, many at once, and says what was answered, a line each, after it was
 * answered. `+` stored, `?` about to be acknowledged, `-` acknowledged, `!` the store went away, `.` it is back.
 */
export type Line = `${'+' | '?' | '-'} ${string} ${string}` | '!' | '.';

const [folder = '', payload = '600'] = process.argv.slice(2);
const say = (line: Line): void => void process.stdout.write(`${line}\n`);
const stores = await createEmbeddedStores({ folder, ...quiet });
stores.onWaiting((waiting) => say(waiting ? '!' : '.'));
const devices = Array.from({ length: 20 }, newDevice);

const appendForEver = async (hand: number): Promise<never> => {
  for (let turn = 0; ; turn++) {
    const device = devices[(hand + turn) % devices.length] ?? newDevice();
    const one = envelope({ payload: octets(Number(payload)) });
    try {
      await stores.mailboxes.append(one, [device], { ...ROOM, messages: 1_000_000, octets: 2 ** 40 });
      say(`+ ${device} ${one.id}`);
      if (turn % 3 > 0) continue;
      say(`? ${device} ${one.id}`);
      await stores.mailboxes.acknowledge(device, [one.id]);
      say(`- ${device} ${one.id}`);
    } catch {
      // Away: said by onWaiting. Tried again as a client would, only sooner.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
};
await Promise.all(Array.from({ length: 40 }, (_, hand) => appendForEver(hand)));
