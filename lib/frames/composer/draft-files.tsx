import { Paperclip, X } from 'lucide';
import { useContext, useRef } from 'preact/hooks';
import { Icon } from '../../../components/icon';
import { sizeWords } from '../../core/amounts';
import type { ComposeAttachment } from '../../core/compose';
import { LIMITS } from '../../core/limits';
import { ForeignText } from '../shared/foreign-text';
import { GuardContext } from '../shared/guard';
import { PressButton } from '../shared/press-button';

type DraftFilesProps = {
  readonly files: readonly ComposeAttachment[];
  readonly disabled: boolean;
  readonly onAdd: (files: readonly File[]) => void;
  readonly onRemove: (index: number) => void;
};

/** The files of a draft. They are read in our frame and never touch the page. */
export function DraftFiles({ files, disabled, onAdd, onRemove }: DraftFilesProps) {
  const { trusts } = useContext(GuardContext);
  const picker = useRef<HTMLInputElement>(null);
  const octets = files.reduce((sum, file) => sum + file.content.size, 0);
  return (
    <div class="composer-files">
      <div class="row">
        <PressButton
          weight="free"
          id="composer-attach"
          kind="quiet"
          icon={Paperclip}
          blocked={disabled}
          onPress={() => picker.current?.click()}
        >
          Add files
        </PressButton>
        <span class="soft small">
          {files.length === 0
            ? 'or drop them here'
            : `${sizeWords(octets)} of ${Math.round(LIMITS.mailOctets / 1_048_576)} MB`}
        </span>
        <input
          ref={picker}
          class="visually-hidden"
          type="file"
          multiple
          tabIndex={-1}
          aria-hidden="true"
          data-testid="composer-files"
          onChange={(event) => {
            onAdd([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {files.length > 0 && (
        <ul class="chips" aria-label="Files">
          {files.map((file, index) => (
            <li key={`${index} ${file.name}`} class="chip" data-testid="composer-file">
              <span class="chip-main">
                <Icon icon={Paperclip} />
                <span class="chip-address">
                  <ForeignText text={file.name} length={80} />
                </span>
                <bdi class="chip-state">{sizeWords(file.content.size)}</bdi>
              </span>
              <button
                type="button"
                class="chip-remove"
                data-testid="composer-file-remove"
                aria-label={`Remove ${file.name}`}
                disabled={disabled}
                onClick={(event) => trusts(event) && onRemove(index)}
              >
                <Icon icon={X} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
