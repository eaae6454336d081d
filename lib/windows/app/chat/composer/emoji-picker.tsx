import { useEffect, useRef, useState } from 'preact/hooks';
import { moveFocus } from '../../../../../components/roving';
import { TextField } from '../../../../../components/text-field';
import { EMOJI_GROUPS, type Emoji, findEmoji } from './emoji-table';

type EmojiPickerProps = { readonly onPick: (emoji: string) => void; readonly onClose: () => void };

/** A small set to choose from, by looking or by name. Escape closes; arrow keys move. */
export function EmojiPicker({ onPick, onClose }: EmojiPickerProps) {
  const [query, setQuery] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLElement>(null);
  useEffect(() => {
    field.current?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) onClose();
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, []);
  const found = findEmoji(query);
  const groups = query.trim() === '' ? EMOJI_GROUPS : [{ name: 'Found', emoji: found }];
  return (
    <div
      ref={box}
      class="emoji-picker"
      role="dialog"
      aria-label="Emoji"
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          onClose();
        } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
          event.preventDefault();
          const [first] = found;
          if (first !== undefined) onPick(first[0]);
        } else if (!moveRow(event, box.current)) moveFocus(event, box.current, '.emoji');
      }}
    >
      <TextField
        label="Search emoji"
        hideLabel
        kind="search"
        value={query}
        onInput={setQuery}
        placeholder="Search by name"
        fieldRef={field}
      />
      <div class="emoji-groups">
        {groups.map(({ name, emoji }) => (
          <section key={name} aria-label={name}>
            {query.trim() === '' && <h3 class="soft small">{name}</h3>}
            <div class="emoji-grid">
              {emoji.map((one) => (
                <EmojiButton key={one[0]} emoji={one} onPick={onPick} />
              ))}
            </div>
          </section>
        ))}
        {found.length === 0 && <p class="soft">None of this name. Try fewer letters.</p>}
      </div>
    </div>
  );
}

function EmojiButton({ emoji, onPick }: { readonly emoji: Emoji; readonly onPick: (emoji: string) => void }) {
  const [character, names] = emoji;
  return (
    <button type="button" class="emoji" aria-label={names} title={names} onClick={() => onPick(character)}>
      {character}
    </button>
  );
}

/** Up and down go to the emoji that stands nearest in the next row; down from the field, to the first. */
function moveRow(event: KeyboardEvent, box: HTMLElement | null): boolean {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const from = event.target;
  if (step === 0 || box === null || !(from instanceof HTMLElement)) return false;
  const { left, top } = from.getBoundingClientRect();
  const distance = (element: HTMLElement): number => {
    const { left: otherLeft, top: otherTop } = element.getBoundingClientRect();
    return Math.abs(otherTop - top) * 100 + Math.abs(otherLeft - left);
  };
  const [nearest] = [...box.querySelectorAll<HTMLElement>('.emoji')]
    .filter((element) => (element.getBoundingClientRect().top - top) * step > 1)
    .toSorted((one, other) => distance(one) - distance(other));
  event.preventDefault();
  nearest?.focus();
  return true;
}
