/** The filters, and what they set going. */
const FIELDS = { q: 'q', owner: 'f-owner', label: 'f-label', state: 'f-state' };

function options(select, first, values) {
  select.append(el('option', { value: '' }, first), ...values.map(([value, label]) => el('option', { value }, label)));
}

function fillSelects() {
  const owners = [...new Set(stores.map((store) => store.owner))].sort();
  const labels = [...new Set(stores.flatMap((store) => store.labels))].sort();
  // An owner's value is never empty: that would mean every owner.
  options($('f-owner'), W.anyone, owners.map((owner) => [`=${owner}`, owner || W.nobody]));
  options($('f-label'), W.any_label, labels.map((label) => [label, label]));
  options($('f-state'), W.any_state, D.states.filter((state) => state.sign).map((state) => [state.id, `${state.sign} ${state.label}`]));
}

function drawExtra() {
  const extra = [];
  if (filters.step) {
    const [step, light] = filters.step.split(':');
    extra.push(['step', fill(W.filtered_step, { step: D.steps.find((one) => one.id === step).label, state: W[`light_${light}`] })]);
  }
  if (filters.category) {
    const category = D.categories.find((one) => one.id === filters.category);
    extra.push(['category', `${category.mark} ${category.label}`]);
  }
  $('f-extra').replaceChildren(...extra.map(([name, label]) =>
    el('button', { type: 'button', class: 'applied', onclick: () => refine({ [name]: '' }) }, label, el('span', { 'aria-hidden': 'true' }, ' ✕'))));
}

function refine(change) {
  Object.assign(filters, change);
  for (const [name, id] of Object.entries(FIELDS)) if ($(id).value !== filters[name]) $(id).value = filters[name];
  $('f-problems').checked = filters.problems !== '';
  sift();
  $('count').textContent = fill(W.shown, { n: visible.length.toLocaleString('en'), all: stores.length.toLocaleString('en') });
  $('clear').hidden = !filtered();
  drawExtra();
  drawSections();
  showGrid();
}

/** On a phone the lists stay folded away, so that the numbers come first. */
function unfold(open) {
  $('filters').classList.toggle('open', open);
  $('more-filters').setAttribute('aria-expanded', String(open));
}

/** Filters that a link carries; what it does not know is left out. */
function fromLink() {
  if (!location.hash.startsWith('#?')) return {};
  const asked = new URLSearchParams(location.hash.slice(2));
  const found = Object.fromEntries(Object.keys(NO_FILTERS).filter((name) => asked.has(name)).map((name) => [name, asked.get(name)]));
  const knows = {
    step: (value) => value.split(':').length === 2 && D.steps.some((one) => one.id === value.split(':')[0]) && LIGHT_IDS.includes(value.split(':')[1]),
    category: (value) => D.categories.some((one) => one.id === value),
    owner: (value) => [...$('f-owner').options].some((one) => one.value === value),
    label: (value) => [...$('f-label').options].some((one) => one.value === value),
    state: (value) => STATE_IDS.includes(value),
  };
  return Object.fromEntries(Object.entries(found).filter(([name, value]) => !knows[name] || knows[name](value)));
}

function link() {
  const asked = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  return `${location.href.split('#')[0]}#?${asked}`;
}

function start() {
  fillSelects();
  startGrid();
  startDetail();
  let typing = 0;
  $('q').addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(() => refine({ q: $('q').value.trim() }), 120); });
  for (const [name, id] of Object.entries(FIELDS)) if (name !== 'q') $(id).addEventListener('change', () => refine({ [name]: $(id).value }));
  $('f-problems').addEventListener('change', () => refine({ problems: $('f-problems').checked ? '1' : '' }));
  $('more-filters').addEventListener('click', () => unfold(!$('filters').classList.contains('open')));
  $('filters').addEventListener('submit', (event) => event.preventDefault());
  $('clear').addEventListener('click', () => { refine({ ...NO_FILTERS }); $('q').focus(); });
  $('copy-link').addEventListener('click', () => copy(link()));
  $('print').addEventListener('click', () => print());
  addEventListener('hashchange', () => { if (location.hash.startsWith('#?')) refine({ ...NO_FILTERS, ...fromLink() }); });
  refine(fromLink());
  unfold(filtered());
  document.documentElement.dataset.ready = 'yes';
}

start();
