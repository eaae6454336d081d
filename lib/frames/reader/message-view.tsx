import { Code, Forward, Reply, ReplyAll, Type } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { Notice } from '../../../components/notice';
import type { ReplyMode } from '../../bus/views';
import type { ErrorCode } from '../../core/error-codes';
import { sentenceFor } from '../../core/errors';
import type { Reading } from '../../core/reading';
import type { SanitisedHtml } from '../../mime/sanitise-html';
import { PressButton } from '../shared/press-button';
import { Attachments } from './attachments';
import { HeaderRows } from './header-rows';
import { HtmlBody } from './html-body';
import type { Reader } from './reader';
import { makeSafe } from './safe-html';
import { StatusLine } from './status-line';
import { TextBody } from './text-body';

type MessageViewProps = {
  readonly reader: Reader;
  readonly reading: Reading;
  readonly problem?: ErrorCode | undefined;
};

/** One opened message: its status first, then what it says. */
export function MessageView({ reader, reading, problem }: MessageViewProps) {
  const [safe, setSafe] = useState<SanitisedHtml | undefined>(undefined);
  const [asHtml, setAsHtml] = useState(reading.text === undefined && reading.html !== undefined);
  useEffect(() => {
    let wanted = true;
    setSafe(undefined);
    if (reading.html !== undefined)
      makeSafe(reading).then(
        (made) => wanted && setSafe(made),
        () => undefined,
      );
    return () => {
      wanted = false;
    };
  }, [reading]);
  const text = reading.text ?? safe?.text ?? '';
  const showsHtml = asHtml && reading.html !== undefined;

  /** Only what is drawn is quoted: out of the HTML view the words that it shows, never the other version. [req 20] */
  const answer = (mode: ReplyMode) => () => {
    reader.reply(mode, showsHtml ? (safe?.text ?? '') : text).catch(() => undefined);
  };
  return (
    <article class="reader-message">
      <StatusLine reading={reading} onLookAtCertificate={() => void reader.lookAtSigner()} />
      <HeaderRows headers={reading.protectedHeaders} />
      {showsHtml ? <HtmlBody safe={safe} /> : <TextBody text={text} />}
      {reading.html !== undefined && (
        <PressButton
          weight="free"
          id="reader-toggle-html"
          kind="quiet"
          icon={showsHtml ? Type : Code}
          onPress={() => setAsHtml(!showsHtml)}
        >
          {showsHtml ? 'Show as text' : 'Show with formatting'}
        </PressButton>
      )}
      <Attachments files={reading.attachments} onLookAtCertificate={(file) => void reader.lookAtAttached(file)} />
      {reading.outsideText !== undefined && <OutsideText text={reading.outsideText} />}
      {problem !== undefined && <Notice tone="stop">{sentenceFor(problem)}</Notice>}
      <div class="row reader-actions">
        <PressButton id="reader-reply" icon={Reply} onPress={answer('reply')}>
          Reply sealed
        </PressButton>
        <PressButton id="reader-reply-all" kind="quiet" icon={ReplyAll} onPress={answer('reply-all')}>
          Reply to all
        </PressButton>
        <PressButton id="reader-forward" kind="quiet" icon={Forward} onPress={answer('forward')}>
          Forward
        </PressButton>
      </div>
    </article>
  );
}

/** What stood around the envelope: anyone on the way could have written it. */
function OutsideText({ text }: { text: string }) {
  return (
    <section class="reader-outside" data-testid="reader-outside" aria-label="Not sealed">
      <h2>Not sealed</h2>
      <p class="soft">This text stood outside of the sealed message. Anyone on the way could have written it.</p>
      <div class="reader-outside-text" dir="auto">
        {text}
      </div>
    </section>
  );
}
