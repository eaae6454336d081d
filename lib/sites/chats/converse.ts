import { pressEnter } from './generic';
import type { ChatBox, ChatSite, OpenConversation, PageMessage } from './site';

const OPEN = 'converse-chat.chatbox:not(.hidden), converse-muc.chatbox:not(.hidden)';
const FULL_SCREEN = 'body.converse-fullscreen, converse-root .fullscreen, #conversejs.fullscreen';
/** A hundredth of the window's height: full screen, all of it is as high as a hundred of these, from below. */
const UNIT = '--vh';
const BODY = 'converse-chat-message-body';

/** Converse.js 14, in light DOM throughout. Its elements are the same in full screen, overlaid and embedded. */
export const converse: ChatSite = {
  id: 'converse',
  name: 'Converse',
  xmpp: true,
  recognises(page) {
    // The script makes the element some time after it has come.
    if (page.querySelector('converse-root, converse-chats, script[src*="converse."]') !== null) return true;
    return page.readyState === 'loading' ? undefined : false;
  },
  find(page) {
    const open = [...page.querySelectorAll<HTMLElement>(OPEN)];
    // Overlaid, several conversations are open at once: the one in which the person is.
    const key = open.find((one) => one.contains(page.activeElement)) ?? open[0];
    return key === undefined ? undefined : describe(key);
  },
  makeRoom(page, height) {
    if (page.querySelector(FULL_SCREEN) === null) return undefined;
    const { documentElement: root } = page;
    let before = '';
    const wanted = `calc((100vh - ${height}px) / 100)`;
    const set = () => {
      const said = root.style.getPropertyValue(UNIT);
      if (said === wanted) return;
      before = said;
      root.style.setProperty(UNIT, wanted, 'important');
    };
    // It says the window's height itself whenever that changes.
    const observer = new MutationObserver(set);
    observer.observe(root, { attributes: true, attributeFilter: ['style'] });
    set();
    return () => {
      observer.disconnect();
      root.style.setProperty(UNIT, before);
    };
  },
};

function describe(key: HTMLElement): OpenConversation | undefined {
  const box = findBox(key);
  const jid = key.getAttribute('jid') ?? '';
  if (box === undefined || jid === '') return undefined;
  const [bare = jid] = jid.split('/');
  // A one-to-one conversation with somebody of a room goes to the room's address with a nickname behind it: who that
  // is, only the room knows.
  const isRoom = key.localName === 'converse-muc' || jid.includes('/');
  const list = key.querySelector<HTMLElement>('.chat-content__messages');
  return {
    key,
    locator: isRoom ? jid : bare.toLowerCase(),
    title: key.querySelector('.chatbox-title__text')?.textContent?.trim() || bare,
    kind: isRoom ? 'room' : 'one',
    box,
    ...(list === null ? {} : { list }),
    messages: () => [...key.querySelectorAll<HTMLElement>(BODY)].map(asMessage),
  };
}

/** Without a voice in a room there is no field. */
function findBox(key: HTMLElement): ChatBox | undefined {
  const field = key.querySelector<HTMLTextAreaElement>('textarea.chat-textarea');
  const cover = field?.closest<HTMLElement>('form');
  if (field === null || cover === null || cover === undefined) return undefined;
  const limit = Number(cover.querySelector('converse-chat-toolbar')?.getAttribute('message_limit') ?? 0);
  return {
    field,
    cover,
    ...(limit > 0 ? { limit } : {}),
    press: () => void pressEnter(field),
    pressOtherwise: () => cover.querySelector<HTMLElement>('button.send-button')?.click(),
  };
}

/** The attribute has the words as they came; what is drawn from them may have links and pictures in it. */
const asMessage = (element: HTMLElement): PageMessage => {
  const around = element.closest('.chat-msg__content');
  const isKnown = around?.matches('.chat-msg__content--me, .chat-msg__content--them') === true;
  return {
    element,
    text: () => element.getAttribute('text') ?? element.textContent ?? '',
    ...(isKnown ? { mine: around.matches('.chat-msg__content--me') } : {}),
  };
};
