export type Ring = { stop(): void };

/** Frequencies in Hertz, and seconds from the beginning of one round; a round is `every` seconds. */
const TONES = {
  incoming: {
    every: 3,
    beats: [
      [523, 0],
      [659, 0.22],
      [784, 0.44],
    ],
  },
  outgoing: { every: 4, beats: [[425, 0]] },
} as const;
const BEAT = { incoming: 0.2, outgoing: 1 } as const;
const LOUD = { incoming: 0.12, outgoing: 0.05 } as const;

/** A soft tone until it is stopped. Silent where the browser lets no sound out before the window was pressed. */
export function startRing(kind: 'incoming' | 'outgoing'): Ring {
  try {
    const context = new AudioContext();
    const play = (): void => {
      if (context.state !== 'running') return;
      for (const [frequency, at] of TONES[kind].beats) {
        beep(context, frequency, context.currentTime + at, BEAT[kind], LOUD[kind]);
      }
    };
    const timer = setInterval(play, TONES[kind].every * 1_000);
    context.resume().then(play, () => undefined);
    return {
      stop() {
        clearInterval(timer);
        context.close().catch(() => undefined);
      },
    };
  } catch {
    return { stop: () => undefined };
  }
}

function beep(context: AudioContext, frequency: number, from: number, seconds: number, loud: number): void {
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.frequency.value = frequency;
  gain.gain.setValueAtTime(0, from);
  // Without a click at either end.
  gain.gain.linearRampToValueAtTime(loud, from + 0.03);
  gain.gain.setValueAtTime(loud, from + seconds - 0.05);
  gain.gain.linearRampToValueAtTime(0, from + seconds);
  tone.connect(gain).connect(context.destination);
  tone.start(from);
  tone.stop(from + seconds);
}
