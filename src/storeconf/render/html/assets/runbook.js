/** Tasks, their ticks, and the sheet that the ticks become. */
const CHUNK = 60;
const MANY = 12;
const KEY = `storeconf.todo.${D.lineage}`;
const FILE = `confirm-${D.now.slice(0, 10)}.yaml`;
const steps = D.tasks.flatMap((task) => task.whom.map(([address, title, owner]) => ({ task, address, title, owner, id: `${address} ${task.digest}` })));
D.tasks.forEach((task) => { task.steps = steps.filter((step) => step.task === task); });
const known = new Set(steps.map((step) => step.id));

/** Only ticks of steps that still are as they were: a changed text has another digest. */
function remembered() {
  const kept = memory.read(KEY);
  const ticks = kept && typeof kept === 'object' ? kept.ticks || {} : {};
  return new Map(Object.entries(ticks).filter(([id, url]) => known.has(id) && typeof url === 'string'));
}
const ticked = remembered();
const remember = () => memory.write(KEY, { ticks: Object.fromEntries(ticked) });

function tick(step, on, url) {
  if (on) ticked.set(step.id, url || '');
  else ticked.delete(step.id);
}

/** YAML's double quotes take what JSON's hold, but for line ends that only YAML knows. */
const quoted = (text) => JSON.stringify(text).replace(/[\u0085\u2028\u2029\ufeff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

function sheetText() {
  const by = $('by').value.trim();
  const rows = steps.filter((step) => ticked.has(step.id)).map((step) => {
    const fields = [`address: ${quoted(step.address)}`, `step: ${quoted(step.task.digest)}`];
    if (by) fields.push(`by: ${quoted(by)}`);
    if (ticked.get(step.id)) fields.push(`url: ${quoted(ticked.get(step.id))}`);
    return `  - {${fields.join(', ')}}`;
  });
  return rows.length ? `items:\n${rows.join('\n')}\n` : '';
}

function changed() {
  remember();
  $('count').textContent = fill(W.progress, { n: ticked.size, all: steps.length });
  $('progress').value = steps.length ? ticked.size / steps.length : 0;
  document.querySelectorAll('article.task').forEach((article) => {
    const task = D.tasks[Number(article.dataset.task)];
    const all = task.steps.every((step) => ticked.has(step.id));
    article.classList.toggle('finished', all);
    const button = article.querySelector('.tick-all');
    if (button) button.textContent = fill(all ? W.untick_all : W.tick_all, { n: task.steps.length });
  });
}

function valueRow(value) {
  const copied = value.copy === undefined ? value.t : value.copy;
  return el('div', { class: value.c ? 'value todo' : 'value' },
    el('dt', {}, value.c ? el('span', { class: 'star', title: W.change }, '*', el('span', { class: 'sr' }, W.change)) : null, value.l),
    el('dd', {}, el('span', { class: 'text' }, value.t), value.was ? el('span', { class: 'was' }, fill(W.was, { value: value.was })) : null),
    value.still ? null : el('button', { type: 'button', class: 'copy', 'aria-label': fill(W.copy_what, { what: value.l }), onclick: () => copy(copied) }, W.copy));
}

function stepRow(step) {
  const box = el('input', { type: 'checkbox', 'data-step': step.id });
  box.checked = ticked.has(step.id);
  const url = step.task.upload ? el('input', { type: 'url', class: 'url', placeholder: W.url, 'aria-label': `${W.url} ${step.title || step.address}` }) : null;
  if (url) {
    url.value = ticked.get(step.id) || '';
    url.addEventListener('input', () => { if (box.checked) { tick(step, url.value.trim() !== '', url.value.trim()); box.checked = ticked.has(step.id); changed(); } });
  }
  box.addEventListener('change', () => {
    if (box.checked && url && !url.value.trim()) {
      box.checked = false;
      toast(W.url_first);
      url.focus();
      return;
    }
    tick(step, box.checked, url ? url.value.trim() : '');
    changed();
  });
  return el('li', {}, el('label', {}, box, el('span', {}, step.title || step.address, el('code', {}, step.address),
    step.owner ? el('span', { class: 'quiet' }, step.owner) : null)), url);
}

function taskCard(task, number) {
  const list = el('ul', { class: 'whom' }, task.steps.map(stepRow));
  const chips = [el('span', { class: `chip ${task.look ? 's-look' : 's-todo'}` }, task.op),
    task.due ? el('span', { class: 'chip s-drift' }, fill(W.due, { due: task.due.slice(0, 16).replace('T', ' ') })) : null,
    task.blind ? el('span', { class: 'chip' }, W.blind) : null];
  const all = task.steps.length > 1 && !task.upload ? el('button', { type: 'button', class: 'tick-all', onclick: () => {
    const on = !task.steps.every((step) => ticked.has(step.id));
    task.steps.forEach((step) => tick(step, on));
    list.querySelectorAll('input[type=checkbox]').forEach((box) => { box.checked = on; });
    changed();
  } }) : null;
  const whom = task.steps.length > MANY ? el('details', {}, el('summary', {}, `${task.steps.slice(0, 3).map((step) => step.title || step.address).join(' · ')} …`), list) : list;
  return el('article', { class: 'task', 'data-task': number, 'aria-label': task.label },
    el('h3', {}, task.label, ' ', chips),
    el('dl', {}, task.values.map(valueRow)),
    task.proof ? el('p', { class: 'proof' }, el('b', {}, W.proof), ` ${task.proof}`) : null,
    el('div', { class: 'ticks' }, whom, all),
    el('details', { class: 'command' }, el('summary', {}, W.command), el('code', {}, task.command),
      el('button', { type: 'button', class: 'copy', onclick: () => copy(task.command) }, W.copy)));
}

function matching() {
  const words = $('q').value.toLowerCase().split(/\s+/).filter(Boolean);
  const owner = $('f-owner').value;
  const open = $('f-open').checked;
  return D.tasks.map((task, number) => [task, number]).filter(([task]) => {
    task.text = task.text || [task.label, task.page, ...task.values.map((value) => value.t), ...task.whom.flat()].join('\n').toLowerCase();
    return words.every((word) => task.text.includes(word)) && (!owner || task.steps.some((step) => step.owner === owner.slice(1))) &&
      (!open || task.steps.some((step) => !ticked.has(step.id)));
  });
}

function draw() {
  const found = matching();
  const main = $('tasks');
  main.replaceChildren();
  if (!found.length) main.append(el('p', { class: 'none' }, D.tasks.length ? W.no_match : W.none));
  let done = 0;
  let section = null;
  let page = null;
  const more = el('button', { type: 'button', class: 'more', onclick: next });
  function next() {
    for (const [task, number] of found.slice(done, done + CHUNK)) {
      if (task.page !== page) {
        page = task.page;
        section = el('section', {}, el('h2', {}, page));
        main.insertBefore(section, more);
      }
      section.append(taskCard(task, number));
    }
    done = Math.min(found.length, done + CHUNK);
    more.textContent = fill(W.show_more, { n: found.length - done });
    more.hidden = done >= found.length;
    changed();
  }
  main.append(more);
  next();
}

function showSheet() {
  const text = sheetText();
  $('sheet-text').value = text || W.nothing_ticked;
  $('then').textContent = text ? fill(W.then, { file: FILE }) : '';
  for (const id of ['save', 'copy-sheet', 'clear']) $(id).disabled = !text;
}

function save() {
  const url = URL.createObjectURL(new Blob([sheetText()], { type: 'application/yaml' }));
  el('a', { href: url, download: FILE }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function start() {
  const owners = [...new Set(steps.map((step) => step.owner))].sort();
  $('f-owner').append(el('option', { value: '' }, W.anyone), ...owners.map((owner) => el('option', { value: `=${owner}` }, owner || W.nobody)));
  let typing = 0;
  $('q').addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(draw, 120); });
  $('f-owner').addEventListener('change', draw);
  $('f-open').addEventListener('change', draw);
  $('filters').addEventListener('submit', (event) => event.preventDefault());
  const by = memory.read('storeconf.by');
  $('by').value = typeof by === 'string' ? by : '';
  $('by').addEventListener('input', () => { memory.write('storeconf.by', $('by').value); showSheet(); });
  $('export').addEventListener('click', () => { showSheet(); $('sheet').showModal(); });
  $('sheet-close').addEventListener('click', () => $('sheet').close());
  $('save').addEventListener('click', save);
  $('copy-sheet').addEventListener('click', () => copy(sheetText()));
  $('clear').addEventListener('click', () => { ticked.clear(); $('sheet').close(); draw(); });
  draw();
  document.documentElement.dataset.ready = 'yes';
}

start();
