// The text side of a web phone: a list of messages with one person, a box below it, Send. It knows nothing of Sotto.

const STYLE = `
  html, body { height: 100%; margin: 0; font: 14px sans-serif; }
  #texts { display: flex; flex-direction: column; float: left; width: 60%; height: 100vh; }
  #texts h2 { margin: 8px; font-size: 16px; }
  #texts ol { flex: 1; overflow-y: auto; margin: 0; padding: 8px; list-style: none; }
  #texts li { margin: 4px 0; padding: 6px 8px; border-radius: 6px; background: #eee; overflow-wrap: anywhere; }
  #texts li.mine { background: #d8ecff; text-align: right; }
  #texts form { display: flex; gap: 8px; padding: 8px; }
  #texts textarea { flex: 1; height: 36px; }
`;

export type Texts = { show(text: string, mine: boolean): void };

/** @param send says it to the other; what went out is shown, too. */
export function drawTexts(other: string, send: (text: string) => Promise<unknown>): Texts {
  const style = document.createElement('style');
  style.textContent = STYLE;
  document.head.append(style);
  const [part, title, list] = [element('section'), element('h2'), element('ol')];
  const [form, field, button] = [element('form'), element('textarea'), element('button')];
  part.id = 'texts';
  title.textContent = other;
  field.placeholder = 'Type a message';
  button.textContent = 'Send';
  const show = (text: string, mine: boolean): void => {
    const line = element('li');
    line.className = mine ? 'mine' : 'theirs';
    line.textContent = text;
    list.append(line);
    list.scrollTop = list.scrollHeight;
  };
  const submit = (): void => {
    const text = field.value;
    if (text.trim() === '') return;
    field.value = '';
    send(text).then(
      () => show(text, true),
      (error: unknown) => show(`not sent: ${String(error)}`, true),
    );
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  });
  form.append(field, button);
  part.append(title, list, form);
  document.body.append(part);
  return { show };
}

const element = <Name extends keyof HTMLElementTagNameMap>(name: Name) => document.createElement(name);
