import { File as FileIcon, X } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Icon } from '../../../../../components/icon';
import { ProgressBar } from '../../../../../components/progress-bar';
import { sizeWords } from '../../../../core/amounts';
import { neutralise } from '../../../../core/display-text';
import { sentenceFor } from '../../../../core/errors';
import { previewOf } from '../../../../core/preview-kind';
import type { Chosen } from './chosen';
import { useObjectUrl } from './use-object-url';

type SheetFileProps = {
  readonly file: Chosen;
  /** From 0 to 1 while it is sealed. */
  readonly fraction: number | undefined;
  readonly onRemove: (() => void) | undefined;
};

/** One file before it is sent: a look at it, its name, its size. */
export function SheetFile({ file, fraction, onRemove }: SheetFileProps) {
  const { name, mediaType, content, isPicture, isTooLarge } = file;
  return (
    <li class="sheet-file">
      {isPicture && !isTooLarge ? (
        <Thumbnail content={content} mediaType={previewOf({ name, mediaType, octets: content.size }).mediaType} />
      ) : (
        <span class="sheet-thumb">
          <Icon icon={FileIcon} size={20} />
        </span>
      )}
      <span class="sheet-words">
        <bdi class="clip">{neutralise(name, 120)}</bdi>
        <span class={isTooLarge ? 'sheet-problem' : 'soft small'}>
          {isTooLarge ? sentenceFor('file/too-large') : sizeWords(content.size)}
        </span>
        {fraction !== undefined && <ProgressBar label="Sealed of this file" done={fraction} of={1} />}
      </span>
      {onRemove !== undefined && (
        <Button kind="quiet" iconOnly icon={X} onClick={onRemove}>
          {`Leave out ${neutralise(name, 60)}`}
        </Button>
      )}
    </li>
  );
}

function Thumbnail({ content, mediaType }: { readonly content: Blob; readonly mediaType: string }) {
  const url = useObjectUrl(content, mediaType);
  const [broken, setBroken] = useState(false);
  return (
    <span class="sheet-thumb">
      {url !== undefined && !broken ? (
        <img src={url} alt="" onError={() => setBroken(true)} />
      ) : (
        <Icon icon={FileIcon} size={20} />
      )}
    </span>
  );
}
