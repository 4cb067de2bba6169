/** Everything about one store, over the page. */
function openDetail(store) {
  $('detail-title').replaceChildren(store.title || store.name, el('code', {}, store.name));
  const facts = [[W.account, store.account], [W.owner, store.owner || W.nobody], [W.labels, store.labels.join(', ')]];
  const lights = store.lights.map(([state, because, next], n) => el('li', {},
    el('span', { class: `light l-${LIGHT_IDS[state]}`, 'aria-hidden': 'true' }, D.lights[state].sign),
    el('span', { class: 'step' }, D.steps[n].label, el('span', { class: 'sr' }, W[`light_${LIGHT_IDS[state]}`])),
    el('span', { class: 'because' }, D.texts[because] || W[`light_${LIGHT_IDS[state]}`]),
    D.texts[next] ? el('span', { class: 'next' }, el('span', { class: 'sr' }, W.next), el('code', {}, D.texts[next])) : null));
  const order = Object.keys(D.lists);
  const entries = [...store.entries].sort((a, b) => order.indexOf(a.l) - order.indexOf(b.l));
  const parts = [
    el('dl', { class: 'facts' }, facts.filter(([, value]) => value).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
    el('h3', {}, W.readiness), el('ul', { class: 'lights' }, lights),
  ];
  if (entries.length) parts.push(el('h3', {}, W.details), el('ul', { class: 'cards' }, entries.map((entry) => card(entry, store))));
  if (store.findings.length) parts.push(el('h3', {}, W.risks), el('ul', { class: 'cards' }, riskGroups(store.findings).map((group) => riskCard(group, store))));
  if (store.licences.length) {
    parts.push(el('h3', {}, W.licences), el('ul', { class: 'papers' }, store.licences.map(([, type, holder, day]) =>
      el('li', {}, el('b', {}, type), ' ', holder, ' ', el('span', { class: 'quiet' }, day)))));
  }
  if (!entries.length && !store.findings.length) parts.push(el('p', { class: 'none' }, W.everything_fine));
  $('detail-body').replaceChildren(...parts);
  if (!$('detail').open) $('detail').showModal();
  $('detail-body').scrollTop = 0;
  $('detail-title').focus();
}

function startDetail() {
  $('detail-close').addEventListener('click', () => $('detail').close());
  $('detail').addEventListener('click', (event) => { if (event.target === $('detail')) $('detail').close(); });
}
