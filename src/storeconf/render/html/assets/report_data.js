/** Stores as objects, and which of them the filters leave. */
const STATE_IDS = D.states.map((state) => state.id);
const LIGHT_IDS = D.lights.map((light) => light.id);
const PROBLEM = STATE_IDS.indexOf('drift');
const stores = D.stores.map(([name, title, account, owner, labels, lights, cells], number) => ({
  number, name, title, lights, cells,
  account: D.texts[account],
  owner: D.texts[owner],
  labels: labels.map((label) => D.texts[label]),
  entries: [],
  findings: [],
  licences: [],
}));
D.entries.forEach((entry) => entry.st.forEach((n) => stores[n].entries.push(entry)));
D.findings.forEach((finding) => finding.st.forEach((n) => stores[n].findings.push(finding)));
D.licences.forEach((licence) => stores[licence[0]].licences.push(licence));
for (const store of stores) {
  store.worst = Math.min(...store.cells, STATE_IDS.length);
  store.broken = store.lights.some(([state]) => LIGHT_IDS[state] === 'broken');
  store.problem = store.worst <= PROBLEM || store.broken || store.findings.some((finding) => finding.v === 'error');
  store.text = [store.name, store.title, store.owner, store.account, ...store.labels].join('\n').toLowerCase();
}

const NO_FILTERS = { q: '', owner: '', label: '', state: '', problems: '', step: '', category: '' };
const filters = { ...NO_FILTERS };
const mask = new Uint8Array(stores.length);
let visible = stores;

const filtered = () => Object.keys(NO_FILTERS).some((name) => filters[name] !== '');

function sift() {
  const words = filters.q.toLowerCase().split(/\s+/).filter(Boolean);
  const state = STATE_IDS.indexOf(filters.state);
  const [step, light] = filters.step ? filters.step.split(':') : ['', ''];
  const stepNumber = D.steps.findIndex((one) => one.id === step);
  const lightNumber = LIGHT_IDS.indexOf(light);
  visible = stores.filter((store) =>
    words.every((word) => store.text.includes(word) || store.entries.some((entry) => entry.a.includes(word))) &&
    (!filters.owner || store.owner === filters.owner.slice(1)) &&
    (!filters.label || store.labels.includes(filters.label)) &&
    (state < 0 || store.cells.includes(state)) &&
    (!filters.problems || store.problem) &&
    (stepNumber < 0 || (store.lights[stepNumber] || [-1])[0] === lightNumber) &&
    (!filters.category || store.findings.some((finding) => finding.g === filters.category)));
  mask.fill(0);
  visible.forEach((store) => { mask[store.number] = 1; });
}

/** The visible ones of some stores. What belongs to no store shows while nothing is filtered. */
const seen = (numbers) => numbers.filter((number) => mask[number]);
const shows = (row) => (row.st.length ? row.st.some((number) => mask[number]) : !filtered());
/** How many objects a row stands for: one at each store, or one that is the account's. */
const weight = (row) => (row.own ? seen(row.st).length : 1);
const total = (rows) => rows.reduce((sum, row) => sum + weight(row), 0);
const inList = (...names) => D.entries.filter((entry) => names.includes(entry.l) && shows(entry));
const addressOf = (row, store) => (row.own ? `${store.name}/${row.a}` : row.a);
const kindOf = (id) => (D.kinds.find((kind) => kind.id === id) || { label: id }).label;
