import { statementOf, storedDevice } from '../channel/device';
import { createAccountService } from './account';
import { createBook } from './book';
import { createCallLines } from './call-lines';
import type { Chat } from './contract';
import { createEvents } from './events';
import { createFiles } from './files/create-files';
import { createIntake } from './intake';
import { createLists } from './lists';
import { createMeeting } from './meeting';
import { createNoTrace } from './no-trace/create-no-trace';
import { createOutbox } from './outbox';
import type { ChatPorts } from './ports';
import type { Meeting, Talking } from './seams';
import { createTalking } from './talking/talking';

/** Puts the parts of chat together. Nothing here decides anything. */
export function createChat(ports: ChatPorts): Chat {
  const book = createBook(ports);
  const parts = { ...ports, book };
  const outbox = createOutbox(parts);
  const files = createFiles({
    rows: ports.files,
    ask: ports.link.ask,
    relay: async () => (await ports.accounts.get())?.relay,
    transport: ports.transport,
    now: ports.now,
    random: ports.random,
    onFailure: ports.onFailure,
    onTransfer: () => ports.announce('chat'),
    onUploaded: (upload) => talking.uploaded(upload),
  });
  const noTrace = createNoTrace({
    signal: (conversation, octets) => talking.signal(conversation, octets),
    possible: async (conversation) => (await lists.view(conversation)).noTrace,
    now: ports.now,
    random: ports.random,
    announce: () => ports.announce('no-trace'),
    notify: (conversation) => {
      lists
        .view(conversation)
        .then(({ name }) => ports.notify({ conversation, kind: 'no-trace', name, preview: '' }))
        .catch(ports.onFailure);
    },
  });
  // The two know each other: who may talk is decided by the one, what is said by the other.
  const meeting: Meeting = createMeeting({
    ...parts,
    outbox,
    talking: {
      afterOpening: (entry) => talking.afterOpening(entry),
      note: (entry, note, count) => talking.note(entry, note, count),
    },
  });
  const talking: Talking = createTalking({
    ...parts,
    outbox,
    files,
    meeting,
    onNoTrace: (conversation, octets) => noTrace.receive(conversation, octets),
  });
  const lists = createLists({ ...parts, meeting, talking, outbox });
  const intake = createIntake({ ...parts, meeting, talking, onOpened: () => outbox.flush() });
  const account = createAccountService({ ...ports, outbox, onChange: async () => book.forget() });
  return {
    account,
    conversations: {
      ...talking,
      ...meeting,
      list: lists.list,
      view: lists.view,
      // While there is a channel, the other can still be told that nothing of it is left.
      end: async (id) => {
        await noTrace.end(id);
        await meeting.end(id);
      },
      remove: async (id) => {
        await noTrace.end(id);
        await talking.remove(id);
      },
    },
    noTrace,
    calls: createCallLines({ ...parts, meeting, talking }),
    events: createEvents({ ...parts, outbox, files, noTrace, meeting, talking, intake }),
    async deviceCertificate() {
      const device = await book.device();
      return device === undefined ? undefined : statementOf(storedDevice.read(device)).certificate;
    },
  };
}
