import { useEffect, useRef } from 'preact/hooks';
import type { Meter } from '../peer/ports';

const LOOK_MS = 100;

type LevelMeterProps = {
  readonly track: MediaStreamTrack | undefined;
  readonly listen: (track: MediaStreamTrack) => Meter;
};

/** How loud somebody is, drawn past the renderer: ten times a second is too often for it. Decoration. */
export function LevelMeter({ track, listen }: LevelMeterProps) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (track === undefined) return;
    const meter = listen(track);
    const timer = setInterval(() => bar.current?.style.setProperty('--level', meter.level().toFixed(2)), LOOK_MS);
    return () => {
      clearInterval(timer);
      meter.stop();
      bar.current?.style.setProperty('--level', '0');
    };
  }, [track, listen]);
  return (
    <span class="talk-level" aria-hidden="true" data-testid="call-level">
      <span ref={bar} class="talk-level-bar" />
    </span>
  );
}
