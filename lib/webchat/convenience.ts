import { AppError } from '../core/errors';
import { type MessageId, toHex } from '../core/wire/ids';
import { readPayload } from '../core/wire/webchat-payload';
import type { Book } from './book';
import type { Webchat } from './contract';
import type { WebchatPorts } from './ports';
import type { NoTraceTalks, OxService } from './seams';
import type { TalkFinder } from './talk-finder';

type Parts = Pick<WebchatPorts, 'random'> & {
  readonly book: Book;
  readonly finder: TalkFinder;
  readonly ox: OxService;
  readonly noTrace: Pick<NoTraceTalks, 'standing'>;
};

/**
 * What a page gets on a site where the person chose that it may read: OpenPGP over XMPP alone. A page can draw no
 * doubt beside the words, so that only what is beyond doubt is given.
 */
export function createConvenience({ book, finder, ox, noTrace, random }: Parts): Pick<Webchat, 'seal' | 'reveal'> {
  return {
    async seal(place, text) {
      const talk = await book.step(() => finder.at(place));
      // Words that were to leave no trace go no other way by themselves.
      if (noTrace.standing(place) !== 'none') throw new AppError('otr/not-private');
      if (place.protocol !== 'xmpp' || talk.peer === undefined) return undefined;
      return ox.seal(talk, { id: toHex(random(16)) as MessageId, text }, talk.peer);
    },

    async reveal(place, octets) {
      const payload = readPayload(octets);
      if (payload?.kind !== 'ox') throw new AppError('webchat/damaged');
      const line = await ox.open(await book.step(() => finder.at(place)), payload);
      if (line.kind === 'locked') throw new AppError('vault/locked');
      if (line.kind === 'not-opened') throw new AppError(line.code);
      if (line.kind !== 'text') throw new AppError('webchat/damaged');
      if (line.problem !== undefined) throw new AppError(line.problem);
      return line.text;
    },
  };
}
