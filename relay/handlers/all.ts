import { deleteAccount } from '../accounts/deletion';
import { loginFinish, loginStart } from '../accounts/login';
import { passwordFinish, passwordStart } from '../accounts/password';
import { registerFinish, registerStart } from '../accounts/registration';
import { resume } from '../accounts/resume';
import type { Handlers } from '../server/context';
import { clearArchive, deleteRecords, listRecords, putRecord } from './archive';
import { createAttachment, deleteAttachment, ticketForAttachment } from './attachments';
import { listDevices, revokeDevice } from './devices';
import { commit } from './groups';
import { countPrekeys, publishPrekeys, takePrekeys } from './prekeys';
import { allowPresence, watchPresence } from './presence';
import { closeSession, openSession } from './sessions';

/** Everything that may be asked of this relay, and who answers it. */
export const handlers: Handlers = {
  'account.register.start': registerStart,
  'account.register.finish': registerFinish,
  'account.login.start': loginStart,
  'account.login.finish': loginFinish,
  'account.resume': resume,
  'account.password.start': passwordStart,
  'account.password.finish': passwordFinish,
  'account.delete': deleteAccount,
  'devices.list': listDevices,
  'devices.revoke': revokeDevice,
  'presence.allow': allowPresence,
  'presence.watch': watchPresence,
  'session.open': openSession,
  'session.close': closeSession,
  'prekeys.publish': publishPrekeys,
  'prekeys.count': countPrekeys,
  'prekeys.take': takePrekeys,
  'group.commit': commit,
  'archive.put': putRecord,
  'archive.list': listRecords,
  'archive.delete': deleteRecords,
  'archive.clear': clearArchive,
  'attachment.create': createAttachment,
  'attachment.ticket': ticketForAttachment,
  'attachment.delete': deleteAttachment,
};
