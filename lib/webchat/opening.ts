import { AppError, toErrorCode } from '../core/errors';
import type { LineView } from '../core/webchat';
import { type ReadPayload, readPayload } from '../core/wire/webchat-payload';
import type { Accounts } from './accounts';
import { type Book, talksOn } from './book';
import type { LineSource, Place } from './contract';
import type { Deliveries } from './deliveries';
import type { WebchatPorts } from './ports';
import type { AgreementPayload, AgreementService, NoTraceTalks, OxService } from './seams';
import { notOpened, toRemember, toShow } from './showing';
import { linesWaiting } from './steps';
import type { Talk } from './talk';
import type { TalkFinder } from './talk-finder';

export type OpeningParts = Pick<WebchatPorts, 'certificates' | 'vault' | 'announce' | 'onFailure'> & {
  readonly book: Book;
  readonly agreement: AgreementService;
  readonly ox: OxService;
  readonly noTrace: NoTraceTalks;
  readonly finder: TalkFinder;
  readonly accounts: Pick<Accounts, 'askAgain'>;
  readonly flush: Deliveries['flush'];
};

type Taken = { readonly talk: Talk; readonly line: LineView; readonly changed: boolean };

/** What stands in the page, opened. What may open later is opened anew each time; all else once. */
export function createOpening(parts: OpeningParts) {
  const { book, agreement, ox, noTrace, finder, accounts, certificates, vault } = parts;

  /** Whose it is: the place's, else whose channel on this origin it belongs to. */
  const addressee = async (place: Place, payload: AgreementPayload): Promise<Talk> => {
    const here = await finder.at(place);
    if (agreement.knows(here, payload)) return here;
    const others = await talksOn(book, place.origin);
    return others.find((talk) => agreement.knows(talk, payload)) ?? here;
  };

  const take = (
    place: Place,
    octets: Uint8Array,
    payload: AgreementPayload,
    fresh: boolean,
  ): Promise<Taken | LineView> =>
    book.step(async () => {
      const known = await book.line(octets);
      if (known !== undefined) {
        const talk = await book.talk(known.talk);
        if (talk === undefined || talk.origin !== place.origin) return notOpened('webchat/not-for-me');
        return { talk, line: await toShow(certificates, known.line), changed: false };
      }
      const talk = await addressee(place, payload);
      const { talk: next, line } = await agreement.take(talk, payload, fresh);
      const remembered = toRemember(line);
      const lines = [...(remembered ? [{ payload: octets, line: remembered }] : []), ...linesWaiting(talk, next)];
      if (next !== talk || lines.length > 0) await book.write({ talk: next, lines });
      return { talk: next, line, changed: remembered !== undefined };
    });

  const openPacket = async (
    place: Place,
    octets: Uint8Array,
    payload: AgreementPayload,
    fresh: boolean,
  ): Promise<LineView> => {
    const taken = await take(place, octets, payload, fresh);
    if ('kind' in taken) return taken;
    const isMoved = taken.line.kind !== 'not-opened' && (await finder.saw(place, taken.talk));
    if (taken.changed || isMoved) parts.announce('webchat');
    if (taken.changed && taken.talk.waiting.length > 0) void parts.flush(taken.talk.id, place);
    return taken.line;
  };

  const openSource = async (place: Place, source: LineSource): Promise<LineView> => {
    const { phase } = await vault.state();
    if (phase !== 'unlocked') return { kind: 'locked' };
    if ('otr' in source) return noTrace.take(place, source.otr, source);
    const payload: ReadPayload | undefined = readPayload(source.octets);
    if (payload === undefined) return notOpened('webchat/damaged');
    if (payload.kind !== 'ox') return openPacket(place, source.octets, payload, source.fresh);
    const line = await ox.open(await book.step(() => finder.at(place)), payload);
    // Whoever writes sealed words has a certificate; servers tell of it by themselves only where a page asks for that.
    if (line.kind === 'not-opened') accounts.askAgain(place);
    return line;
  };

  return async (place: Place, source: LineSource): Promise<LineView> => {
    try {
      return await openSource(place, source);
    } catch (error) {
      const code = toErrorCode(error);
      if (!(error instanceof AppError)) parts.onFailure(error);
      return code === 'vault/locked' || code === 'vault/absent' ? { kind: 'locked' } : notOpened(code, true);
    }
  };
}
