import type { CommandName } from '../../bus/protocol';
import type { Sender } from '../../bus/sender';
import type { Handlers } from '../../bus/server';
import type { WEBCHAT_PROTOCOL } from '../../bus/webchat-protocol';
import { AppError } from '../../core/errors';
import { createSerial } from '../../core/serial';
import type { BoxView, TalkPlace } from '../../core/webchat';
import { fromHex, toHex } from '../../core/wire/ids';
import type { Place } from '../../webchat/contract';
import type { Deps } from '../deps';
import { requireGrant, requireUse } from '../require-grant';
import { sawSite } from '../seen-in-tab';
import { unsentKey } from '../talk-glance';
import { pathFor, type Ticket } from '../tickets';
import { type BoxDetail, type LineDetail, placeOf } from '../webchat-pages';

type WebchatHandlers = Pick<Handlers, Extract<CommandName, keyof typeof WEBCHAT_PROTOCOL>>;

const octetsOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const NOTHING_KNOWN = { choices: [], way: 'none', channel: 'none', writable: false, draft: '' } as const;

/** Chats in other people's pages: what their script, our box and our lines may ask. */
export function webchatHandlers(deps: Deps): WebchatHandlers {
  const { tickets, grants, webchat, webchatPages } = deps;
  const grantOf = ({ id, purpose }: Ticket) => ({ ticket: id, url: deps.frameUrl(pathFor(purpose)) });
  const requireConvenience = async (sender: Sender, place: TalkPlace): Promise<Place> => {
    const { origin, site } = await requireGrant(grants, sender, 'chat');
    if (site.mode !== 'convenience') throw new AppError('bus/refused');
    return { ...place, origin };
  };
  const forgetUnsent = async ({ tabId }: Sender) => {
    if (tabId === undefined || (await deps.memory.get(unsentKey(tabId))) === undefined) return;
    await deps.memory.remove(unsentKey(tabId));
    await deps.announce('webchat');
  };
  const inOrder = createSerial();
  const lineOf = ({ origin, detail }: Ticket) => {
    const { place, sealed, otr, mine, fresh } = detail as LineDetail;
    const source = sealed === undefined ? { otr: otr ?? '' } : { octets: fromHex(sealed) };
    return webchat.open({ ...place, origin: origin as Place['origin'] }, { ...source, mine, fresh });
  };
  /** A frame may stand in a page whose site is not used for chat any more. */
  const claimFor = async (id: Ticket['id'], sender: Sender, purpose: 'chat-box' | 'chat-line') => {
    const ticket = await tickets.claim(id, sender, [purpose]);
    const site = await grants.require(ticket.origin as Place['origin']);
    requireUse(site, 'chat');
    return { ticket, site };
  };
  const claimBox = async (id: Ticket['id'], sender: Sender) => {
    const { ticket, site } = await claimFor(id, sender, 'chat-box');
    return { ticket, site, place: placeOf(ticket), detail: ticket.detail as BoxDetail };
  };
  /** Where the box drew it: a page may have gone on to another conversation since. */
  const boxOf = async ({ ticket, locator }: { ticket: Ticket['id']; locator: string }, sender: Sender) => {
    const box = await claimBox(ticket, sender);
    if (box.place.locator !== locator) throw new AppError('webchat/moved');
    return box;
  };

  return {
    'chatPage.hello': async (_input, { sender }) => {
      const { tabId, site } = await requireGrant(grants, sender, 'chat');
      await sawSite(deps, tabId, 'chat');
      return { mode: site.mode, ...(site.picks === undefined ? {} : { picks: site.picks }) };
    },

    'chatPage.offerBox': async ({ ticket: id, place, blocked, picking }, { sender }) => {
      await requireGrant(grants, sender, 'chat');
      const detail: BoxDetail = { place, blocked, picking };
      const ticket = await tickets.issue('chat-box', sender, detail, id);
      if (JSON.stringify(ticket.detail) !== JSON.stringify(detail)) await tickets.replaceDetail(ticket, detail);
      // The box itself, and the bar of its page.
      await deps.announce('webchat');
      webchat.events.onBox(placeOf({ ...ticket, detail })).catch(deps.onFailure);
      return grantOf(ticket);
    },

    'chatPage.offerLine': ({ ticket: id, place, octets, otr, mine, fresh }, { sender }) =>
      inOrder(async () => {
        await requireGrant(grants, sender, 'chat');
        if ((octets === undefined) === (otr === undefined)) throw new AppError('bus/bad-input');
        const sealed = octets === undefined ? undefined : toHex(await octetsOf(octets));
        const detail: LineDetail = { place, sealed, otr, mine, fresh };
        const ticket = await tickets.issue('chat-line', sender, detail, id);
        // OTR counts its messages: they are opened as they stand in the page, not as frames come up.
        if (otr !== undefined && fresh) lineOf(ticket).catch(deps.onFailure);
        return grantOf(ticket);
      }),

    'chatPage.savePicks': async ({ picks }, { sender }) => {
      const { origin } = await requireGrant(grants, sender, 'chat');
      await grants.setPicks(origin, picks);
    },

    'chatPage.keysFound': async ({ account, address, certificates }, { sender }) => {
      const { origin } = await requireGrant(grants, sender, 'chat');
      await webchat.keysFound({ origin, account, address }, await Promise.all(certificates.map(octetsOf)));
    },

    'chatPage.seal': async ({ place, text }, { sender }) => {
      const sealed = await webchat.seal(await requireConvenience(sender, place), text);
      await forgetUnsent(sender);
      return sealed === undefined ? { plain: true } : { sealed: new Blob([sealed as BlobPart]) };
    },

    'chatPage.reveal': async ({ place, octets }, { sender }) => ({
      text: await webchat.reveal(await requireConvenience(sender, place), await octetsOf(octets)),
    }),

    'chatPage.notSealed': async (_input, { sender }) => {
      const { tabId } = await requireGrant(grants, sender, 'chat');
      await deps.memory.set(unsentKey(tabId), true);
      await deps.announce('webchat');
    },

    'chatBox.open': async ({ ticket: id }, { sender }): Promise<BoxView> => {
      const { site, place, detail } = await claimBox(id, sender);
      const [{ phase }, { phrase }] = await Promise.all([deps.vault.state(), deps.settings.get()]);
      const hasKey = phase === 'absent' || (await deps.ownKeys.count()) > 0;
      const shown = {
        mode: site.mode,
        phrase,
        place: detail.place,
        ...(detail.blocked === undefined ? {} : { blocked: detail.blocked }),
        ...(detail.picking === undefined ? {} : { picking: detail.picking }),
      };
      if (phase !== 'unlocked' || !hasKey) return { ...NOTHING_KNOWN, ...shown, phase: hasKey ? phase : 'no-key' };
      return { ...(await webchat.view(place)), ...shown, phase };
    },

    'chatBox.choose': async (input, { sender }) =>
      webchat.choose((await boxOf(input, sender)).place, input.fingerprint),
    'chatBox.begin': async (input, { sender }) => webchat.begin((await boxOf(input, sender)).place),
    'chatBox.end': async (input, { sender }) => webchat.end((await boxOf(input, sender)).place),

    'chatBox.send': async (input, { sender }) => {
      const { place, detail } = await boxOf(input, sender);
      await deps.autoLock.touch();
      if (detail.blocked !== undefined) throw new AppError(detail.blocked);
      const { message, text, way, peer } = input;
      await webchat.send(place, { id: message, text, as: { way, ...(peer === undefined ? {} : { peer }) } });
    },

    'chatBox.saveDraft': async (input, { sender }) => webchat.saveDraft((await boxOf(input, sender)).place, input.text),
    'chatBox.noTrace': async (input, { sender }) => webchat.noTrace((await boxOf(input, sender)).place, input.on),
    'chatBox.compare': async (input, { sender }) => {
      const { place } = await boxOf(input, sender);
      await deps.autoLock.touch();
      await webchat.compare(place, input.secret, input.question);
    },
    'chatBox.stopComparing': async (input, { sender }) => webchat.stopComparing((await boxOf(input, sender)).place),
    'chatBox.publish': async (input, { sender }) => webchat.publish((await boxOf(input, sender)).place),
    'chatBox.pick': async ({ ticket: id, stop }, { sender }) => {
      const { ticket } = await claimBox(id, sender);
      await webchatPages.pick(ticket, stop);
    },

    'chatLine.open': async ({ ticket: id }, { sender }) => {
      return lineOf((await claimFor(id, sender, 'chat-line')).ticket);
    },
  };
}
