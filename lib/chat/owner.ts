import type { ChatPorts } from './ports';
import type { ConversationRecord } from './records';

export type Owner = { readonly name: string; readonly email: string | undefined };

/** Whom a conversation is with: as their certificate names them once it is here, else by their user id. */
export async function ownerOf(
  { certificates }: Pick<ChatPorts, 'certificates'>,
  { peer, user }: ConversationRecord,
): Promise<Owner> {
  const primary = (peer && (await certificates.view(peer.certificate)))?.userIds[0];
  return { name: primary?.name || primary?.email || user, email: primary?.email };
}
