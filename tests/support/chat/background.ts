import type { CertificatePort } from '../../../lib/channel/ports';
import { createBook } from '../../../lib/chat/book';
import { chosenNotice } from '../../../lib/chat/chosen-notice';
import { createEvents } from '../../../lib/chat/events';
import { createIntake } from '../../../lib/chat/intake';
import { createOutbox } from '../../../lib/chat/outbox';
import type { Notice } from '../../../lib/chat/ports';
import type { Parts, Talking } from '../../../lib/chat/seams';
import { createTalking } from '../../../lib/chat/talking/talking';
import type { CallOrigin } from '../../../lib/core/call-lines';
import type { ConversationId } from '../../../lib/core/chat';
import { DEFAULT_SETTINGS, type Settings } from '../../../lib/core/settings';
import type { CallMessage } from '../../../lib/core/wire/call-message';
import type { Store } from '../../../lib/store/store';
import type { Vault } from '../../../lib/vault/vault';
import { type Fuse, mortal, newFuse } from '../mortal';
import { createFakeFiles } from './fake-files';
import type { FakeLink } from './fake-relay';
import { createPlainMeeting } from './plain-meeting';

const nothing = (): never => {
  throw new Error('not in this world');
};

export type HeardCall = { readonly from: CallOrigin; readonly message: CallMessage; readonly at: number | undefined };

export type BackgroundInput = {
  readonly vault: Vault;
  readonly store: Store;
  readonly link: FakeLink;
  readonly certificate: CertificatePort;
  readonly now: () => number;
  readonly random: (octets: number) => Uint8Array;
  readonly settings?: Partial<Settings>;
  readonly fuse?: Fuse;
};

/** One life of a background: chat over a disk and a link, until it is killed. */
export function createBackground({
  vault,
  store,
  link,
  certificate,
  now,
  random,
  settings,
  fuse = newFuse(),
}: BackgroundInput) {
  const failures: unknown[] = [];
  const notices: Notice[] = [];
  const wakes: number[] = [];
  const traces: Array<{ readonly id: ConversationId; readonly octets: Uint8Array }> = [];
  const announced: string[] = [];
  const calls: HeardCall[] = [];
  const rows = mortal(store.chat, ['write', 'putInbox'], fuse);
  const ports = {
    rows,
    files: store.files,
    accounts: store.relayAccount,
    link,
    relayAccounts: { register: nothing, logIn: nothing, changePassword: nothing, deleteAccount: nothing },
    transport: { offset: nothing, append: nothing, read: nothing },
    vault,
    certificates: {
      ...certificate,
      ownForChat: nothing,
      decisionOn: async () => 'verified' as const,
      submit: nothing,
      decide: nothing,
      view: async () => undefined,
    },
    settings: async () => ({ ...DEFAULT_SETTINGS, ...settings }),
    now,
    random,
    announce: (event: string) => void announced.push(event),
    notify: (notice: Notice) => {
      const chosen = chosenNotice(notice, { ...DEFAULT_SETTINGS, ...settings }.notify);
      if (chosen !== undefined) notices.push(chosen);
    },
    onCall: (from: CallOrigin, message: CallMessage, at: number | undefined) => void calls.push({ from, message, at }),
    wakeAt: (at: number) => void wakes.push(at),
    onFailure: (error: unknown) => void failures.push(error),
  };
  const book = createBook({ rows, vault });
  const parts: Parts = { ...ports, book } as unknown as Parts;
  const outbox = createOutbox(parts);
  let talk: Talking | undefined;
  const talking = (): Talking => talk ?? nothing();
  const meeting = createPlainMeeting({ ...parts, outbox, talking });
  const files = createFakeFiles((upload) => talking().uploaded(upload));
  talk = createTalking({
    ...parts,
    outbox,
    meeting,
    files,
    onNoTrace: (id, octets) => void traces.push({ id, octets }),
  });
  const intake = createIntake({ ...parts, meeting, talking: talk, onOpened: outbox.flush });
  const noTrace = { endAll: async () => undefined };
  const events = createEvents({ ...parts, outbox, files, noTrace, meeting, talking: talk, intake } as never);

  return {
    vault,
    store,
    rows,
    book,
    link,
    outbox,
    meeting,
    files,
    talking: talk,
    intake,
    events,
    failures,
    notices,
    wakes,
    traces,
    fuse,
    announced,
    calls,
    /** The browser ends it: nothing that it still does reaches the disk or the relay. */
    kill(): void {
      fuse.dieBefore = 0;
      link.cut();
    },
  };
}

export type Background = ReturnType<typeof createBackground>;
