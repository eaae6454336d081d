import { describe, expect, it } from 'vitest';
import { accountContract } from './accounts';
import { archiveContract, epochContract } from './archive';
import { attachmentContract } from './attachments';
import { directoryContract } from './directory';
import { durabilityContract, walkContract } from './durability';
import { expiryContract } from './expiry';
import { limiterContract } from './limiter';
import { mailboxContract } from './mailboxes';
import { type Open, opened } from './opened';
import { prekeyContract } from './prekeys';
import { presenceContract } from './presence';
import { sessionContract } from './sessions';

/** Everything that relay/stores/ports.ts says, for one kind of stores; `open` gives fresh, empty ones. */
export function describeStores(name: string, open: Open): void {
  describe(name, () => {
    accountContract(open);
    mailboxContract(open);
    expiryContract(open);
    archiveContract(open);
    epochContract(open);
    attachmentContract(open);
    prekeyContract(open);
    sessionContract(open);
    presenceContract(open);
    directoryContract(open);
    limiterContract(open);
    durabilityContract(open);
    walkContract(open);

    it('says that it is ready', async () => {
      expect(await (await opened(open)).stores.ready()).toBe(true);
    });
  });
}
