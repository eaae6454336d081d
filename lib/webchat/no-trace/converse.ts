import { toHex } from '../../core/wire/ids';
import type { AccountKey } from '../../otr/account-key';
import type { Conversation } from '../../otr/contract';
import { createConversation } from '../../otr/conversation';
import type { OtrPorts } from '../../otr/ports';

/** A conversation of OTR that begins nothing by itself: what the other program could not read is said to the person. */
export const converse = (key: AccountKey, ports: OtrPorts): Conversation =>
  createConversation({
    key,
    ports,
    policy: { errorStartAke: false },
    // The number makes each request another text: pages give texts no ids.
    queryWords: `Sotto asks for a conversation without trace (${toHex(ports.random(3))}).`,
  });
