/** Everything under and over the heat map; each part is drawn again when the filters change. */
const CHUNK = 40;
const NAMES = 6;
const FEW = 3;
const DAY = 86400000;
const NOW = new Date(D.now);
const TODAY = Date.parse(`${D.now.slice(0, 10)}T00:00:00Z`);

/** A long list, some at a time. */
function chunked(place, rows, draw, wrap) {
  place.replaceChildren();
  if (!rows.length) {
    place.append(el('p', { class: 'none' }, filtered() ? W.nothing_here : W.nothing));
    return;
  }
  const holder = wrap();
  place.append(holder.outer || holder);
  const target = holder.inner || holder;
  let done = 0;
  const more = el('button', { type: 'button', class: 'more', onclick: next });
  function next() {
    const before = done;
    target.append(...rows.slice(done, done + CHUNK).flatMap(draw));
    done = Math.min(rows.length, done + CHUNK);
    more.textContent = fill(W.show_more, { n: rows.length - done });
    more.hidden = done >= rows.length;
    if (before) target.children[before]?.querySelector('button, summary')?.focus();
  }
  place.append(more);
  next();
}

const list = (name) => () => el('ul', { class: name });

function table(name, ...heads) {
  return () => {
    const inner = el('tbody', {});
    const outer = el('div', { class: 'wide' }, el('table', { class: name },
      el('thead', {}, el('tr', {}, heads.map((head) => el('th', { scope: 'col' }, head)))), inner));
    return { outer, inner };
  };
}

const chip = (state, label) => el('span', { class: `chip s-${state}` }, `${D.states[STATE_IDS.indexOf(state)].sign} ${label}`);
const moment = (text) => text.slice(0, 16).replace('T', ' ');

/** The stores of a row: as buttons while they are few, as a number when many. */
function whom(row) {
  const numbers = [...new Set(seen(row.st))];
  const shown = numbers.slice(0, NAMES).map((n) => el('button', { type: 'button', class: 'name-link', onclick: () => openDetail(stores[n]) },
    stores[n].title || stores[n].name));
  const more = numbers.length > NAMES ? el('span', { class: 'quiet' }, fill(W.at_stores, { n: numbers.length })) : null;
  return el('span', { class: 'whom' }, shown, more);
}

function values(entry) {
  if (!entry.v) return null;
  const rows = entry.v.map(([label, declared, recorded, live]) => el('tr', {},
    el('th', { scope: 'row' }, label),
    el('td', { class: 'declared', 'data-label': W.declared }, declared),
    el('td', { class: declared === recorded ? 'recorded' : 'recorded moved', 'data-label': W.recorded }, recorded),
    el('td', { class: live === declared ? 'live' : 'live differs', 'data-label': W.live }, live)));
  const more = entry.m ? el('tr', {}, el('td', { colspan: 4, class: 'quiet' }, fill(W.more_settings, { n: entry.m }))) : null;
  return el('table', { class: 'sides' },
    el('thead', {}, el('tr', {}, [W.setting, W.declared, W.recorded, W.live].map((head) => el('th', { scope: 'col' }, head)))),
    el('tbody', {}, rows, more));
}

/** One saying about an object; `store` when it is shown for that store alone. */
function card(entry, store) {
  const [state, label] = D.lists[entry.l];
  const address = store ? addressOf(entry, store) : entry.own && entry.st.length === 1 ? addressOf(entry, stores[entry.st[0]]) : entry.a;
  return el('li', { class: `card edge-${state}` },
    el('p', { class: 'card-head' }, chip(state, label), el('strong', {}, entry.t || kindOf(entry.k)), el('code', {}, address)),
    el('p', { class: 'why' }, [entry.r, ...(entry.b || []), ...(entry.n || [])].filter(Boolean).join(' · '),
      entry.since ? el('span', { class: 'quiet' }, ` · ${moment(entry.since)}`) : ''),
    entry.fix ? el('p', { class: 'fix' }, `${W.perhaps} ${entry.fix.join(' / ')}`) : null,
    values(entry),
    store ? null : whom(entry));
}

const daysLeft = (day) => Math.round((Date.parse(`${day}T00:00:00Z`) - TODAY) / DAY);
const dated = () => D.licences.filter(([n, , , day]) => mask[n] && /^\d{4}-\d\d-\d\d$/.test(day));

function drawCounts() {
  const risks = D.findings.filter(shows);
  const hand = D.tasks.filter(shows);
  const papers = dated().map((licence) => daysLeft(licence[3]));
  const accounts = new Set(visible.map((store) => store.account)).size;
  const of = (severity) => risks.filter((risk) => risk.v === severity).reduce((sum, risk) => sum + (filtered() ? seen(risk.st).length || 1 : risk.n), 0);
  const items = [
    ['stores', visible.length, W.count_stores, fill(W.count_stores_note, { n: accounts }), '', {}],
    ['stores', visible.filter((store) => store.problem).length, W.count_problems, W.count_problems_note, 'blocked', { problems: '1' }],
    ['risks', of('error'), W.count_risks, fill(W.count_risks_note, { n: of('warning') }), 'blocked', {}],
    ['drift', total(inList('drift')), W.count_drift, fill(W.count_drift_note, { n: total(inList('conflict')) }), 'drift', {}],
    ['reviews', total(inList('in_review')), W.count_reviews, fill(W.count_reviews_note, { n: total(inList('rejected')) }), 'review', {}],
    ['stores', total(inList('change')), W.count_changes, W.count_changes_note, 'change', { state: 'change' }],
    ['hand', stepsIn(hand), W.count_hand, fill(W.count_hand_note, { n: stepsIn(hand.filter((task) => task.set)) }), 'todo', {}],
    ['licences', papers.filter((days) => days >= 0 && days <= 90).length, W.count_licences,
      fill(W.count_licences_note, { n: papers.filter((days) => days < 0).length }), 'drift', {}],
  ];
  $('counts').replaceChildren(...items.map(([id, number, label, note, state, change]) => el('li', {},
    el('button', { type: 'button', class: `count ${number ? `n-${state}` : 'zero'}`, onclick: () => go(id, change) },
      el('span', { class: 'number' }, number.toLocaleString('en')), el('span', { class: 'what' }, label), el('span', { class: 'note' }, note)))));
}

const stepsIn = (tasks) => tasks.reduce((sum, task) => sum + (task.own ? seen(task.st).length : task.n), 0);

function go(id, change) {
  if (Object.keys(change).length) refine(change);
  $(id).scrollIntoView({ block: 'start' });
}

function drawReadiness() {
  $('readiness-bars').replaceChildren(...D.steps.map((step, n) => {
    const counts = LIGHT_IDS.map((_, light) => visible.filter((store) => (store.lights[n] || [-1])[0] === light).length);
    const parts = LIGHT_IDS.map((id, light) => ({ id, count: counts[light], sign: D.lights[light].sign })).filter((part) => part.count);
    const bar = el('span', { class: 'stack' }, parts.map((part) => {
      const label = `${step.label} · ${W[`light_${part.id}`]} ${part.count}`;
      const piece = el('button', { type: 'button', class: `part l-${part.id}`, title: label, 'aria-label': label,
        'aria-pressed': String(filters.step === `${step.id}:${part.id}`),
        onclick: () => refine({ step: filters.step === `${step.id}:${part.id}` ? '' : `${step.id}:${part.id}` }) },
      el('span', {}, `${part.sign} ${part.count}`));
      piece.style.flexGrow = String(part.count);
      return piece;
    }));
    const ok = counts[LIGHT_IDS.indexOf('ok')];
    const share = visible.length ? Math.floor((ok / visible.length) * 100) : 0;
    return el('li', {}, el('span', { class: 'step' }, el('b', {}, step.mark), step.label), bar, el('span', { class: 'share' }, `${share}%`));
  }));
}

function drawRisks() {
  const found = D.findings.filter(shows);
  const counted = D.categories.map((category) => ({ ...category, rows: found.filter((finding) => finding.g === category.id) }));
  const number = (rows, severity) => rows.filter((row) => !severity || row.v === severity).reduce((sum, row) => sum + row.n, 0);
  const most = Math.max(1, ...counted.map((category) => number(category.rows)));
  $('risk-bars').replaceChildren(...counted.filter((category) => found.length && (category.rows.length || category.source === 'S004')).map((category) => {
    const all = number(category.rows);
    const chosen = filters.category === category.id;
    const bar = el('span', { class: 'bar' }, ['error', 'warning', 'info', 'waived'].map((severity) => {
      const part = el('i', { class: `v-${severity}` });
      part.style.width = `${(number(category.rows, severity) / most) * 100}%`;
      return part;
    }));
    return el('li', {}, el('button', { type: 'button', class: 'risk', disabled: all === 0, 'aria-pressed': String(chosen),
      onclick: () => refine({ category: chosen ? '' : category.id }) },
    el('span', { class: 'mark' }, category.mark), el('span', { class: 'what' }, category.label), bar, el('span', { class: 'n' }, String(all))));
  }));
  const order = ['error', 'warning', 'info', 'waived'];
  const rows = found.filter((finding) => !filters.category || finding.g === filters.category)
    .sort((a, b) => order.indexOf(a.v) - order.indexOf(b.v) || b.n - a.n);
  chunked($('risk-list'), riskGroups(rows), (group) => [riskCard(group)], list('cards'));
}

/** Findings of one rule and severity together: what the rule says once, then each place. */
function riskGroups(rows) {
  const groups = new Map();
  for (const row of rows) {
    const key = `${row.v} ${row.c}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  return [...groups.values()];
}

/** `store` when it is shown for that store alone. */
function riskCard(rows, store) {
  const [first] = rows;
  const count = rows.reduce((sum, row) => sum + row.n, 0);
  const oneFix = rows.every((row) => row.f === first.f);
  const places = el('ul', { class: 'places' });
  let done = 0;
  const more = el('button', { type: 'button', class: 'more', onclick: () => next(CHUNK) });
  function next(size) {
    places.append(...rows.slice(done, done + size).map((row) => el('li', {},
      el('span', { class: 'said' }, row.d, oneFix || !row.f ? null : el('span', { class: 'fix' }, ` ${W.fix} ${row.f}`)),
      el('span', { class: 'where' }, el('code', {}, row.a), row.at ? el('span', { class: 'quiet' }, row.at) : null, store ? null : whom(row)))));
    done = Math.min(rows.length, done + size);
    more.textContent = fill(W.show_more, { n: rows.length - done });
    more.hidden = done >= rows.length;
  }
  next(store ? rows.length : FEW);
  return el('li', { class: `card edge-${first.v}` },
    el('p', { class: 'card-head' }, el('span', { class: `chip v-${first.v}` }, W[first.v]), el('strong', {}, first.s),
      el('code', {}, first.c), count > 1 && !store ? el('span', { class: 'quiet' }, fill(W.places, { n: count })) : null),
    oneFix && first.f ? el('p', { class: 'fix' }, el('b', {}, W.fix), ` ${first.f}`) : null,
    places, more);
}

function drawReviews() {
  const rows = inList('rejected', 'in_review', 'waiting', 'held', 'banned').sort((a, b) => (a.l === 'rejected' ? 0 : 1) - (b.l === 'rejected' ? 0 : 1) || (a.since || '~').localeCompare(b.since || '~'));
  chunked($('review-list'), rows, (entry) => {
    const [state, label] = D.lists[entry.l];
    const hours = entry.since ? Math.max(0, Math.round((NOW - new Date(entry.since)) / 360000) / 10) : null;
    return [el('tr', {},
      el('td', {}, chip(state, label)),
      el('th', { scope: 'row' }, entry.t || kindOf(entry.k), el('code', {}, entry.own && entry.st.length === 1 ? addressOf(entry, stores[entry.st[0]]) : entry.a), whom(entry)),
      el('td', { class: 'when' }, entry.since ? moment(entry.since) : '', hours === null ? '' : el('span', { class: 'quiet' }, fill(W.waiting_for, { n: hours }))),
      el('td', {}, [entry.r, ...(entry.n || [])].join(' · '), entry.fix ? el('p', { class: 'fix' }, `${W.perhaps} ${entry.fix.join(' / ')}`) : null))];
  }, table('rows', W.state, W.object, W.since, W.reason));
}

function drawLicences() {
  const papers = dated().map((licence) => ({ licence, days: daysLeft(licence[3]) })).sort((a, b) => a.days - b.days);
  const months = [];
  for (let n = 0; n < 24; n += 1) months.push(new Date(Date.UTC(NOW.getUTCFullYear(), NOW.getUTCMonth() + n, 1)).toISOString().slice(0, 7));
  const buckets = [{ id: W.overdue, label: W.overdue, n: papers.filter((one) => one.days < 0).length, tone: 'over' },
    ...months.map((id, n) => ({ id, label: id.endsWith('-01') || n === 0 ? id : id.slice(5), n: papers.filter((one) => one.days >= 0 && one.licence[3].startsWith(id)).length, tone: n < 3 ? 'soon' : '' })),
    { id: W.later, label: W.later, n: papers.filter((one) => one.licence[3].slice(0, 7) > months[23]).length, tone: 'later' }];
  // What ends in years must not flatten what ends soon.
  const most = Math.max(1, ...buckets.slice(0, -1).map((bucket) => bucket.n));
  $('licence-line').replaceChildren(el('ol', { class: 'months' }, buckets.map((bucket) => {
    const bar = el('i', { class: bucket.tone });
    bar.style.height = `${Math.min(1, bucket.n / most) * 80}%`;
    return el('li', { title: fill(W.month_count, { month: bucket.id, n: bucket.n }) },
      el('span', { class: 'col', 'aria-hidden': 'true' }, el('b', {}, bucket.n ? String(bucket.n) : ''), bar),
      el('span', { class: 'month', 'aria-hidden': 'true' }, bucket.label), el('span', { class: 'sr' }, fill(W.month_count, { month: bucket.id, n: bucket.n })));
  })));
  chunked($('licence-list'), papers.filter((one) => one.days <= 366), ({ licence: [n, type, holder, day], days }) => [el('tr', {},
    el('td', { class: `when ${days < 0 ? 'over' : days <= 90 ? 'soon' : ''}` }, day, el('span', { class: 'quiet' }, fill(days < 0 ? W.days_over : W.days_left, { n: Math.abs(days) }))),
    el('td', {}, type), el('th', { scope: 'row' }, whom({ st: [n] })), el('td', {}, holder))], table('rows', W.expires, W.licence, W.store, W.holder));
  const rest = D.licences.filter(([n]) => mask[n]);
  $('licence-list').append(el('p', { class: 'quiet' }, fill(W.endless, { n: rest.filter((one) => one[3] === '长期').length, m: rest.filter((one) => !one[3]).length })));
}

function drawHand() {
  const rows = D.tasks.filter(shows).sort((a, b) => b.set - a.set || stepsIn([b]) - stepsIn([a]));
  chunked($('hand-list'), rows, (task) => [el('tr', {},
    el('th', { scope: 'row' }, task.k, el('span', { class: 'quiet block' }, task.p)),
    el('td', {}, task.set ? chip('todo', task.o) : chip('look', task.o)),
    el('td', { class: 'n', 'data-label': W.steps }, stepsIn([task]).toLocaleString('en')),
    el('td', { class: 'when' }, task.due ? moment(task.due) : ''),
    el('td', {}, task.own ? whom(task) : el('code', {}, task.u)))], table('rows', W.page, W.what, W.steps, W.due, W.store));
}

function drawBadges() {
  const numbers = {
    stores: visible.length, drift: total(inList('drift', 'conflict')), reviews: total(inList('in_review', 'rejected', 'waiting')),
    risks: D.findings.filter(shows).length, hand: stepsIn(D.tasks.filter(shows)), licences: dated().filter((one) => daysLeft(one[3]) <= 90).length,
  };
  document.querySelectorAll('[data-badge]').forEach((badge) => {
    const number = numbers[badge.dataset.badge];
    badge.hidden = !number;
    badge.textContent = number ? String(number) : '';
  });
}

function drawSections() {
  drawCounts();
  drawReadiness();
  drawRisks();
  chunked($('drift-list'), inList('conflict', 'drift'), (entry) => [card(entry)], list('cards'));
  drawReviews();
  drawLicences();
  drawHand();
  drawBadges();
}
