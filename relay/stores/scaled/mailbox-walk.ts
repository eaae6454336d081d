import type { DeviceId } from '../../../lib/core/wire/ids';
import type { Envelope } from '../ports';
import { toHead } from './mailbox-head';
import { PLACES } from './mailbox-scripts';
import type { RedisLink } from './redis-link';
import { asList, asOctets, asText, idOf } from './replies';

const PAGE = 500;

/**
 * Every message that waits, in the order of places, with all mailboxes that hold it. The places stand in memory
 * meanwhile (some 100 octets each), payloads one at a time. What comes or goes meanwhile may be left out.
 */
export async function* everyMessage(
  link: RedisLink,
): AsyncGenerator<{ readonly envelope: Envelope; readonly to: readonly DeviceId[] }> {
  const devices = await placesOfAll(link);
  for (const place of [...devices.keys()].toSorted((a, b) => a - b)) {
    const to = devices.get(place) ?? [];
    const envelope = await readAt(link, to, place);
    if (envelope !== undefined) yield { envelope, to: to.map((device) => idOf<DeviceId>(device)) };
  }
}

async function placesOfAll(link: RedisLink): Promise<ReadonlyMap<number, readonly Buffer[]>> {
  const found = new Map<number, Buffer[]>();
  let cursor = '0';
  do {
    const page = asList(await link.send(['ZSCAN', 'due', cursor, 'COUNT', String(PAGE)]));
    cursor = asText(page[0]);
    const members = asList(page[1])
      .filter((_, index) => index % 2 === 0)
      .map(asOctets);
    const places = asList(await link.run(PLACES, [String(members.length), ...members]));
    for (const [index, member] of members.entries()) {
      const place = Number(asText(places[index]) || 0);
      const device = member.subarray(0, 16);
      const there = found.get(place) ?? [];
      // A scan may show a member twice.
      if (place > 0 && !there.some((one) => one.equals(device))) found.set(place, [...there, device]);
    }
  } while (cursor !== '0');
  return found;
}

async function readAt(link: RedisLink, devices: readonly Buffer[], place: number): Promise<Envelope | undefined> {
  for (const device of devices) {
    const box = Buffer.concat([Buffer.from('box:'), device]);
    const [entry] = asList(await link.send(['XRANGE', box, `${place}-0`, `${place}-0`]));
    if (entry === undefined) continue;
    const [, head, name, content] = asList(asList(entry)[1]);
    const shared = asText(name) === 'r';
    const payload = shared ? await link.send(['HGET', `payload:${asText(content)}`, 'p']) : content;
    if (Buffer.isBuffer(payload)) return { ...toHead(asOctets(head)), payload };
  }
  return undefined;
}
