import type { Meter } from './ports';

/** Loudness below this is silence, in decibel of full scale. */
const QUIETEST = -55;

/** Silent for ever where the browser lets no sound be looked at: a meter is never worth a call. */
const SILENT: Meter = { level: () => 0, stop: () => undefined };

/** Looks at the sound of a track; nothing of it is played. */
export function createMeter(track: MediaStreamTrack): Meter {
  try {
    const context = new AudioContext();
    const source = context.createMediaStreamSource(new MediaStream([track]));
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    source.connect(analyser);
    // Held until the window was pressed somewhere, in some browsers.
    context.resume().catch(() => undefined);
    const samples = new Float32Array(analyser.fftSize);
    return {
      level() {
        analyser.getFloatTimeDomainData(samples);
        return loudness(samples);
      },
      stop() {
        source.disconnect();
        context.close().catch(() => undefined);
      },
    };
  } catch {
    return SILENT;
  }
}

/** Root mean square in decibel, as 0 (silence) to 1 (full scale). */
export function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  if (power === 0) return 0;
  return Math.min(1, Math.max(0, 1 - (10 * Math.log10(power)) / QUIETEST));
}
