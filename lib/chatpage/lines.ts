import { parentOf } from '../sites/chats/deep';
import type { OpenConversation } from '../sites/chats/site';
import { type CoveredText, createCoveredText } from './covered-text';
import { createFresh } from './fresh';
import type { LineContent, LinePorts } from './line';
import { createNear } from './near';
import { createParts } from './parts';
import { type Claim, type ReadSealed, readSealed } from './read-sealed';
import { keepEnd } from './scrolling';
import type { SealedText } from './sealed-texts';
import { createWhose } from './whose';

export type LinesPorts = Omit<LinePorts, 'onHeight'> & {
  readonly conversation: () => OpenConversation;
  readonly now: () => number;
};

/** How far above a changed node a covered element is looked for. */
const CLIMB = 6;

/** The sealed texts of one conversation, each under a frame of ours. A frame never stands over other words than its own. */
export function createLines(ports: LinesPorts) {
  const { page, now, conversation } = ports;
  const near = createNear(page);
  const parts = createParts(now);
  const fresh = createFresh(now);
  const whose = createWhose(conversation, now);
  const covered = new Map<HTMLElement, CoveredText>();
  const linePorts = { ...ports, leans: whose.leans, onHeight: () => keepEnd(conversation().list) };

  const uncover = (element: HTMLElement): void => {
    near.leave(element);
    covered.get(element)?.remove();
    covered.delete(element);
  };

  const put = (element: HTMLElement, read: ReadSealed, content: readonly LineContent[]): void => {
    const known = covered.get(element);
    if (known?.words === element.textContent && known?.hasLines === content.length > 0) return;
    uncover(element);
    const made = createCoveredText(element, read, content, linePorts);
    covered.set(element, made);
    near.watch(element, made);
    // What came just now is opened also where nobody looks: it may have to be answered.
    if (content.some((one) => one.fresh)) near.loadNow(element);
  };

  /** The other parts of a message that is whole now: one of their elements shows it, or this one does. */
  const putOthers = (all: readonly HTMLElement[], at: HTMLElement, from: HTMLElement, whole: LineContent): void => {
    for (const element of all) {
      const read = element === from ? undefined : readSealed(element.textContent ?? '');
      if (read?.claims.length === 1) put(element, read, element === at ? [whole] : []);
    }
  };

  const contentOf = (element: HTMLElement, claims: readonly Claim[]): readonly LineContent[] | undefined => {
    const mine = whose.told(element);
    const hint = mine === undefined ? {} : { mine };
    const content: LineContent[] = [];
    let standsElsewhere = false;
    for (const claim of claims) {
      const isFresh = fresh.isFresh(nameOf(claim), element, conversation());
      if (claim.kind === 'otr') content.push({ sealed: { otr: claim.text }, ...hint, fresh: isFresh });
      // Nothing of it can be offered but that something stood here which was spoilt.
      if (claim.kind === 'spoilt') content.push({ sealed: { octets: new Uint8Array() }, ...hint, fresh: false });
      if (claim.kind !== 'part') continue;
      const gathered = parts.add(element, claim.part, mine);
      if (gathered.state === 'waiting') continue;
      const whole = { sealed: { octets: gathered.octets }, ...hint, fresh: isFresh };
      putOthers(gathered.all, gathered.at, element, whole);
      if (gathered.at === element || claims.length > 1) content.push(whole);
      else standsElsewhere = true;
    }
    return content.length > 0 || standsElsewhere ? content : undefined;
  };

  /** Of a list that uses its elements again, the words may be others now: then our frame goes at once. */
  const check = (element: HTMLElement): void => {
    const known = covered.get(element);
    if (known === undefined) return;
    if (!element.isConnected || element.textContent !== known.words) uncover(element);
    else known.mend();
  };

  return {
    take({ element, read }: SealedText): void {
      if (covered.get(element)?.words === element.textContent) return;
      const content = contentOf(element, read.claims);
      if (content !== undefined) put(element, read, content);
    },
    /** To be called before anything is drawn of what the page changed. */
    onRecords(records: readonly MutationRecord[]): void {
      if (covered.size === 0) return;
      let isRemoved = false;
      for (const { target, removedNodes } of records) {
        isRemoved ||= removedNodes.length > 0;
        let at = target instanceof HTMLElement ? target : parentOf(target);
        for (let step = 0; step < CLIMB && at !== undefined; step++, at = parentOf(at)) check(at);
      }
      if (!isRemoved) return;
      for (const element of covered.keys()) if (!element.isConnected) uncover(element);
    },
    /** The account of the page is known now, or another one. */
    settle(): void {
      for (const text of covered.values()) text.settle();
    },
    stop(): void {
      for (const element of [...covered.keys()]) uncover(element);
      near.stop();
    },
  };
}

export type Lines = ReturnType<typeof createLines>;

function nameOf(claim: Claim): string {
  if (claim.kind === 'otr') return claim.text;
  if (claim.kind === 'spoilt') return '';
  const { id, place, count, total } = claim.part;
  return `${id}/${place}/${count}/${total}`;
}
