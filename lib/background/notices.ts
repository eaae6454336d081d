import { chosenNotice } from '../chat/chosen-notice';
import type { Notice } from '../chat/ports';
import type { Settings } from '../core/settings';

type NoticePorts = {
  readonly settings: () => Promise<Settings>;
  readonly show: (id: string, title: string, message: string) => Promise<void>;
  readonly onPress: (listener: (id: string) => void) => void;
  readonly openApp: (hash: string) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
};

const PREFIX = 'chat ';

/** What each notice says where nothing of anybody may be shown. */
const PLAIN: Readonly<Record<Notice['kind'], string>> = {
  message: 'A new message came.',
  request: 'Somebody wants to chat. Look at the certificate and decide.',
  'no-trace': 'Somebody asks for a conversation without trace.',
  changed: 'A certificate changed. Sending has stopped until you decide.',
  sealed: 'A sealed message came. Unlock your keys to read it.',
};

/** With the name and the beginning of it, where they are in it. */
const told = ({ kind, name, preview }: Notice): readonly [title: string, message: string] =>
  kind === 'message' && name !== '' ? [name, preview] : [name === '' ? 'Sotto' : name, PLAIN[kind]];

/** System notifications of chat; a press opens the conversation. Call it in the first turn of the background. */
export function createNotices({ settings, show, onPress, openApp, onFailure }: NoticePorts) {
  onPress((id) => {
    if (id.startsWith(PREFIX)) openApp(`chat/${id.slice(PREFIX.length)}`).catch(onFailure);
  });
  const showNow = async (notice: Notice): Promise<void> => {
    const chosen = chosenNotice(notice, (await settings()).notify);
    if (chosen !== undefined) await show(`${PREFIX}${chosen.conversation ?? ''}`, ...told(chosen));
  };
  return (notice: Notice): void => {
    showNow(notice).catch(onFailure);
  };
}
