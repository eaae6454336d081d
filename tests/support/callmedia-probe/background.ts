import type { KeyOrder } from '../../../lib/bus/calls-protocol';
import type { DeviceId } from '../../../lib/core/wire/ids';
import { browser } from '../../../lib/platform/browser';

// The smallest thing that gives out keys: everybody who comes with a frame is in the one call, and all have channels.

type Order = KeyOrder extends infer One ? (One extends KeyOrder ? Omit<One, 'number' | 'call'> : never) : never;
type Peer = {
  readonly name: string;
  place: number;
  ticket: string;
  generation: number;
  orders: KeyOrder[];
};
type Message = { readonly command?: string; readonly control?: string; readonly input?: Record<string, unknown> };

const CALL = '000102030405060708090a0b0c0d0e0f';
let mode = 'clear';
/** Names whose keys are kept back, as if they never came. */
let keyless: readonly string[] = [];
/** Names that are given another key than the one that the sender has. */
let misled: readonly string[] = [];
/** Nobody gets keys: our frames wait. */
let isShut = false;
const peers = new Map<string, Peer>();
const names = new Map<string, string>();
const reports: Array<Record<string, unknown>> = [];
const counts = new Map<string, { sealed: number; opened: number; refused: number }>();
const took: string[] = [];

const deviceOf = (peer: Peer): DeviceId => String(peer.place).padStart(32, '0') as DeviceId;
const others = (peer: Peer): readonly Peer[] => [...peers.values()].filter((one) => one !== peer && one.ticket !== '');
const order = (peer: Peer, one: Order): void => {
  peer.orders.push({ ...one, number: peer.orders.length + 1, call: CALL } as KeyOrder);
};
const announce = (): void => {
  browser.runtime.sendMessage({ event: 'calls' }).catch(() => undefined);
};
/** The key is what stands last in an announcement (docs/media.md, 2.1). */
const mislead = async (other: Peer, place: number, announcement: Blob): Promise<void> => {
  const octets = new Uint8Array(await announcement.arrayBuffer());
  octets[octets.length - 1] = (octets.at(-1) ?? 0) ^ 1;
  order(other, { order: 'learn', place, announcement: new Blob([octets]) } as never);
  announce();
};
const ofTicket = (ticket: unknown): Peer => {
  const peer = peers.get(names.get(String(ticket)) ?? '');
  if (peer === undefined) throw new Error('ticket/unknown');
  return peer;
};

const commands: Record<string, (input: Record<string, unknown>, url: URL) => unknown> = {
  'callPage.hello': () => ({ mode }),
  'callPage.report'(report, url) {
    reports.push({ name: url.searchParams.get('name'), at: Date.now(), ...report });
    return { mode };
  },
  'callPage.offerFrame'({ ticket }, url) {
    names.set(String(ticket), url.searchParams.get('name') ?? '');
    return { ticket };
  },
  'callFrame.open'({ ticket }) {
    const name = isShut ? undefined : names.get(String(ticket));
    if (name === undefined) throw new Error('ticket/unknown');
    const peer = peers.get(name) ?? { name, place: peers.size, ticket: '', generation: -1, orders: [] };
    peers.set(name, peer);
    const there = others(peer);
    Object.assign(peer, { ticket, generation: peer.generation + 1, orders: [] });
    const { place, generation } = peer;
    order(peer, { order: 'begin', place, generation, members: there.map(deviceOf) } as never);
    for (const other of there) order(other, { order: 'admit', device: deviceOf(peer) } as never);
    announce();
    return { mode };
  },
  'callFrame.orders': ({ ticket, after }) => ofTicket(ticket).orders.filter(({ number }) => number > Number(after)),
  'callFrame.announce'({ ticket, to, generation, announcement }) {
    const peer = ofTicket(ticket);
    peer.generation = Math.max(peer.generation, Number(generation));
    const other = [...peers.values()].find((one) => deviceOf(one) === to);
    if (other === undefined || keyless.includes(other.name)) return undefined;
    if (misled.includes(other.name)) return mislead(other, peer.place, announcement as Blob);
    order(other, { order: 'learn', place: peer.place, announcement } as never);
    announce();
    return undefined;
  },
  'callFrame.took'({ ticket, place, generation }) {
    const peer = ofTicket(ticket);
    took.push(`${peer.name} has ${String(place)}:${String(generation)}`);
    const owner = [...peers.values()].find((one) => one.place === place);
    if (owner !== undefined) order(owner, { order: 'acknowledge', device: deviceOf(peer), generation } as never);
    announce();
    return undefined;
  },
  'callFrame.counts'({ ticket, sealed, opened, refused }) {
    const { name } = ofTicket(ticket);
    const known = counts.get(name) ?? { sealed: 0, opened: 0, refused: 0 };
    known.sealed += Number(sealed);
    known.opened += Number(opened);
    known.refused += Number(refused);
    counts.set(name, known);
    return undefined;
  },
};
const controls: Record<string, (input: Record<string, unknown>) => unknown> = {
  /** Everything as if this browser had just begun. */
  begin(input) {
    peers.clear();
    names.clear();
    counts.clear();
    reports.length = 0;
    took.length = 0;
    mode = String(input['mode']);
    isShut = input['isShut'] === true;
    keyless = (input['keyless'] ?? []) as readonly string[];
    misled = (input['misled'] ?? []) as readonly string[];
  },
  async protect() {
    mode = 'protected';
    for (const { id } of await browser.tabs.query({})) {
      if (id !== undefined) browser.tabs.sendMessage(id, { ask: 'callPage.mode', mode }).catch(() => undefined);
    }
  },
  evict({ name }) {
    const gone = peers.get(String(name));
    if (gone === undefined) return;
    peers.delete(gone.name);
    for (const other of peers.values()) {
      order(other, { order: 'evict', device: deviceOf(gone) } as never);
      order(other, { order: 'forget', place: gone.place } as never);
    }
    announce();
  },
  facts: () => ({ reports, took, counts: Object.fromEntries(counts), people: [...peers.keys()] }),
};

const answer = async ({ command, control, input = {} }: Message, url: string): Promise<unknown> => {
  try {
    const run = command === undefined ? controls[String(control)] : commands[command];
    if (run === undefined) return { ok: false, code: 'bus/refused' };
    return { ok: true, output: await run(input, new URL(url)) };
  } catch (error) {
    return { ok: false, code: (error as Error).message };
  }
};

browser.runtime.onMessage.addListener(((message: Message, sender: { url?: string }, respond: (it: unknown) => void) => {
  if (message.command === undefined && message.control === undefined) return undefined;
  answer(message, sender.url ?? 'about:blank').then(respond, () => respond(undefined));
  return true;
}) as never);
