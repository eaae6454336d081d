import { AppError } from '../core/errors';
import type { AccountKey } from '../otr/account-key';
import type { OtrPorts } from '../otr/ports';
import { createAccounts } from './accounts';
import { createBook } from './book';
import type { Place, Webchat } from './contract';
import { createConvenience } from './convenience';
import { createDeliveries, isPageAway } from './deliveries';
import { guarded } from './guard';
import { createNoTraceTalks } from './no-trace/create-no-trace-talks';
import { createOpening } from './opening';
import { createOx } from './ox/create-ox';
import { peerProblem } from './peers';
import { placeKey } from './place';
import type { WebchatPorts } from './ports';
import type { AgreementService, Step } from './seams';
import { createSending } from './sending';
import { linesWaiting } from './steps';
import type { Talk } from './talk';
import { createTalkFinder } from './talk-finder';
import { viewOf } from './viewing';

export type WebchatParts = {
  readonly agreement: AgreementService;
  /** A key for one conversation without trace; a new one of OTR where left out. */
  readonly makeKey?: (ports: OtrPorts) => Promise<AccountKey>;
  /** Lines that are kept of one talk. */
  readonly mostLines?: number;
  /** Talks of one origin in which the person did nothing. */
  readonly mostTalks?: number;
};

/** Sealed conversations in other people's chat pages: puts the parts together. */
export function createWebchat(
  ports: WebchatPorts,
  { agreement, makeKey, mostLines, mostTalks }: WebchatParts,
): Webchat {
  const { certificates, vault, onFailure } = ports;
  const announce = () => ports.announce('webchat');
  const book = createBook({ ...ports, mostLines, mostTalks });
  const finder = createTalkFinder(book);
  const deliveries = createDeliveries({ book, page: ports.page });
  const accounts = createAccounts(ports);
  const ox = createOx(ports);
  const noTrace = createNoTraceTalks({ ...ports, announce, ...(makeKey === undefined ? {} : { makeKey }) });
  const parts = { ...ports, book, finder, deliveries, accounts, ox, noTrace, agreement };
  /** Where each talk was shown last: what waits goes out there. */
  const boxes = new Map<string, Place>();
  /** Drafts of words that are to leave no trace: on no disk. */
  const passing = new Map<string, string>();

  /** What waits goes out if the page is there; if not, it waits on. */
  const flush = async (id: Talk['id'], place: Place): Promise<void> => {
    try {
      await deliveries.flush(id, place);
    } catch (error) {
      if (!isPageAway(error)) onFailure(error);
    }
  };
  const unlocked = async (): Promise<boolean> => (await vault.state()).phase === 'unlocked';

  /** One step of the talk at this place, and what it puts out. */
  const step = async (place: Place, next: (talk: Talk) => Promise<Step>): Promise<Talk> => {
    const talk = await book.step(async () => {
      const before = await finder.at(place);
      const after = (await next(before)).talk;
      await book.write({ talk: after, lines: linesWaiting(before, after) });
      return after;
    });
    announce();
    return talk;
  };

  const settle = async (place: Place): Promise<void> => {
    const { id, waiting } = await book.step(() => finder.at(place));
    accounts.ask(place);
    if (waiting.length > 0) await flush(id, place);
  };

  const advance = async (talk: Talk): Promise<Talk | undefined> => {
    const next = (await agreement.advance(talk))?.talk;
    if (next !== undefined) await book.write({ talk: next, lines: linesWaiting(talk, next) });
    return next;
  };

  /** Whoever the person accepted of those that were offered here is who they meant. */
  const adopt = async (place: Place): Promise<void> => {
    const talk = await finder.at(place);
    const peer = await accounts.accepted(place);
    if (peer !== undefined && talk.peer === undefined) await book.write({ talk: { ...talk, peer } });
  };

  /** The box whose place is of this talk. */
  const boxOf = ({ origin, place }: Talk): Place => {
    const here = { ...place, origin };
    return boxes.get(placeKey(here)) ?? here;
  };

  const sending = createSending({ ...parts, now: ports.now });
  const opening = createOpening({ ...parts, flush });
  const work = guarded(
    {
      async view(place: Place) {
        const view = await book.step(async () => viewOf(parts, await finder.at(place), place));
        // What waited while keys were locked goes out at the first look after.
        if (!boxes.has(placeKey(place))) {
          boxes.set(placeKey(place), place);
          settle(place).catch(onFailure);
        }
        return { ...view, draft: passing.get(placeKey(place)) ?? view.draft };
      },

      async choose(place: Place, peer: NonNullable<Talk['peer']>) {
        const problem = await peerProblem(certificates, peer);
        if (problem !== undefined)
          throw new AppError(problem === 'webchat/no-certificate' ? 'contact/unknown' : problem);
        // A key agreement may have waited for just this.
        const { id } = await step(place, async (talk) => {
          const chosen = { ...talk, peer };
          return (await agreement.advance(chosen)) ?? { talk: chosen };
        });
        void flush(id, place);
      },

      async begin(place: Place) {
        const { id } = await step(place, agreement.begin);
        await deliveries.flush(id, place);
      },

      async end(place: Place) {
        const { id } = await step(place, agreement.end);
        await flush(id, place);
      },

      async send(place: Place, message: Parameters<Webchat['send']>[1]) {
        await sending(place, message);
        passing.delete(placeKey(place));
        announce();
      },

      async saveDraft(place: Place, draft: string) {
        await book.step(async () => {
          const talk = await finder.at(place);
          const isPassing = noTrace.standing(place) !== 'none';
          if (isPassing) passing.set(placeKey(place), draft);
          else if (talk.draft !== draft) await book.write({ talk: { ...talk, draft } });
        });
      },

      async noTrace(place: Place, on: boolean) {
        await book.step(() => finder.at(place));
        passing.delete(placeKey(place));
        await (on ? noTrace.start(place) : noTrace.stop(place));
      },

      async compare(place: Place, secret: string, question?: string) {
        await book.step(() => finder.at(place));
        await noTrace.compare(place, secret, question);
      },

      async stopComparing(place: Place) {
        await noTrace.stopComparing(place);
      },

      async publish(place: Place) {
        await book.step(() => finder.at(place));
        await accounts.publish(place);
      },

      ...createConvenience({ ...parts, random: ports.random }),

      keysFound: (place: Parameters<Webchat['keysFound']>[0], found: readonly Uint8Array[]) =>
        accounts.found(place, found),
    },
    onFailure,
  );
  const events = guarded(
    {
      async onContacts() {
        if (!(await unlocked())) return;
        for (const place of boxes.values()) await book.step(() => adopt(place));
        const talks = await book.step(() => book.talks());
        for (const { id } of talks) {
          const next = await book.step(async () => {
            const talk = await book.talk(id);
            return talk && advance(talk);
          });
          if (next !== undefined) void flush(next.id, boxOf(next));
        }
        announce();
      },

      async onLocked() {
        book.forget();
        finder.forget();
        boxes.clear();
        passing.clear();
        await noTrace.forgetAll();
      },

      async onBox(place: Place) {
        if (!(await unlocked())) return;
        boxes.set(placeKey(place), place);
        await settle(place);
      },
    },
    onFailure,
  );

  return { ...work, open: opening, active: noTrace.active, events };
}
