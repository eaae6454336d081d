import { Volume2 } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Notice } from '../../../../components/notice';

type SoundProps = {
  readonly track: MediaStreamTrack | undefined;
  /** Id of the loudspeaker; empty is the browser's own. */
  readonly speaker: string;
};

type Sinkable = HTMLAudioElement & { setSinkId?(id: string): Promise<void> };

/** Whether this browser lets a page say where its sound comes out. */
export const canChooseSpeaker = (): boolean =>
  typeof (HTMLAudioElement.prototype as Partial<Sinkable>).setSinkId === 'function';

/** What the other says. A browser may hold sound back until somebody presses something. */
export function Sound({ track, speaker }: SoundProps) {
  const audio = useRef<Sinkable>(null);
  const [isHeld, setHeld] = useState(false);
  const play = (): void => {
    audio.current?.play().then(
      () => setHeld(false),
      (error: unknown) => setHeld((error as Error).name === 'NotAllowedError'),
    );
  };
  useEffect(() => {
    const element = audio.current;
    if (element === null || track === undefined) return;
    element.srcObject = new MediaStream([track]);
    play();
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  useEffect(() => {
    // One that is gone is the browser's own again.
    audio.current?.setSinkId?.(speaker).catch(() => undefined);
  }, [speaker]);
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what is only now said */}
      <audio ref={audio} data-testid="call-sound" />
      {isHeld && (
        <Notice
          tone="attention"
          title="The browser holds the sound back"
          live="alert"
          actions={
            <Button icon={Volume2} testId="call-play-sound" onClick={play}>
              Play the sound
            </Button>
          }
        />
      )}
    </>
  );
}
