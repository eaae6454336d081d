import { Globe, KeyRound, Users } from 'lucide';
import { Button } from '../../../../components/button';
import { Status, type Tone } from '../../../../components/status';
import type { Contact, OwnKey, SiteRow } from '../../../bus/views';
import type { Asked } from '../../use-ask';
import { ownerOf } from '../../words';
import type { TabId } from '../routes';

type ProtectionProps = {
  readonly keys: Asked<readonly OwnKey[]>;
  readonly contacts: Asked<readonly Contact[]>;
  readonly sites: Asked<readonly SiteRow[]>;
  readonly go: (tab: TabId) => void;
};

/** Three lines: my key, the people I can seal for, the sites. Each with its next step where it lacks one. */
export function Protection({ keys, contacts, sites, go }: ProtectionProps) {
  const key = keyWords(keys);
  const people = peopleWords(contacts);
  const places = siteWords(sites);
  return (
    <section class="stack">
      <h1 class="page-title">What protects your mail</h1>
      <ul class="card protection">
        <li>
          <Status tone={key.tone} icon={KeyRound}>
            {key.words}
          </Status>
          <Button kind="quiet" onClick={() => go('keys')}>
            Show keys
          </Button>
        </li>
        <li>
          <Status tone={people.tone} icon={Users}>
            {people.words}
          </Status>
          <Button kind="quiet" onClick={() => go('contacts')}>
            Show contacts
          </Button>
        </li>
        <li>
          <Status tone={places.tone} icon={Globe}>
            {places.words}
          </Status>
        </li>
      </ul>
    </section>
  );
}

type Words = { readonly words: string; readonly tone: Tone };
const LOADING: Words = { words: '…', tone: 'quiet' };

function keyWords(keys: ProtectionProps['keys']): Words {
  if (keys.state !== 'ready') return LOADING;
  const key = keys.value.find(({ preferred }) => preferred) ?? keys.value[0];
  if (key === undefined)
    return { words: 'You have no key yet, so nothing can be sealed or opened.', tone: 'attention' };
  const { name, email } = ownerOf(key.view);
  return { words: `You sign as ${name}${email === undefined || email === name ? '' : `, ${email}`}.`, tone: 'neutral' };
}

function peopleWords(contacts: ProtectionProps['contacts']): Words {
  if (contacts.state !== 'ready') return LOADING;
  const count = (decision: Contact['decision']) =>
    contacts.value.filter((contact) => contact.decision === decision).length;
  const verified = count('verified');
  const inUse = count('in-use');
  const waiting = count('later');
  if (verified + inUse + waiting === 0) {
    return { words: 'You have nobody’s certificate yet. Ask for one.', tone: 'attention' };
  }
  const sealed = `You can seal mail for ${plural(verified + inUse, 'certificate')}, ${verified} of them verified.`;
  return waiting === 0
    ? { words: sealed, tone: 'neutral' }
    : {
        words: `${sealed} ${plural(waiting, 'certificate')} ${waiting === 1 ? 'waits' : 'wait'} for your decision.`,
        tone: 'attention',
      };
}

function siteWords(sites: ProtectionProps['sites']): Words {
  if (sites.state !== 'ready') return LOADING;
  if (sites.value.length === 0) {
    return {
      words: 'Sotto works on no site yet. Open your webmail and press its mark in the toolbar.',
      tone: 'attention',
    };
  }
  return { words: `Sotto works on ${plural(sites.value.length, 'site')} and sees no other.`, tone: 'neutral' };
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
