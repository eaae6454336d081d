import { Disclosure } from '../../../../components/disclosure';
import { type Fact, Facts } from '../../../../components/facts';
import type { Statistics } from '../peer/statistics';

const rate = (bits: number): string =>
  bits >= 1_000_000 ? `${(bits / 1_000_000).toFixed(1)} Mbit/s` : `${Math.round(bits / 1_000)} kbit/s`;

/** What the connection counts, for who wants to know why it is as it is. */
export function StatisticsPanel({ statistics }: { readonly statistics: Statistics | undefined }) {
  return (
    <div data-testid="call-statistics">
      <Disclosure words="Connection">
        {statistics === undefined ? <p class="soft">Nothing is counted yet.</p> : <Facts facts={factsOf(statistics)} />}
      </Disclosure>
    </div>
  );
}

function factsOf(statistics: Statistics): readonly Fact[] {
  const { path, roundTripMs, sent, received, loss, soundCodec, pictureCodec, width, height, framesPerSecond } =
    statistics;
  const counted = (name: string, value: number) => ({ name, value: <span data-count={name}>{value}</span> });
  return [
    { name: 'Path', value: path === undefined ? 'Not known' : path === 'relay' ? 'Through a TURN server' : 'Direct' },
    ...(roundTripMs === undefined ? [] : [{ name: 'Round trip', value: `${roundTripMs} ms` }]),
    { name: 'Sent', value: rate(sent) },
    { name: 'Received', value: rate(received) },
    { name: 'Lost', value: `${(loss * 100).toFixed(1)} %` },
    ...(soundCodec === undefined ? [] : [{ name: 'Sound', value: soundCodec }]),
    ...(pictureCodec === undefined ? [] : [{ name: 'Picture', value: pictureCodec }]),
    ...(width === undefined ? [] : [{ name: 'Size', value: `${width} × ${height}, ${framesPerSecond} a second` }]),
    counted('Frames sent', statistics.framesSent),
    counted('Frames received', statistics.framesReceived),
    counted('Frames decoded', statistics.framesDecoded),
    counted('Packets of sound', statistics.soundPackets),
    counted('Packets lost', statistics.packetsLost),
  ];
}
