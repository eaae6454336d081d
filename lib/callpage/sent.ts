/** Octets that the browser says that it sent on one sender (RTCOutboundRtpStreamStats), all layers together. */
export async function sentBy(sender: RTCRtpSender): Promise<number> {
  let octets = 0;
  for (const stats of (await sender.getStats()).values() as Iterable<Record<string, unknown>>) {
    if (stats['type'] !== 'outbound-rtp') continue;
    const { bytesSent, retransmittedBytesSent } = stats as Record<string, number>;
    octets += (bytesSent ?? 0) - (retransmittedBytesSent ?? 0);
  }
  return octets;
}

/** Octets that are no alarm yet: 100 ms of sound; of a picture more, since a browser repeats some to probe the line. */
const SLACK = { audio: 400, video: 6_000 } as const;
/** Looks in which something was sent, and before them one of what went through us. */
const WINDOW = 2;

type Look = { readonly sent: number; readonly passed: number };

/**
 * Compares what the browser sent with what went through us: where something was sent and nothing went through us, it
 * went another way. Counts of ours may be `lag` looks late, so what was sent is compared with what passed later, too.
 * Only that: browsers count what they repeat to probe the line as sent, so that sums do not agree.
 */
export function createSentWatch(kind: 'audio' | 'video', lag: number) {
  let looks: readonly Look[] = [];
  return {
    /** Octets that never were ours; 0 where all is well. */
    look(sent: number, passed: number): number {
      const before = looks.at(-1);
      // Firefox counts anew when a transform is put on, and so do we.
      if (before !== undefined && (sent < before.sent || passed < before.passed)) looks = [];
      looks = [...looks, { sent, passed }].slice(-(WINDOW + lag + 2));
      const [first, from] = looks;
      const to = looks.at(-1 - lag);
      if (looks.length < WINDOW + lag + 2 || first === undefined || from === undefined || to === undefined) return 0;
      const surplus = to.sent - from.sent;
      return passed === first.passed && surplus > SLACK[kind] ? surplus : 0;
    },
  };
}
