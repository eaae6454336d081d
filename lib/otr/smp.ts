import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';
import { decode } from '../core/wire/encode';
import { RECORD, type Record } from './content';
import { GENERATOR } from './group';
import type { Breathe, OtrPorts } from './ports';
import { firstRecord, readFirst, type Smp1, smp2, smp3, smp4, smpRecord } from './smp-messages';
import { type Coordinates, createSmpArithmetic, type Generators } from './smp-proofs';

/** What a person learns. `cheated`: a proof was wrong, which no honest program sends. */
export type SmpOutcome =
  | { readonly outcome: 'asked'; readonly question?: string }
  | { readonly outcome: 'same' | 'different' | 'aborted' | 'cheated' };

/** Records for the other side, and what is to be said. */
export type SmpStep = {
  readonly records: readonly Record[];
  readonly told?: SmpOutcome;
  readonly refused?: ErrorCode;
};

type State =
  | { readonly expects: 1; readonly asked?: Smp1 }
  | { readonly expects: 2; readonly x: bigint; readonly a2: bigint; readonly a3: bigint }
  | {
      readonly expects: 3;
      readonly g3a: bigint;
      readonly generators: Generators;
      readonly b3: bigint;
      readonly ours: Coordinates;
    }
  | { readonly expects: 4; readonly g3b: bigint; readonly p: bigint; readonly q: bigint; readonly a3: bigint };

/** The Socialist Millionaires' Protocol of one session ("The SMP state machine"). */
export type Smp = {
  /** Begins, after an abort where one is under way. `x` is the hashed secret. */
  start(x: bigint, question?: string): Promise<SmpStep>;
  /** Answers what was asked; refused with `otr/nothing-asked` where nothing was. */
  answer(y: bigint): Promise<SmpStep>;
  abort(): SmpStep;
  receive(record: Record): Promise<SmpStep>;
  /** Whether an abort would tell the other side anything. */
  isUnderWay(): boolean;
};

const ABORT: Record = { type: RECORD.smpAbort, value: new Uint8Array() };

export function createSmp(random: OtrPorts['random'], breathe: Breathe): Smp {
  const math = createSmpArithmetic(random, breathe);
  let state: State = { expects: 1 };

  /** What comes out of turn ends what is under way; where nothing is, there is nothing to tell a person. */
  const stop = (outcome: 'aborted' | 'cheated'): SmpStep => {
    const isTold = outcome === 'cheated' || isUnderWay();
    state = { expects: 1 };
    return { records: [ABORT], ...(isTold ? { told: { outcome } } : {}) };
  };

  const receiveFirst = async (record: Record): Promise<SmpStep> => {
    if (state.expects !== 1) return stop('aborted');
    const { values, question } = readFirst(record);
    const [g2a, c2, d2, g3a, c3, d3] = values;
    const proved = (await math.checkExponent(1, g2a, [c2, d2])) && (await math.checkExponent(2, g3a, [c3, d3]));
    if (!proved) return stop('cheated');
    state = { expects: 1, asked: values };
    return { records: [], told: { outcome: 'asked', ...(question === undefined ? {} : { question }) } };
  };

  const makeSecond = async ([g2a, , , g3a]: Smp1, y: bigint): Promise<SmpStep> => {
    const [b2, b3, r] = [math.exponent(), math.exponent(), math.exponent()];
    const g2b = await math.raise(GENERATOR, b2);
    const g3b = await math.raise(GENERATOR, b3);
    const proof2 = await math.proveExponent(3, b2);
    const proof3 = await math.proveExponent(4, b3);
    const generators = { g2: await math.raise(g2a, b2), g3: await math.raise(g3a, b3) };
    const ours = await place(generators, r, y);
    const proof = await math.proveCoordinates(5, generators, r, y);
    state = { expects: 3, g3a, generators, b3, ours };
    return {
      records: [smpRecord(RECORD.smp2, smp2, [g2b, ...proof2, g3b, ...proof3, ours.p, ours.q, ...proof])],
    };
  };

  /** P = g3^r and Q = g1^r g2^x. */
  const place = async ({ g2, g3 }: Generators, r: bigint, x: bigint): Promise<Coordinates> => ({
    p: await math.raise(g3, r),
    q: math.times(await math.raise(GENERATOR, r), await math.raise(g2, x)),
  });

  const receiveSecond = async ({ value }: Record): Promise<SmpStep> => {
    if (state.expects !== 2) return stop('aborted');
    const { x, a2, a3 } = state;
    const [g2b, c2, d2, g3b, c3, d3, p, q, cp, d5, d6] = decode(smp2, value);
    const proved = (await math.checkExponent(3, g2b, [c2, d2])) && (await math.checkExponent(4, g3b, [c3, d3]));
    if (!proved) return stop('cheated');
    const generators = { g2: await math.raise(g2b, a2), g3: await math.raise(g3b, a3) };
    if (!(await math.checkCoordinates(5, generators, { p, q }, [cp, d5, d6]))) return stop('cheated');
    const s = math.exponent();
    const ours = await place(generators, s, x);
    const ratio = { p: await math.divide(ours.p, p), q: await math.divide(ours.q, q) };
    const r = await math.raise(ratio.q, a3);
    const proof = await math.proveCoordinates(6, generators, s, x);
    const proofR = await math.proveSame(7, ratio.q, a3);
    state = { expects: 4, g3b, ...ratio, a3 };
    return { records: [smpRecord(RECORD.smp3, smp3, [ours.p, ours.q, ...proof, r, ...proofR])] };
  };

  const receiveThird = async ({ value }: Record): Promise<SmpStep> => {
    if (state.expects !== 3) return stop('aborted');
    const { g3a, generators, b3, ours } = state;
    const [p, q, cp, d5, d6, r, cr, d7] = decode(smp3, value);
    if (!(await math.checkCoordinates(6, generators, { p, q }, [cp, d5, d6]))) return stop('cheated');
    const ratio = { p: await math.divide(p, ours.p), q: await math.divide(q, ours.q) };
    if (!(await math.checkSame(7, g3a, ratio.q, r, [cr, d7]))) return stop('cheated');
    const mine = await math.raise(ratio.q, b3);
    const proof = await math.proveSame(8, ratio.q, b3);
    const same = (await math.raise(r, b3)) === ratio.p;
    state = { expects: 1 };
    return {
      records: [smpRecord(RECORD.smp4, smp4, [mine, ...proof])],
      told: { outcome: same ? 'same' : 'different' },
    };
  };

  const receiveFourth = async ({ value }: Record): Promise<SmpStep> => {
    if (state.expects !== 4) return stop('aborted');
    const { g3b, p, q, a3 } = state;
    const [r, cr, d7] = decode(smp4, value);
    if (!(await math.checkSame(8, g3b, q, r, [cr, d7]))) return stop('cheated');
    const same = (await math.raise(r, a3)) === p;
    state = { expects: 1 };
    return { records: [], told: { outcome: same ? 'same' : 'different' } };
  };

  const receiveAbort = async (): Promise<SmpStep> => {
    const wasUnderWay = isUnderWay();
    state = { expects: 1 };
    return { records: [], ...(wasUnderWay ? { told: { outcome: 'aborted' } as const } : {}) };
  };

  const isUnderWay = (): boolean => state.expects !== 1 || state.asked !== undefined;

  const READERS: Readonly<{ [type: number]: (record: Record) => Promise<SmpStep> }> = {
    [RECORD.smp1]: receiveFirst,
    [RECORD.smp1WithQuestion]: receiveFirst,
    [RECORD.smp2]: receiveSecond,
    [RECORD.smp3]: receiveThird,
    [RECORD.smp4]: receiveFourth,
    [RECORD.smpAbort]: receiveAbort,
  };

  return {
    async start(x, question) {
      const before = isUnderWay() ? [ABORT] : [];
      const [a2, a3] = [math.exponent(), math.exponent()];
      const g2a = await math.raise(GENERATOR, a2);
      const g3a = await math.raise(GENERATOR, a3);
      const proof2 = await math.proveExponent(1, a2);
      const proof3 = await math.proveExponent(2, a3);
      const first = firstRecord([g2a, ...proof2, g3a, ...proof3], question);
      state = { expects: 2, x, a2, a3 };
      return { records: [...before, first] };
    },
    answer: async (y) =>
      state.expects === 1 && state.asked !== undefined
        ? makeSecond(state.asked, y)
        : { records: [], refused: 'otr/nothing-asked' },
    abort: () => stop('aborted'),
    async receive(record) {
      try {
        return (await READERS[record.type]?.(record)) ?? { records: [] };
      } catch (error) {
        return { ...stop('cheated'), refused: toErrorCode(error) };
      }
    },
    isUnderWay,
  };
}
