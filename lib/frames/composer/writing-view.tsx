import { useCallback, useContext, useEffect, useRef } from 'preact/hooks';
import { Notice } from '../../../components/notice';
import { PRIVATE_FIELD } from '../../../components/private-field';
import { sentenceFor } from '../../core/errors';
import { LIMITS } from '../../core/limits';
import { GuardContext } from '../shared/guard';
import type { Composer } from './composer';
import { ComposerHead } from './composer-head';
import type { RecipientField, Writing } from './composer-state';
import { DraftFiles } from './draft-files';
import { FormatChoice } from './format-choice';
import { RecipientsField } from './recipients-field';
import { SendRow } from './send-row';
import { UnsentOffer } from './unsent-offer';
import { useDroppedFiles } from './use-dropped-files';
import { WithoutNotice } from './without-notice';

/** A message while it is written. */
export function WritingView({ composer, writing }: { composer: Composer; writing: Writing }) {
  const { draft, known, shown, problem } = writing;
  const disabled = writing.sending !== undefined;
  const form = useRef<HTMLDivElement>(null);
  // The person pressed our button to write: where they go on is where the focus is.
  useEffect(() => {
    const next = draft.to.length === 0 ? 'composer-to' : 'composer-text';
    const field = form.current?.querySelector<HTMLInputElement>(`[data-testid="${next}"]`);
    field?.focus({ preventScroll: true });
    field?.setSelectionRange(0, 0);
  }, [draft.id]);
  const addFiles = useCallback(
    (files: readonly File[]) => {
      composer.addFiles(files).catch(() => undefined);
    },
    [composer],
  );
  const dropping = useDroppedFiles(addFiles);
  const fields: ReadonlyArray<readonly [RecipientField, string]> = [
    ['to', 'To'],
    ...(shown.cc ? [['cc', 'Cc'] as const] : []),
    ...(shown.bcc ? [['bcc', 'Bcc'] as const] : []),
  ];
  return (
    <div ref={form} class={`composer-writing${dropping ? ' composer-dropping' : ''}`}>
      <ComposerHead composer={composer} writing={writing} />
      {writing.leaving && <WithoutNotice composer={composer} />}
      <UnsentOffer unsent={writing.unsent} onContinue={(id) => void composer.resume(id)} />
      <div class="composer-fields">
        {fields.map(([field, label]) => (
          <RecipientsField
            key={field}
            id={`composer-${field}`}
            label={label}
            list={draft[field]}
            known={known}
            disabled={disabled}
            onAdd={(list) => composer.addRecipients(field, list)}
            onRemove={(address) => composer.removeRecipient(field, address)}
            onLook={(address) => void composer.lookAtRecipient(address)}
          >
            {field === 'to' && <MoreFields composer={composer} shown={shown} />}
          </RecipientsField>
        ))}
        <div class="composer-row">
          <label class="composer-label" for="composer-subject">
            Subject
          </label>
          <div class="composer-subject">
            <input
              {...PRIVATE_FIELD}
              id="composer-subject"
              data-testid="composer-subject"
              type="text"
              dir="auto"
              maxLength={LIMITS.subjectLength}
              disabled={disabled || draft.format === 'inline'}
              value={draft.subject}
              aria-describedby="composer-subject-hint"
              onInput={(event) => composer.write({ subject: event.currentTarget.value })}
            />
            <span id="composer-subject-hint" class="soft small">
              {draft.format === 'inline'
                ? 'others see only “...”; inline text carries no subject'
                : 'sealed: others see only “...”'}
            </span>
          </div>
        </div>
      </div>
      <textarea
        {...PRIVATE_FIELD}
        class="composer-text"
        data-testid="composer-text"
        aria-label="Message"
        dir="auto"
        rows={12}
        maxLength={LIMITS.textLength}
        disabled={disabled}
        value={draft.text}
        onInput={(event) => composer.write({ text: event.currentTarget.value })}
        onPaste={(event) => {
          const pasted = event.clipboardData;
          // Office programs put a picture beside the text: the text is what was meant.
          if (pasted === null || pasted.files.length === 0 || pasted.types.includes('text/plain')) return;
          event.preventDefault();
          addFiles([...pasted.files]);
        }}
      />
      <DraftFiles files={draft.attachments} disabled={disabled} onAdd={addFiles} onRemove={composer.removeFile} />
      <FormatChoice composer={composer} writing={writing} />
      {problem !== undefined && (
        <div data-testid="composer-problem" data-code={problem}>
          <Notice tone="stop">{sentenceFor(problem)}</Notice>
        </div>
      )}
      <SendRow composer={composer} writing={writing} />
    </div>
  );
}

/** Cc and Bcc, for those who want them. */
function MoreFields({ composer, shown }: { composer: Composer; shown: Writing['shown'] }) {
  const { trusts } = useContext(GuardContext);
  const missing = (['cc', 'bcc'] as const).filter((field) => !shown[field]);
  if (missing.length === 0) return null;
  return (
    <span class="composer-more">
      {missing.map((field) => (
        <button
          key={field}
          type="button"
          class="button button-quiet"
          data-testid={`composer-show-${field}`}
          onClick={(event) => trusts(event) && composer.show(field)}
        >
          {field === 'cc' ? 'Cc' : 'Bcc'}
          <span class="visually-hidden"> add</span>
        </button>
      ))}
    </span>
  );
}
