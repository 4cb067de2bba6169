const D = JSON.parse(document.getElementById('data').textContent);
const W = D.words;
const $ = (id) => document.getElementById(id);

/** An element with properties and children. Strings become text, never markup. */
function el(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (name === 'class') made.className = value;
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return made;
}

/** A sentence with its gaps filled. */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (gap, name) => (name in values ? String(values[name]) : gap));
}

/** What is kept between visits, where the browser keeps anything at all. */
const memory = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Private windows and some phones refuse; the page works without.
    }
  },
};

let toastTimer = 0;
function toast(text) {
  const place = $('toast');
  place.textContent = text;
  place.classList.add('on');
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => place.classList.remove('on'), 1600);
}

/** Into the clipboard; through a hidden field where a page from a disk may not use the clipboard by itself. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = el('textarea', { class: 'offscreen', readonly: true, 'aria-hidden': 'true' });
    field.value = text;
    (document.querySelector('dialog[open]') || document.body).append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  }
  toast(W.copied);
}
