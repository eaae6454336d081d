import { createLane, type Lane } from './lane';
import type { Line } from './line';
import type { Pristine, World } from './pristine';

/** Requests to one address (without its query) and their answers: XEP-0124 keeps the order within a session itself. */
export type BoshStream = { readonly id: number; readonly out: Lane; readonly in: Lane };

export type Bosh = {
  /** `undefined` for anything that is not the text of a BOSH body: it is not looked at further. */
  isBody(value: unknown): value is string;
  /** `url` as the page named it. */
  streamFor(url: string): BoshStream;
};

const BEGINNING = '<body';
const NAMESPACE = 'http://jabber.org/protocol/httpbind';
/** The start tag of a body has a dozen attributes: its namespace stands in the first part of the text. */
const LOOKED_AT = 2_048;

export function createBosh(world: World, pristine: Pristine, line: Line): Bosh {
  const { text, getter, construct, bare } = pristine;
  const baseOf = getter<string>(world.Node.prototype, 'baseURI');
  const originOf = getter<string>(world.URL.prototype, 'origin');
  const pathOf = getter<string>(world.URL.prototype, 'pathname');
  const { URL, document } = world;
  const streams: { first: (BoshStream & { readonly url: string; readonly next: unknown }) | undefined } = bare({
    first: undefined,
  });

  const addressOf = (url: string): string => {
    try {
      const parsed = construct(URL, [url, baseOf(document)]);
      return originOf(parsed) + pathOf(parsed);
    } catch {
      return url;
    }
  };
  return {
    isBody(value): value is string {
      if (typeof value !== 'string' || text.slice(value, 0, BEGINNING.length) !== BEGINNING) return false;
      return text.indexOf(text.slice(value, 0, LOOKED_AT), NAMESPACE) > 0;
    },
    streamFor(url) {
      const address = addressOf(url);
      for (let at = streams.first; at !== undefined; at = at.next as typeof at) if (at.url === address) return at;
      const id = line.openStream('bosh', address);
      const opened = bare({
        id,
        url: address,
        out: createLane(line, id, 'out'),
        in: createLane(line, id, 'in'),
        next: streams.first,
      });
      streams.first = opened;
      return opened;
    },
  };
}
