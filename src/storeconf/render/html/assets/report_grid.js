/** The heat map: only the rows in sight stand in the page, so that ten thousand stores scroll. */
const ROW = 38;
const SPARE = 12;
let active = 0;
let drawn = [-1, -1];
let printing = false;

function gridHead() {
  const groups = [];
  for (const kind of D.kinds) {
    const last = groups[groups.length - 1];
    if (last && last.step === kind.step) last.span += 1;
    else groups.push({ step: kind.step, span: 1 });
  }
  $('grid').prepend(el('colgroup', {}, el('col', { class: 'name' }), el('col', { class: 'owner' }),
    D.steps.map(() => el('col', { class: 'light' })), D.kinds.map(() => el('col', { class: 'cell' }))));
  $('grid-head').append(
    el('tr', { 'aria-rowindex': 1 },
      el('th', { scope: 'col', rowspan: 2, class: 'name' }, W.store),
      el('th', { scope: 'col', rowspan: 2, class: 'owner' }, W.owner),
      el('th', { scope: 'colgroup', colspan: D.steps.length, class: 'group first' }, W.five),
      groups.map((group) => el('th', { scope: 'colgroup', colspan: group.span, class: 'group first' }, D.steps[group.step].label))),
    el('tr', { 'aria-rowindex': 2 },
      D.steps.map((step, n) => el('th', { scope: 'col', class: n ? 'light' : 'light first' }, el('abbr', { title: step.label }, step.short))),
      D.kinds.map((kind, n) => el('th', { scope: 'col', class: n && D.kinds[n - 1].step === kind.step ? '' : 'first' },
        el('abbr', { title: kind.label }, kind.short)))));
  $('legend').append(...D.states.filter((state) => state.sign).map((state) =>
    el('li', {}, el('span', { class: `key s-${state.id}`, 'aria-hidden': 'true' }, state.sign), state.label)));
}

function lightCell(link, n) {
  const id = link ? LIGHT_IDS[link[0]] : 'not_seen';
  const because = link ? D.texts[link[1]] : '';
  const said = `${W[`light_${id}`]}${because ? ` · ${because}` : ''}`;
  const sign = link ? D.lights[link[0]].sign : '?';
  return el('td', { class: n ? 'light' : 'light first', title: `${D.steps[n].label} · ${said}` },
    el('span', { class: `sign l-${id}`, 'aria-hidden': 'true' }, sign), el('span', { class: 'sr' }, said));
}

function kindCell(state, n) {
  const { id, sign, label } = D.states[state];
  const first = n && D.kinds[n - 1].step === D.kinds[n].step ? '' : ' first';
  return el('td', { class: `cell${first}`, title: `${D.kinds[n].label} · ${label}` },
    el('span', { class: `sign s-${id}`, 'aria-hidden': 'true' }, sign), el('span', { class: 'sr' }, label));
}

function gridRow(store, place) {
  return el('tr', { 'aria-rowindex': place + 3, 'data-place': place, class: store.problem ? 'problem' : '', onclick: () => open(place) },
    el('th', { scope: 'row', class: 'name' },
      el('button', { type: 'button', class: 'store', tabindex: place === active ? 0 : -1, 'aria-haspopup': 'dialog' },
        el('span', { class: 'title' }, store.title || store.name), el('span', { class: 'slug' }, store.name))),
    el('td', { class: 'owner', title: store.owner }, store.owner),
    D.steps.map((_, n) => lightCell(store.lights[n], n)),
    store.cells.map(kindCell));
}

function open(place) {
  active = place;
  drawGrid(true);
  focusRow();
  openDetail(visible[place]);
}

function spacer(rows) {
  const row = el('tr', { class: 'spacer', 'aria-hidden': 'true' }, el('td', { colspan: D.kinds.length + D.steps.length + 2 }));
  row.style.height = `${rows * ROW}px`;
  return row;
}

function drawGrid(force) {
  const frame = $('grid-frame');
  const head = $('grid-head').offsetHeight;
  const first = printing ? 0 : Math.max(0, Math.floor(frame.scrollTop / ROW) - SPARE);
  const last = printing ? visible.length : Math.min(visible.length, Math.ceil((frame.scrollTop + frame.clientHeight - head) / ROW) + SPARE);
  if (!force && first === drawn[0] && last === drawn[1]) return;
  drawn = [first, last];
  const body = $('grid-body');
  const focused = body.contains(document.activeElement);
  const rows = visible.slice(first, last).map((store, n) => gridRow(store, first + n));
  body.replaceChildren(...(first ? [spacer(first)] : []), ...rows, ...(last < visible.length ? [spacer(visible.length - last)] : []));
  if (focused && active >= first && active < last) focusRow();
  else if (focused) frame.focus({ preventScroll: true });
  else if (active < first || active >= last) body.querySelector('button.store')?.setAttribute('tabindex', '0');
}

function showGrid() {
  active = 0;
  $('grid').setAttribute('aria-rowcount', visible.length + 2);
  $('grid-empty').hidden = visible.length > 0;
  $('grid').hidden = visible.length === 0;
  $('grid-frame').scrollTop = 0;
  drawGrid(true);
}

function focusRow() {
  $('grid-body').querySelector(`tr[data-place="${active}"] button`)?.focus({ preventScroll: true });
}

/** Up and down, a page, the ends: the row comes into sight under the sticky head. */
function moveTo(place) {
  active = Math.max(0, Math.min(visible.length - 1, place));
  const frame = $('grid-frame');
  const room = frame.clientHeight - $('grid-head').offsetHeight - ROW;
  if (active * ROW < frame.scrollTop) frame.scrollTop = active * ROW;
  else if (active * ROW > frame.scrollTop + room) frame.scrollTop = active * ROW - room;
  drawGrid(true);
  focusRow();
}

function gridKeys(event) {
  if (!event.target.closest('button.store')) return;
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -visible.length, End: visible.length }[event.key];
  if (!step) return;
  event.preventDefault();
  moveTo(active + step);
}

function startGrid() {
  gridHead();
  let waiting = false;
  $('grid-frame').addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; drawGrid(false); });
  }, { passive: true });
  $('grid-body').addEventListener('keydown', gridKeys);
  addEventListener('resize', () => drawGrid(false));
  addEventListener('beforeprint', () => { printing = true; drawGrid(true); });
  addEventListener('afterprint', () => { printing = false; drawGrid(true); });
}
