/** What the browser says that it sent on one sender, all layers together, without what it sent again. */
export type Sent = {
  readonly octets: number;
  readonly packets: number;
  /** Pictures that its encoder made; 0 for sound. */
  readonly frames: number;
};

type Row = Readonly<Record<string, unknown>>;

/**
 * By RTCOutboundRtpStreamStats (Identifiers for WebRTC's Statistics API). `undefined`: the page hides a part of it.
 */
export async function sentBy(sender: Pick<RTCRtpSender, 'getStats'>): Promise<Sent | undefined> {
  const rows = rowsOf(await sender.getStats())?.filter(({ type }) => type === 'outbound-rtp');
  const of = (row: Row, name: string): number => (typeof row[name] === 'number' ? row[name] : 0);
  const sum = (name: string, less?: string): number =>
    (rows ?? []).reduce((total, row) => total + of(row, name) - (less === undefined ? 0 : of(row, less)), 0);
  return (
    rows && {
      octets: sum('bytesSent', 'retransmittedBytesSent'),
      packets: sum('packetsSent', 'retransmittedPacketsSent'),
      frames: sum('framesEncoded'),
    }
  );
}

/**
 * Firefox gives a script neither iterators nor callbacks over the border of its worlds, only `get` by a name. The names
 * are asked for in the page's world, where the page may say what it likes: that all are there is seen by the true `size`.
 */
function rowsOf(report: RTCStatsReport): readonly Row[] | undefined {
  const { wrappedJSObject: theirs } = report as { wrappedJSObject?: { keys(): Iterable<unknown> } };
  if (theirs === undefined) return [...(report.values() as Iterable<Row>)];
  const names = new Set<string>();
  let most = report.size;
  try {
    for (const name of theirs.keys()) {
      if (most === 0) break;
      most -= 1;
      if (typeof name === 'string' && report.has(name)) names.add(name);
    }
  } catch {
    return undefined;
  }
  return names.size === report.size ? [...names].map((name) => report.get(name) as Row) : undefined;
}
