import { ShieldCheck } from 'lucide';
import { Button } from '../../../../components/button';
import { Disclosure } from '../../../../components/disclosure';
import { Notice } from '../../../../components/notice';
import { Status } from '../../../../components/status';
import type { CallView, CallWords } from '../../../core/calls';
import { useComparing, WordsChanged } from '../../comparing';
import { continuityWords } from '../../popup/call/member-words';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { firstName } from './words';

type WordsPanelProps = { readonly view: CallView; readonly onDiffer: (characters: string) => void };

/** The words of this call, to be compared by voice (RFC 6189, 4.5.2): the same on both screens, or somebody is between. */
export function WordsPanel({ view, onDiffer }: WordsPanelProps) {
  const { words, peer } = view;
  if (words.state === 'failed') return <Problem code={words.code} />;
  if (words.state === 'waiting') {
    return <Status tone="waiting">The words are on their way.</Status>;
  }
  if (words.compared === 'different') {
    return (
      <Notice tone="stop" title="Somebody may be between you">
        Say nothing private. Compare your certificates in person before you call again.
      </Notice>
    );
  }
  const more = continuityWords(words);
  if (words.compared === 'same' || words.verified) {
    return (
      <div class="stack talk-words-done">
        <Status tone="verified" live>
          {words.compared === 'same'
            ? `You compared the words with ${firstName(peer)}.`
            : 'This continues a line on which you compared before.'}
        </Status>
        <Disclosure words="Show the words">
          <Shown words={words} />
        </Disclosure>
      </div>
    );
  }
  return <Compare view={view} words={words} more={more} onDiffer={onDiffer} />;
}

type ReadyWords = Extract<CallWords, { state: 'ready' }>;
type CompareProps = WordsPanelProps & { readonly words: ReadyWords; readonly more: string | undefined };

function Compare({ view, words, more, onDiffer }: CompareProps) {
  const { call } = usePorts();
  const { act, haveChanged, beginAnew, say } = useComparing(words.characters, async (same, characters) => {
    if (same) await call('call.compared', { id: view.id, characters, same });
    else onDiffer(characters);
  });
  const first = firstName(view.peer);
  if (haveChanged) return <WordsChanged onShow={beginAnew} />;
  return (
    <div class="stack talk-compare">
      <h2 class="section-title">Compare the words</h2>
      {more !== undefined && <Status tone="attention">{more}</Status>}
      <Shown words={words} />
      <p>
        Read them to <bdi>{first}</bdi>, whose voice you know. Then <bdi>{first}</bdi> reads to you.
      </p>
      <Button wide icon={ShieldCheck} busy={act.busy} testId="call-same" onClick={(event) => say(event, true)}>
        They are the same
      </Button>
      <Button wide kind="danger" disabled={act.busy} testId="call-differ" onClick={(event) => say(event, false)}>
        They differ: end the call
      </Button>
      <Problem code={act.code} />
    </div>
  );
}

const Shown = ({ words: { characters, words } }: { readonly words: ReadyWords }) => (
  <div class="talk-words" dir="ltr">
    <p class="talk-characters" aria-hidden="true" data-testid="call-characters">
      {characters}
    </p>
    <p class="visually-hidden">{[...characters].join(' ')}</p>
    <p class="talk-four" data-testid="call-words">
      {words.map((word, place) => (
        <span key={`${place} ${word}`}>{word}</span>
      ))}
    </p>
  </div>
);
