/** How long somebody may keep us waiting: `graceMs` at once, more as octets come, `floor` octets for each second. */
export type Pace = { readonly graceMs: number; readonly floor: number };

/** A connection that carries less than 512 octets per second for longer than half a minute is not worth a socket. */
export const PACE: Pace = { graceMs: 30_000, floor: 512 };

export type Patience = {
  /** From here on we wait for the other side, and do nothing. */
  wait(): void;
  /** It sent or took so many octets. */
  got(octets: number): void;
  end(): void;
};

/** Time in which we ourselves were busy is not counted against the other side. */
export function createPatience({ graceMs, floor }: Pace, onSlow: () => void): Patience {
  let spent = 0;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    wait: () => {
      since = performance.now();
      timer = setTimeout(onSlow, graceMs - spent);
    },
    got: (octets) => {
      clearTimeout(timer);
      spent = Math.max(0, spent + performance.now() - since - (octets / floor) * 1_000);
    },
    end: () => clearTimeout(timer),
  };
}
