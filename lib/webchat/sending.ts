import type { ErrorCode } from '../core/error-codes';
import { AppError } from '../core/errors';
import { WEBCHAT_LIMITS } from '../core/webchat';
import type { Book, RememberedLine } from './book';
import type { Place, Webchat } from './contract';
import type { Deliveries } from './deliveries';
import type { AgreementService, NoTraceTalks, OxService } from './seams';
import { linesWaiting } from './steps';
import type { Talk } from './talk';
import type { TalkFinder } from './talk-finder';
import { type WayParts, type Ways, waysOf } from './viewing';

export type SendingParts = WayParts & {
  readonly book: Book;
  readonly agreement: AgreementService;
  readonly ox: OxService;
  readonly noTrace: NoTraceTalks;
  readonly finder: TalkFinder;
  readonly deliveries: Deliveries;
  readonly now: () => number;
};

type Message = Parameters<Webchat['send']>[1];
type Sealed = { readonly talk: Talk; readonly payload: Uint8Array; readonly line?: RememberedLine };

/** Messages by which one that is asked for again is known. */
const MOST_OUTGOING = 32;

const refusalOf = (talk: Talk, { problem, channel }: Ways): ErrorCode => {
  if (problem !== undefined) return problem;
  if (channel.channel === 'your-decision') return 'contact/undecided';
  return talk.peer === undefined && channel.channel === 'none' ? 'webchat/nobody-chosen' : 'webchat/waiting';
};

/** Seals, remembers, and only then has the page send it. */
export function createSending(parts: SendingParts): Webchat['send'] {
  const { book, agreement, ox, noTrace, finder, deliveries, now } = parts;

  const seal = async (talk: Talk, way: 'channel' | 'openpgp', message: Message): Promise<Sealed> => {
    const { peer } = talk;
    if (way === 'openpgp' && peer !== undefined) return { talk, payload: await ox.seal(talk, message, peer) };
    const { talk: next, payload } = await agreement.seal(talk, message);
    const line = { kind: 'text', text: message.text, mine: true, way: 'channel', at: now() } as const;
    return { talk: next, payload, line };
  };

  const store = async (before: Talk, message: Message, { talk, payload, line }: Sealed): Promise<void> => {
    const outgoing = [...(talk.outgoing ?? []), { id: message.id, payload }].slice(-MOST_OUTGOING);
    const lines = line === undefined ? [] : [{ payload, line }];
    await book.write({ talk: { ...talk, outgoing }, lines: [...lines, ...linesWaiting(before, talk)] });
  };

  return async (place: Place, message: Message) => {
    const { id, text, as } = message;
    if (text.trim() === '') throw new AppError('bus/bad-input');
    if (text.length > WEBCHAT_LIMITS.textLength) throw new AppError('chat/too-long');
    const { talk, way } = await book.step(async () => {
      const found = await finder.at(place);
      if (found.outgoing?.some((one) => one.id === id)) return { talk: found, way: 'again' as const };
      const ways = await waysOf(parts, found, place);
      if (as !== undefined && (as.way !== ways.way || as.peer !== found.peer)) throw new AppError('webchat/changed');
      if (ways.way === 'none') throw new AppError(refusalOf(found, ways));
      if (ways.way !== 'no-trace') await store(found, message, await seal(found, ways.way, message));
      return { talk: found, way: ways.way };
    });
    if (way === 'no-trace') await noTrace.send(place, { id, text });
    else await deliveries.message(talk.id, place, id, text);
  };
}
