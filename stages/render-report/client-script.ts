/**
 * Progressive enhancement only: tables sort by their headers, a link to a pick opens it, printing opens every explanation.
 * Plain browser JavaScript as text, because its hash stands in the page's policy.
 */
export const clientScript = `'use strict';
(() => {
  const value = (row, column) => {
    const cell = row.cells[column];
    if (cell === undefined) return '';
    const number = cell.dataset.sort;
    if (number !== undefined) return Number(number);
    return cell.classList.contains('num') ? Infinity : cell.textContent.trim();
  };
  const compare = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b || 0 : String(a).localeCompare(String(b), 'en');
  for (const table of document.querySelectorAll('table[data-sortable]')) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const descending = head.getAttribute('aria-sort') === 'ascending';
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => {
          const left = value(a, column);
          const right = value(b, column);
          if (left === Infinity || right === Infinity) return compare(left, right);
          return descending ? compare(right, left) : compare(left, right);
        });
        table.tBodies[0].append(...rows);
      });
    });
  }
  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener('hashchange', openTarget);
  openTarget();
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
})();
`;
