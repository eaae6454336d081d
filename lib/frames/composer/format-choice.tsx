import type { MailFormat } from '../../core/compose';
import type { Composer } from './composer';
import type { Writing } from './composer-state';

const WORDS: Record<MailFormat, { readonly name: string; readonly means: string }> = {
  'pgp-mime': { name: 'Sealed mail', means: 'subject, text and files' },
  inline: { name: 'Sealed text', means: 'text only, for old mail programs' },
};

/** How the message leaves, only where this page can do more than one. */
export function FormatChoice({ composer, writing }: { composer: Composer; writing: Writing }) {
  if (writing.formats.length < 2) return null;
  return (
    <fieldset class="composer-formats" disabled={writing.sending !== undefined}>
      <legend class="visually-hidden">How it is sealed</legend>
      {writing.formats.map((format) => (
        <label key={format} class="composer-format">
          <input
            type="radio"
            name="format"
            value={format}
            data-testid={`composer-format-${format}`}
            checked={writing.draft.format === format}
            onChange={() => composer.choose(format)}
          />
          {WORDS[format].name} <span class="soft">{WORDS[format].means}</span>
        </label>
      ))}
    </fieldset>
  );
}
