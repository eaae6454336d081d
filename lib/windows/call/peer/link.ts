/** How the two windows reach each other. `lost`: tried for so long that it is over. */
export type Link = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'lost';

export const LINK_LIMITS = {
  /** A connection that is silent for so long begins anew (RFC 8445, 9): the browser itself waits half a minute. */
  silentMs: 4_000,
  /** Who was called waits so much longer, so that both do not begin at once. */
  politeMs: 3_000,
  /** Between two attempts. */
  againMs: 8_000,
  /** Without media for so long, at the beginning or later, the call is over. */
  lostMs: 45_000,
} as const;

type LinkOptions = {
  readonly connection: RTCPeerConnection;
  readonly polite: boolean;
  readonly onNetworkChange: (listener: () => void) => () => void;
  readonly onLink: (link: Link) => void;
};

export type LinkWatch = { stop(): void };

/** Says how the connection is, and begins ICE anew where it is silent, failed, or where the network is another. */
export function watchLink({ connection, polite, onNetworkChange, onLink }: LinkOptions): LinkWatch {
  let link: Link = 'connecting';
  let restart: ReturnType<typeof setTimeout> | undefined;
  let lost: ReturnType<typeof setTimeout> | undefined;

  const become = (next: Link): void => {
    if (next === link) return;
    link = next;
    onLink(next);
  };
  const restartIn = (ms: number): void => {
    clearTimeout(restart);
    restart = setTimeout(
      () => {
        connection.restartIce();
        restartIn(LINK_LIMITS.againMs);
      },
      ms + (polite ? LINK_LIMITS.politeMs : 0),
    );
  };
  const expectMedia = (): void => {
    lost ??= setTimeout(() => {
      stop();
      become('lost');
    }, LINK_LIMITS.lostMs);
  };

  const onState = (): void => {
    const { connectionState } = connection;
    if (connectionState === 'connected') {
      clearTimeout(restart);
      clearTimeout(lost);
      lost = undefined;
      become('connected');
      return;
    }
    if (link === 'connected' || connectionState === 'disconnected') become('reconnecting');
    expectMedia();
    if (connectionState === 'failed') restartIn(0);
    else if (connectionState === 'disconnected') restartIn(LINK_LIMITS.silentMs);
  };
  const stopNetwork = onNetworkChange(() => {
    // Before the first connection there is nothing to move.
    if (link === 'connected' || link === 'reconnecting') restartIn(0);
  });
  function stop(): void {
    clearTimeout(restart);
    clearTimeout(lost);
    stopNetwork();
    connection.removeEventListener('connectionstatechange', onState);
  }
  connection.addEventListener('connectionstatechange', onState);
  expectMedia();
  return { stop };
}
