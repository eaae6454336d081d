import type { Sent } from './statistics';

/** Frames that the browser has handed to our transform, those that we gave back, and when they were counted, in ms. */
export type Came = { readonly count: number; readonly passed: number; readonly at: number };
/** And when the browser had answered, ms of the same clock. */
export type Answer = Sent & { readonly at: number };

/** After so long without a frame the browser is asked: before, it sends what it was given last. Just under one look. */
const STILL_MS = 80;
/** Between two questions while nothing comes; faster at first, and where something was sent. */
const AGAIN_MS = { fast: 40, slow: 200 } as const;
const FAST = 3;
/** Answers older than this are not looked at. */
const WINDOW_MS = 2_000;
/**
 * What is an alarm, sent while nothing came to us. A browser also fills the line with padding, to probe it, and counts it
 * as sent; but then its encoder has made nothing. Sound is not padded.
 */
const LEAST: Readonly<Record<'audio' | 'video', Sent>> = {
  audio: { octets: 1, packets: 4, frames: 0 },
  video: { octets: 1_500, packets: 2, frames: 2 },
};

/** Answers in which it had sent more than in the one before: once it may be something that was long on its way. */
const GREW_LEAST = 2;

/**
 * Says whether the browser sends past us: it goes on encoding and sending, and nothing is handed to our transform or
 * given back by it any more. That it is handed to us and not given back (no key, a worker that is slow) is no such thing,
 * nor that it is given back late. The browser is asked only while nothing comes, so in a call that goes its way it costs
 * nothing.
 */
export function createSentWatch(kind: 'audio' | 'video') {
  /** Since when no frame came, and none was given back. */
  let still: Came | undefined;
  let answers: readonly Answer[] = [];
  let asked = 0;

  const begin = (came: Came | undefined): void => {
    [still, answers, asked] = [came, [], 0];
  };
  return {
    /** Octets that were sent past us, as far as answers until `at` show it; 0 where all is well. */
    came(came: Came): number {
      if (came.count !== still?.count || came.passed !== still.passed) begin(came);
      // What was counted before an answer says nothing about what the answer counts.
      const told = answers.filter(({ at }) => at <= came.at);
      const [first, last] = [told[0], told.at(-1)];
      if (first === undefined || last === undefined) return 0;
      const grew = told.filter(({ packets }, at) => packets > (told[at - 1]?.packets ?? packets));
      if (grew.length < GREW_LEAST) return 0;
      const { octets, packets, frames } = LEAST[kind];
      const surplus = last.octets - first.octets;
      const isEnough = last.packets - first.packets >= packets && last.frames - first.frames >= frames;
      return isEnough && surplus >= octets ? surplus : 0;
    },
    isToBeAsked(now: number): boolean {
      if (still === undefined || now - still.at < STILL_MS) return false;
      const [before, last] = [answers.at(-2), answers.at(-1)];
      if (last === undefined) return true;
      const isFast = asked < FAST || last.packets > (before ?? last).packets;
      return now - last.at >= (isFast ? AGAIN_MS.fast : AGAIN_MS.slow);
    },
    answer(answer: Answer): void {
      const before = answers.at(-1);
      // The browser counts anew: another stream has taken the place of the one before.
      if (before !== undefined && (answer.octets < before.octets || answer.frames < before.frames)) {
        begin(undefined);
        return;
      }
      asked += 1;
      answers = [...answers.filter(({ at }) => answer.at - at < WINDOW_MS), answer];
    },
  };
}
