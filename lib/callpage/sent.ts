import type { FlowCounts } from '../callmedia/contract';

/** What the browser says that it sent on one sender (RTCOutboundRtpStreamStats), all layers together. */
export type SentStats = { readonly octets: number; readonly packets: number };

/** Octets of payload descriptors (RFC 7741, RFC 9628) and the like in each packet, at most. */
const PER_PACKET = 24;
/** Octets that are no alarm yet: less than 100 ms of sound, or the start of one picture. */
const SLACK = { audio: 400, video: 3_000 } as const;

export async function sentBy(sender: RTCRtpSender): Promise<SentStats> {
  let [octets, packets] = [0, 0];
  for (const stats of (await sender.getStats()).values() as Iterable<Record<string, unknown>>) {
    if (stats['type'] !== 'outbound-rtp') continue;
    const { bytesSent, packetsSent, retransmittedBytesSent, retransmittedPacketsSent } = stats as Record<
      string,
      number
    >;
    octets += (bytesSent ?? 0) - (retransmittedBytesSent ?? 0);
    packets += (packetsSent ?? 0) - (retransmittedPacketsSent ?? 0);
  }
  return { octets, packets };
}

/**
 * Compares what the browser sent with what went through us: more than that was never sealed. Counts of ours may be late
 * (`lag` looks), so what was sent is compared with what had passed so many looks after.
 */
export function createSentWatch(kind: 'audio' | 'video', lag: number) {
  let base: { readonly octets: number; readonly packets: number; readonly passed: number } | undefined;
  let earlier: readonly SentStats[] = [];
  return {
    /** Octets too many; 0 where all is well. */
    look(sent: SentStats, { octets: passed }: FlowCounts): number {
      const last = earlier.at(-1);
      // Firefox counts anew when a transform is put on, and so do we.
      if (last !== undefined && sent.octets < last.octets) [base, earlier] = [undefined, []];
      earlier = [...earlier, sent].slice(-1 - lag);
      base ??= { ...sent, passed };
      if (passed < base.passed) base = { ...sent, passed };
      const then = earlier[0] ?? sent;
      const gone = then.octets - base.octets - PER_PACKET * (then.packets - base.packets);
      const surplus = gone - (passed - base.passed);
      return surplus > SLACK[kind] ? surplus : 0;
    },
  };
}
