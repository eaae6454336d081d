import { ShieldCheck } from 'lucide';
import { Button } from '../../../../components/button';
import { Disclosure } from '../../../../components/disclosure';
import { Notice } from '../../../../components/notice';
import type { CallWords, PageCallMember } from '../../../core/calls';
import { useComparing, WordsChanged } from '../../comparing';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { continuityWords } from './member-words';

type PairWordsProps = {
  readonly tabId: number;
  readonly member: PageCallMember;
  readonly onChange: () => void;
  readonly onDiffer: () => void;
};

/** The words of two people, to be read aloud: the same on both screens (RFC 6189, 4.5.2). */
export function PairWords(props: PairWordsProps) {
  const { words } = props.member;
  if (words.state === 'failed') return <Problem code={words.code} />;
  if (words.state === 'waiting') return null;
  const more = continuityWords(words);
  if (words.compared === 'same' || (words.verified && words.compared === undefined)) {
    return (
      <>
        {more !== undefined && <p class="soft small">{more}</p>}
        <Disclosure words="Show the words">
          <Shown words={words} />
        </Disclosure>
      </>
    );
  }
  if (words.compared === 'different') {
    return <Differ />;
  }
  return <Compare {...props} words={words} more={more} />;
}

/** Said from the moment that they were found to differ, though the other is put out of the call. */
export const Differ = () => (
  <Notice tone="stop" title="Somebody may be between you">
    Nothing goes to them any more. Compare your certificates in person before you begin again.
  </Notice>
);

type ReadyWords = Extract<CallWords, { state: 'ready' }>;
type CompareProps = PairWordsProps & { readonly words: ReadyWords; readonly more: string | undefined };

function Compare({ tabId, member, words, more, onChange, onDiffer }: CompareProps) {
  const { call } = usePorts();
  const { act, haveChanged, beginAnew, say } = useComparing(words.characters, async (same, characters) => {
    await call('pageCall.compared', { tabId, place: member.place, characters, same });
    if (!same) onDiffer();
    onChange();
  });
  if (haveChanged) return <WordsChanged onShow={beginAnew} />;
  return (
    <div class="stack call-compare">
      {more !== undefined && <p class="small">{more}</p>}
      <Shown words={words} />
      <div class="row">
        <Button icon={ShieldCheck} busy={act.busy} testId="page-call-same" onClick={(event) => say(event, true)}>
          They are the same
        </Button>
        <Button kind="danger" disabled={act.busy} testId="page-call-differ" onClick={(event) => say(event, false)}>
          They differ
        </Button>
      </div>
      <Problem code={act.code} />
    </div>
  );
}

const Shown = ({ words: { characters, words } }: { readonly words: ReadyWords }) => (
  <div class="call-words" dir="ltr" data-testid="page-call-words">
    <p class="call-characters" aria-hidden="true">
      {characters}
    </p>
    <p class="visually-hidden">{[...characters].join(' ')}</p>
    <p class="call-four">{words.join(' · ')}</p>
  </div>
);
