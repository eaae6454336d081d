import { describe, expect, it } from 'vitest';
import type { CallSignal } from '../../../../lib/core/calls';
import { createNegotiation } from '../../../../lib/windows/call/peer/negotiation';
import { makePlaces } from '../../../../lib/windows/call/peer/places';
import { asConnection, digestOfOctet, FakeConnection, sdpOf } from '../../../support/calls-own/fake-connection';
import { until } from '../../../support/wait';

type Description = Extract<CallSignal, { readonly kind: 'description' }>;
const description = (type: 'offer' | 'answer', octet: number): Description => ({
  kind: 'description',
  type,
  sdp: sdpOf(octet, type),
});

function side(octet: number, polite: boolean) {
  const fake = new FakeConnection(octet);
  const said: CallSignal[] = [];
  const digests: unknown[] = [];
  const seen = { foreign: 0, failures: [] as unknown[] };
  const negotiation = createNegotiation({
    connection: asConnection(fake),
    polite,
    say: (signal) => said.push(signal),
    tracks: () => ({ microphone: 'my microphone' as unknown as MediaStreamTrack }),
    onDigests: (both) => digests.push(both),
    onForeign: () => {
      seen.foreign += 1;
    },
    onFailure: (error) => seen.failures.push(error),
  });
  return { fake, said, digests, seen, negotiation };
}
const offersOf = (said: readonly CallSignal[]) => said.flatMap((one) => (one.kind === 'description' ? [one.type] : []));

describe('the negotiation of two windows', () => {
  it('is one offer and one answer, after which both know both digests', async () => {
    const [anna, bert] = [side(1, false), side(2, true)];
    makePlaces(asConnection(anna.fake));
    const offer = await until('the offer', () => anna.said[0] as Description | undefined);
    await bert.negotiation.hear(offer);
    await anna.negotiation.hear(bert.said[0] as Description);
    expect(offersOf(anna.said)).toEqual(['offer']);
    expect(offersOf(bert.said)).toEqual(['answer']);
    expect(anna.digests).toEqual([{ mine: digestOfOctet(1), theirs: digestOfOctet(2) }]);
    expect(bert.digests).toEqual([{ mine: digestOfOctet(2), theirs: digestOfOctet(1) }]);
    expect(bert.fake.transceivers.map(({ direction }) => direction)).toEqual(['sendrecv', 'sendrecv', 'sendrecv']);
    expect(bert.fake.transceivers.map(({ sender }) => sender.track)).toEqual(['my microphone', null, null]);
  });

  it('gives way where both offer at once, on the side that was called alone', async () => {
    const [anna, bert] = [side(1, false), side(2, true)];
    for (const one of [anna, bert]) one.fake.dispatchEvent(new Event('negotiationneeded'));
    await until('two offers', () => anna.said.length + bert.said.length === 2);
    await anna.negotiation.hear(bert.said[0] as Description);
    expect(offersOf(anna.said)).toEqual(['offer']);
    await bert.negotiation.hear(anna.said[0] as Description);
    expect(offersOf(bert.said)).toEqual(['offer', 'answer']);
    await anna.negotiation.hear(bert.said[1] as Description);
    expect(anna.fake.signalingState).toBe('stable');
    expect([...anna.seen.failures, ...bert.seen.failures]).toEqual([]);
  });

  it('never gives the browser a description without exactly one certificate', async () => {
    for (const sdp of ['v=0\r\n', sdpOf(1) + sdpOf(2), sdpOf(1).replace('sha-256', 'sha-1')]) {
      const bert = side(2, true);
      await bert.negotiation.hear({ kind: 'description', type: 'offer', sdp });
      expect(bert.seen.foreign).toBe(1);
      expect(bert.fake.signalingState).toBe('stable');
      expect(bert.said).toEqual([]);
      expect(bert.digests).toEqual([]);
    }
  });

  it('stops at another certificate than the one that the words are about, in an offer as in an answer', async () => {
    const bert = side(2, true);
    await bert.negotiation.hear(description('offer', 1));
    await bert.negotiation.hear(description('offer', 1));
    expect(bert.seen.foreign).toBe(0);
    await bert.negotiation.hear(description('offer', 9));
    expect(bert.seen.foreign).toBe(1);
    bert.fake.dispatchEvent(new Event('negotiationneeded'));
    await until('the offer', () => offersOf(bert.said).at(-1) === 'offer');
    await bert.negotiation.hear(description('answer', 9));
    expect(bert.seen.foreign).toBe(2);
    expect(bert.digests).toHaveLength(1);
  });

  it('stops where the browser itself names another certificate of mine later', async () => {
    const bert = side(2, true);
    await bert.negotiation.hear(description('offer', 1));
    bert.fake.setLocalDescription = async () => {
      bert.fake.localDescription = { type: 'answer', sdp: sdpOf(7) };
      bert.fake.currentLocalDescription = bert.fake.localDescription;
      bert.fake.signalingState = 'stable';
    };
    await bert.negotiation.hear(description('offer', 1));
    expect(bert.seen.foreign).toBe(1);
  });

  it('takes candidates in their turn, and none of an offer that it ignored', async () => {
    const anna = side(1, false);
    const candidates = ['{"candidate":"a"}', '', 'damaged'];
    anna.fake.dispatchEvent(new Event('negotiationneeded'));
    await until('the offer', () => anna.said.length === 1);
    await anna.negotiation.hear(description('offer', 2));
    await anna.negotiation.hear({ kind: 'candidates', candidates });
    expect(anna.fake.candidates).toEqual([]);
    await anna.negotiation.hear(description('answer', 2));
    await anna.negotiation.hear({ kind: 'candidates', candidates });
    expect(anna.fake.candidates).toHaveLength(1);
  });

  it('says and hears nothing once it stopped', async () => {
    const bert = side(2, true);
    bert.negotiation.stop();
    await bert.negotiation.hear(description('offer', 1));
    bert.fake.dispatchEvent(new Event('negotiationneeded'));
    expect(bert.said).toEqual([]);
  });
});
