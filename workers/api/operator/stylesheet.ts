/** The operator's pages in light and dark; system fonts, so that nothing is fetched. */
export const stylesheet = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #d9dee5; --card: #ffffff; --page: #f4f6f9; --accent: #1f5fbf; --good: #1b7a3d; --bad: #b3261e; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ee; --soft: #9aa5b4; --line: #323b47; --card: #1b222b; --page: #12171d; --accent: #7db0ff; --good: #67c98a; --bad: #ff8f86; --warn: #e6b45a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header { display: flex; align-items: center; gap: 1rem; flex-wrap: wrap; padding: .75rem 1.5rem; background: var(--card); border-bottom: 1px solid var(--line); }
header h1 { font-size: 1.1rem; margin: 0; }
header .soft { margin-right: auto; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem; display: grid; gap: 1.25rem; }
h2 { font-size: .95rem; margin: 0 0 .75rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.25rem; overflow-x: auto; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: 1rem; }
.tile { border-left: 3px solid var(--line); padding-left: .75rem; }
.tile b { display: block; font-size: 1.5rem; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
.tile.bad { border-color: var(--bad); } .tile.warn { border-color: var(--warn); } .tile.good { border-color: var(--good); }
.soft { color: var(--soft); } .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--soft); font-weight: 500; font-size: .85rem; }
tr:last-child td { border-bottom: 0; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
code { font: .85rem ui-monospace, monospace; }
form { display: inline; }
.actions { display: flex; gap: .5rem; flex-wrap: wrap; }
button { font: inherit; padding: .3rem .8rem; border: 1px solid var(--line); border-radius: 6px; background: var(--page); color: var(--ink); cursor: pointer; }
button:hover { border-color: var(--accent); }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button.first { background: var(--accent); border-color: var(--accent); color: var(--card); }
a { color: var(--accent); }
.login { max-width: 26rem; margin: 10vh auto 0; padding: 0 1rem; }
.login h1 { font-size: 1.2rem; margin: 0 0 1rem; }
.login form { display: grid; gap: .75rem; }
input { font: inherit; width: 100%; padding: .45rem .6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--page); color: var(--ink); }
.note { padding: .6rem 1rem; border-radius: 6px; border: 1px solid var(--line); background: var(--card); }
`;
