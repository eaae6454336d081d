import type { Handlers } from '../../bus/server';
import type { ReaderOpening } from '../../bus/views';
import type { Evidence } from '../../core/certificate';
import { type ChatGlance, glanceOf } from '../../core/chat-glance';
import { AppError } from '../../core/errors';
import { toEmailAddress } from '../../core/parse';
import { glanceAtCall } from '../call-glance';
import type { Deps } from '../deps';
import type { MessageDetail } from '../opened-mail';
import { startReply } from '../replying';
import { glanceAtTalk } from '../talk-glance';
import type { Ticket } from '../tickets';

type FrameHandlers = Pick<
  Handlers,
  | 'reader.open'
  | 'reader.reply'
  | 'reader.offerAttachedCertificate'
  | 'bar.state'
  | 'frame.openWindow'
  | 'frame.openCertificate'
>;

/** What our frames inside pages may ask, beside the composer's commands. */
export function frameHandlers(deps: Deps): FrameHandlers {
  const { tickets, screen, contacts, offers } = deps;
  const openMessage = async (ticket: Ticket): Promise<ReaderOpening> => ({
    kind: 'message',
    outcome: await deps.openedMail.take(ticket),
  });
  /** Mail goes on where chat cannot be asked. */
  const glance = async (isUnlocked: boolean): Promise<ChatGlance | undefined> => {
    try {
      const status = await deps.chat.account.status();
      return glanceOf(status, isUnlocked ? await deps.chat.conversations.list() : undefined);
    } catch (error) {
      deps.onFailure(error);
      return undefined;
    }
  };
  return {
    'reader.open': async ({ ticket: id }, { sender }) => {
      const ticket = await tickets.claim(id, sender, ['message', 'certificate']);
      const touched = deps.autoLock.touch();
      const opening = ticket.purpose === 'certificate' ? offers.describe(ticket) : openMessage(ticket);
      const [answer] = await Promise.all([opening, touched]);
      return answer;
    },

    'reader.reply': async ({ ticket: id, mode, quoted, ...headers }, { sender }) => {
      const ticket = await tickets.claim(id, sender, ['message']);
      await startReply(deps, ticket, { mode, quoted, ...headers });
    },

    'reader.offerAttachedCertificate': async ({ ticket: id, octets, name }, { sender }) => {
      const ticket = await tickets.claim(id, sender, ['message']);
      const { from } = ticket.detail as MessageDetail;
      const address = from === undefined ? undefined : toEmailAddress(from);
      const evidence: Evidence = {
        source: 'mail-attachment',
        detail: name,
        at: deps.now(),
        ...(address === undefined ? {} : { from: address }),
      };
      try {
        const fingerprint = await offers.keep(new Uint8Array(await octets.arrayBuffer()), evidence);
        return { ok: true, fingerprint, news: 'new' };
      } catch (error) {
        if (error instanceof AppError) return { ok: false, code: error.code };
        throw error;
      }
    },

    'bar.state': async ({ ticket: id }, { sender }) => {
      const ticket = await tickets.claim(id, sender, ['bar']);
      const { phase } = await deps.vault.state();
      const keys = phase === 'absent' ? 0 : await deps.ownKeys.count();
      const draftsWaiting = await deps.drafts.count();
      const attention = await contacts.undecidedCount();
      if (phase === 'absent') return { phase, draftsWaiting, attention };
      const ready = keys === 0 ? 'no-key' : 'ready';
      const [chat, talk, call] = await Promise.all([
        glance(phase === 'unlocked'),
        glanceAtTalk(deps, ticket, phase),
        glanceAtCall(deps, ticket),
      ]);
      return {
        phase: phase === 'locked' ? 'locked' : ready,
        draftsWaiting,
        attention,
        ...(chat === undefined ? {} : { chat }),
        ...(talk === undefined ? {} : { talk }),
        ...(call === undefined ? {} : { call }),
      };
    },

    'frame.openWindow': async ({ window }, { sender }) => {
      if (window === 'unlock') return screen.openUnlock();
      if (window === 'popup') return screen.openPopup(sender.tabId);
      await screen.openApp(window);
    },

    'frame.openCertificate': async ({ fingerprint }) => {
      const offer = await offers.take(fingerprint);
      if (offer !== undefined) {
        await contacts.submit(new TextEncoder().encode(offer.armored), offer.evidence);
        await deps.announce('contacts');
      }
      await screen.openCertificate(fingerprint);
    },
  };
}
