import type { CallOrigin } from '../core/call-lines';
import type { CallId } from '../core/calls';
import { AppError } from '../core/errors';
import type { CallMessage } from '../core/wire/call-message';
import { fromHex, toHex } from '../core/wire/hex';
import { createLineExchange, type LineExchange } from './line/line-exchange';
import { GIVE_UP, type LineStep, type SasMessage } from './line/progress';
import type { Machine, Step } from './machine';
import type { CallPorts } from './ports';
import { type Call, isUnderWay, type StepContext, withTodo } from './state';
import { differ } from './steps/differ';
import { sending } from './steps/finish';
import { keepEarly } from './steps/heard';

export type CallWordsService = {
  /** Both DTLS certificates are known: the exchange begins. Others than before: there are no words any more. */
  begin(call: Call, digests: { readonly mine: Uint8Array; readonly theirs: Uint8Array }): Promise<void>;
  receive(from: CallOrigin, message: Extract<CallMessage, { kind: 'sas' }>): Promise<void>;
  /** Throws `call/compare-again`. */
  compared(call: Call, characters: string, same: boolean): Promise<void>;
  /** Goes on with what a background before this one had begun. */
  resume(): Promise<void>;
  forget(): void;
};

const sendingAll = (ctx: StepContext, call: Call, messages: readonly SasMessage[]) =>
  messages.map((message) => sending(ctx, call.conversation, { kind: 'sas', call: call.id, ...message }));

/** The words of a call of ours: the exchange of docs/media.md, 4, over both DTLS certificates. */
export function createCallWords(ports: CallPorts, machine: Machine): CallWordsService {
  const { lines } = ports;
  let running: { readonly id: CallId; readonly exchange: LineExchange } | undefined;

  /** The words of this call become others. */
  const change = (id: CallId, words: Partial<Call['words']>, send: readonly SasMessage[] = []): Promise<unknown> => {
    const next: Step = (state, ctx) => {
      const { call } = state;
      if (call?.id !== id) return state;
      return withTodo(
        { ...state, call: { ...call, words: { ...call.words, ...words } } },
        ...sendingAll(ctx, call, send),
      );
    };
    return machine.step(next);
  };
  const take = ({ id }: Call, { progress, words, send }: LineStep) => change(id, { progress, shown: words }, send);

  /** The exchange of this call; begun, or taken up again, where it is not in memory. */
  const exchangeOf = async (call: Call): Promise<LineExchange | undefined> => {
    if (running?.id === call.id) return running.exchange;
    const { dtls, progress, early } = call.words;
    // After the call a finished line can still be compared; nothing else goes on.
    if (dtls === undefined || progress.state === 'failed') return undefined;
    if (call.phase === 'over' && progress.state !== 'done') return undefined;
    const exchange = await createLineExchange(ports, {
      call: call.id,
      device: call.device,
      certificates: { mine: await lines.myCertificate(), theirs: call.peer.fingerprint },
      dtls: { mine: fromHex(dtls.mine), theirs: fromHex(dtls.theirs) },
      begins: call.direction === 'out',
      progress,
    });
    running = { id: call.id, exchange };
    await take(call, await exchange.begin());
    for (const { attempt, octets } of early) {
      await take(call, await exchange.receive({ attempt, octets: fromHex(octets) }));
    }
    if (early.length > 0) await change(call.id, { early: [] });
    return exchange;
  };

  const giveUp = async (call: Call): Promise<void> => {
    running = undefined;
    const { attempt } = call.words.progress;
    const shown = { state: 'failed', code: 'call/no-words' } as const;
    await change(call.id, { progress: { attempt, state: 'failed' }, shown, early: [] }, [GIVE_UP]);
  };

  return {
    async begin(call, digests) {
      const mine = toHex(digests.mine);
      const theirs = toHex(digests.theirs);
      const { dtls, progress } = call.words;
      if (progress.state === 'failed') return;
      const isOther = dtls !== undefined && (dtls.mine !== mine || dtls.theirs !== theirs);
      // The words vouch for certificates that media no longer use, or for one that came back to where it was from.
      if (isOther || mine === theirs) return giveUp(call);
      if (dtls === undefined) await change(call.id, { dtls: { mine, theirs } });
      const { call: now } = machine.state();
      if (now?.id === call.id) await exchangeOf(now);
    },
    async receive(from, { call: id, attempt, octets }) {
      const { call } = machine.state();
      if (!isUnderWay(call) || call.id !== id) return;
      if (call.conversation !== from.conversation || call.device !== from.device) return;
      if (call.words.dtls === undefined) {
        await machine.step((state) => keepEarly(state, call, { attempt, octets: toHex(octets) }), { silently: true });
        return;
      }
      const exchange = await exchangeOf(call);
      if (exchange !== undefined) await take(call, await exchange.receive({ attempt, octets }));
    },
    async compared(call, characters, same) {
      const { shown } = call.words;
      const isShown = shown.state === 'ready' && shown.characters === characters;
      const exchange = isShown ? await exchangeOf(call) : undefined;
      if (exchange === undefined) throw new AppError('call/compare-again');
      if (same) await lines.compared(call.conversation, true);
      const { progress, words } = await exchange.compared(characters, same);
      await machine.step((state, ctx) => {
        const { call: now } = state;
        if (now?.id !== call.id) return state;
        const peer = { ...now.peer, decision: same ? 'verified' : 'refused' } as const;
        const told = { ...now, peer, words: { ...now.words, progress, shown: words } };
        return same ? { ...state, call: told } : differ({ ...state, call: told }, told, ctx);
      });
    },
    async resume() {
      const { call } = machine.state();
      if (call?.phase === 'answered') await exchangeOf(call);
    },
    forget: () => {
      running = undefined;
    },
  };
}
