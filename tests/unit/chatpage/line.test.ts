// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { ChatPageBus } from '../../../lib/chatpage/bus';
import { createLine } from '../../../lib/chatpage/line';
import type { TalkPlace } from '../../../lib/core/webchat';

type Offer = { readonly place: TalkPlace; readonly fresh: boolean };

function makeLine(first: TalkPlace) {
  const offers: Offer[] = [];
  let place = first;
  const call = async (_name: string, offer: Offer) => void offers.push(offer);
  const line = createLine(
    { sealed: { octets: new Uint8Array(4) }, fresh: true },
    {
      page: document,
      bus: { call: call as unknown as ChatPageBus['call'], frameUrl: () => 'about:blank' },
      place: () => place,
      onHeight: () => () => undefined,
      onFailure: (code) => {
        throw new Error(code);
      },
    },
  );
  document.body.append(line.element);
  return {
    offers,
    line,
    move: (to: TalkPlace) => {
      place = to;
    },
    settled: () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve))),
  };
}

const unconnected: TalkPlace = { protocol: 'xmpp', locator: 'bob@lab.test', title: 'Bob' };
const connected: TalkPlace = { ...unconnected, account: 'alice@lab.test' };

describe('a line of a page that draws its archive before it is connected', () => {
  it('is asked for again, as new as it was, once the account is known', async () => {
    const { offers, line, move, settled } = makeLine(unconnected);
    line.load();
    await settled();
    move(connected);
    line.settle();
    await settled();
    expect(offers.map(({ place, fresh }) => [place.account, fresh])).toEqual([
      [undefined, true],
      ['alice@lab.test', true],
    ]);
    expect(line.element.childElementCount).toBe(1);
    line.settle();
    await settled();
    expect(offers).toHaveLength(2);
  });

  it('is left alone where it is not there, where the account was known, and where there is none to be known', async () => {
    const far = makeLine(unconnected);
    far.line.settle();
    await far.settled();
    expect(far.offers).toEqual([]);
    for (const place of [connected, { ...unconnected, protocol: 'text' } as const]) {
      const { offers, line, settled } = makeLine(place);
      line.load();
      await settled();
      line.settle();
      await settled();
      expect(offers).toHaveLength(1);
    }
  });
});
