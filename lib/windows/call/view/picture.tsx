import { useEffect, useRef } from 'preact/hooks';

type PictureProps = {
  readonly track: MediaStreamTrack;
  /** What it shows, for who does not see it. */
  readonly label: string;
  /** As in a mirror: my own camera. */
  readonly mirrored?: boolean;
  /** Whole, with bars beside it: a screen. */
  readonly whole?: boolean;
  readonly testId: string;
};

/** A moving picture, without sound: that comes from `Sound`. */
export function Picture({ track, label, mirrored = false, whole = false, testId }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = new MediaStream([track]);
    // Refused for a moment where the next picture is already on its way; muted pictures may always play.
    element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return (
    <video
      ref={video}
      class={`talk-picture${mirrored ? ' talk-mirrored' : ''}${whole ? ' talk-whole' : ''}`}
      aria-label={label}
      data-testid={testId}
      muted
      autoPlay
      playsInline
    />
  );
}
