/**
 * Small replicas of how chats are built. They prove that the generic way does not hang on one kind of page; what real
 * chats do is tested in tests/e2e/other-chats-*.
 */
export type ChatReplica = {
  /** Markup, with `#field`. */
  readonly html: string;
  /** Body of `show(text, mine)`: puts a message into the page. */
  readonly show: string;
  /** How it sends: `take()` reads and empties the field, and shows the message. */
  readonly wire: string;
};

const FRAME = `<style>
  body { margin: 0; font: 14px/1.4 sans-serif; }
  .app { display: flex; height: 100vh; } .side { width: 240px; overflow-y: auto; }
  .main { flex: 1; display: flex; flex-direction: column; min-width: 0; }
  .list { flex: 1; overflow-y: auto; } .compose { display: flex; padding: 8px; gap: 8px; }
  .compose > * { min-height: 24px; } #field { flex: 1; border: 1px solid; min-height: 24px; }
</style>`;
const SIDE = `<aside class="side"><input type="text" placeholder="Search"><ul>${'<li>somebody</li>'.repeat(60)}</ul></aside>`;
const app = (main: string) => `${FRAME}<div class="app">${SIDE}<main class="main"><h2>Bob</h2>${main}</main></div>`;
const VALUE = `const take = () => { const text = field.value; field.value = ''; if (text.trim() !== '') said(text); };`;

export const CHAT_REPLICAS: Readonly<Record<string, ChatReplica>> = {
  'bubbles, sent by a button that is free only when something is written': {
    html: app(`<div class="list" id="list"></div>
      <form class="compose" id="form"><textarea id="field" rows="1" placeholder="Message"></textarea>
      <button type="button" title="Attach file">+</button><button id="send" disabled>Send</button></form>`),
    show: `const row = document.createElement('div'); row.className = mine ? 'row outgoing' : 'row incoming';
      row.innerHTML = '<div class="bubble"><span class="words"></span><time>12:00</time></div>';
      row.style.cssText = 'display:flex;justify-content:' + (mine ? 'end' : 'start');
      row.querySelector('.words').textContent = text; list.append(row);`,
    wire: `${VALUE} field.addEventListener('input', () => { send.disabled = field.value === ''; });
      form.addEventListener('submit', (event) => { event.preventDefault(); take(); send.disabled = true; });`,
  },
  'rows of a table, sent by Enter with a key code': {
    html: app(`<div class="list"><table><tbody id="list"></tbody></table></div>
      <div class="compose"><input id="field" type="text" maxlength="300"></div>`),
    show: `list.insertAdjacentHTML('beforeend', '<tr><td>12:00</td><td class="nick"></td><td class="words"></td></tr>');
      const row = list.lastElementChild; row.querySelector('.nick').textContent = mine ? 'me' : 'bob';
      row.querySelector('.words').textContent = text;`,
    wire: `${VALUE} document.body.addEventListener('keydown', (event) => { if (event.keyCode === 13) take(); });`,
  },
  'an editor with a model of its own, and list items': {
    html: app(`<ul class="list" id="list"></ul>
      <div class="compose"><div id="field" contenteditable="true" role="textbox" aria-label="Message Bob"><p><br></p></div>
      <div role="button" aria-label="Send message" id="send">→</div></div>`),
    show: `const row = document.createElement('li'); row.append(text); list.append(row);`,
    wire: `let model = '';
      const draw = () => { const p = document.createElement('p'); p.append(model === '' ? document.createElement('br') : model); field.replaceChildren(p); };
      field.addEventListener('beforeinput', (event) => { event.preventDefault();
        model = event.inputType.startsWith('delete') ? '' : event.data ?? ''; setTimeout(draw, 20); });
      send.addEventListener('click', () => { const text = model; model = ''; draw(); if (text !== '') said(text); });`,
  },
  'custom elements with open shadow roots': {
    html: `${FRAME}<chat-app></chat-app>`,
    show: `const one = document.createElement('chat-line'); one.attachShadow({ mode: 'open' }).innerHTML = '<div><b></b><span></span></div>';
      one.shadowRoot.querySelector('span').textContent = text; list.append(one);`,
    wire: `${VALUE} root.querySelector('#send').addEventListener('click', take);`,
  },
  'a page that scrolls as a whole, with the box fixed at its foot': {
    html: `<style>body { margin: 0; padding-bottom: 60px; } footer { position: fixed; inset: auto 0 0 0; background: #eee; }
        #field { width: 90%; }</style>
      <article id="messages"></article><footer><form><textarea id="field" rows="1"></textarea></form></footer>`,
    show: `const row = document.createElement('div'); row.className = 'message'; row.innerHTML = '<span class="nick">bob </span><p></p>';
      row.querySelector('p').textContent = text; document.getElementById('messages').append(row);`,
    wire: `${VALUE} field.addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); take(); } });`,
  },
  'a field among other things, that keeps what was sent until the server has it': {
    html: `<div style="height:100vh;display:grid;grid-template:1fr auto / 1fr auto"><h1 hidden>Bob</h1>
      <div id="list" role="log" style="grid-column:1/3;overflow:auto"></div><textarea id="field" placeholder="Write to Bob"></textarea><button id="send">Send</button></div>`,
    show: `const row = document.createElement('p'); row.textContent = text; list.append(row);`,
    wire: `send.addEventListener('click', () => { const text = field.value; if (text === '') return;
      setTimeout(() => { said(text); field.value = ''; }, 300); });`,
  },
};

export function replicaPage({ html, show, wire }: ChatReplica): string {
  const isShadow = html.includes('<chat-app>');
  const inside = app(
    `<div class="list" id="list"></div><div class="compose"><textarea id="field" placeholder="Reply"></textarea><button id="send">Send</button></div>`,
  );
  return `<!doctype html><title>Chat</title><body>${html}<script>
    const host = document.querySelector('chat-app');
    ${isShadow ? `const root = host.attachShadow({ mode: 'open' }); root.innerHTML = ${JSON.stringify(inside)};` : 'const root = document;'}
    const [field, list, form, send] = ['field', 'list', 'form', 'send'].map((id) => root.getElementById(id));
    window.posted = [];
    window.show = (text, mine) => { ${show} };
    const said = (text) => { window.posted.push(text); window.show(text, true); };
    ${wire}
  </script></body>`;
}
