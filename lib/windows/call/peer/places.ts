/**
 * The three things that a call carries, in the order of their descriptions' sections. All three are agreed on once, at the
 * beginning: whatever a person switches on or off later needs no new agreement, and cannot collide with one.
 */
export const PLACES = ['microphone', 'camera', 'screen'] as const;
export type Place = (typeof PLACES)[number];
export type Tracks = { readonly [P in Place]?: MediaStreamTrack | undefined };

const KINDS = { microphone: 'audio', camera: 'video', screen: 'video' } as const;

/** Who calls makes the sections; nobody else does. */
export function makePlaces(connection: RTCPeerConnection): void {
  for (const place of PLACES) connection.addTransceiver(KINDS[place], { direction: 'sendrecv' });
}

/** Who is called finds them in the first offer, and sends in them too. */
export function takePlaces(connection: RTCPeerConnection): void {
  for (const transceiver of Object.values(placesOf(connection))) {
    if (transceiver.direction === 'recvonly') transceiver.direction = 'sendrecv';
  }
}

/** The first section of each kind, and the second one with pictures. */
export function placesOf(connection: RTCPeerConnection): { readonly [P in Place]?: RTCRtpTransceiver } {
  const all = connection.getTransceivers();
  const of = (kind: string) => all.filter(({ receiver }) => receiver.track.kind === kind);
  const [microphone] = of('audio');
  const [camera, screen] = of('video');
  return {
    ...(microphone === undefined ? {} : { microphone }),
    ...(camera === undefined ? {} : { camera }),
    ...(screen === undefined ? {} : { screen }),
  };
}

/** Puts what is there into the sections; what is not there is no longer sent. Never rejects. */
export async function sendTracks(connection: RTCPeerConnection, tracks: Tracks): Promise<void> {
  const places = placesOf(connection);
  await Promise.all(
    PLACES.map(async (place) => {
      const sender = places[place]?.sender;
      const track = tracks[place] ?? null;
      if (sender === undefined || sender.track === track) return;
      // Refused only where the connection is closed, or the section was stopped by the other side.
      await sender.replaceTrack(track).catch(() => undefined);
    }),
  );
}

export function receivedTracks(connection: RTCPeerConnection): Tracks {
  const places = placesOf(connection);
  return Object.fromEntries(PLACES.map((place) => [place, places[place]?.receiver.track])) as Tracks;
}
