/** The operator's page: made whole on the server, no script, reloaded by the browser every ten seconds. */
import type { OperatorOverview } from '../../../schemas/api.js';
import { type Html, html } from '../../../stages/render-report/html.js';

export interface PageOptions {
  readonly overview: OperatorOverview;
  readonly formToken: string;
  readonly version: string;
  readonly hasBoard: boolean;
  /** What the last button gave; null: none was pressed. */
  readonly note: string | null;
}

/** Seconds between reloads: the figures are cheap, and an operator watches for minutes. */
export const reloadSeconds = 10;

export function overviewPage(options: PageOptions): string {
  const { overview, version, hasBoard, note } = options;
  const board = hasBoard ? html`<a href="/operator/queues">Queues</a>` : null;
  return page(
    'Operator',
    html`<header><h1>antigraph operator</h1>
<span class="soft">${version} · ${timeOf(overview.takenAtMs)} UTC, every ${reloadSeconds} s</span>
${board}<a href="/openapi.json">API</a>${button(options, '/operator/logout', null, 'Log out')}</header>
<main>${note === null ? null : html`<p class="note" role="status">${note}</p>`}
${healthSection(overview)}${queueSection(options)}${stageSection(overview)}${failureSection(options)}</main>`,
  );
}

/** Where a browser without a session is led. */
export function loginPage(problem: string | null): string {
  return page(
    'Log in',
    html`<main class="login"><section><h1>antigraph operator</h1>
${problem === null ? null : html`<p class="bad" role="alert">${problem}</p>`}
<form method="post" action="/operator/login"><label for="key">API key with role operate</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
<button class="first" type="submit">Log in</button></form>
<p class="soft">The key is sent once; a session of eight hours stands for it.</p></section></main>`,
  );
}

function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · antigraph</title><link rel="stylesheet" href="/operator/style.css"><link rel="icon" href="data:,"></head>
<body>${body}</body></html>
`.markup;
}

function healthSection({ health }: OperatorOverview): Html {
  const rows = health.map(
    ({ name, isHealthy, message, latencyMs }) =>
      html`<tr><td>${name}</td><td class="${isHealthy ? 'good' : 'bad'}">${isHealthy ? 'healthy' : 'down'}</td><td>${message}</td><td class="number">${latencyMs} ms</td></tr>`,
  );
  return html`<section><h2>Health</h2><table><thead><tr><th>part</th><th>state</th><th>says</th><th class="number">took</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}

/** A task that waits longer than this wants more workers: KEDA scales on the same figure. */
const longWaitMs = 60_000;

function queueSection(options: PageOptions): Html {
  const { queue } = options.overview;
  if (queue === null)
    return html`<section><h2>Queue</h2><p class="bad">The queue cannot be reached: no figures.</p></section>`;
  const { tasks, runs, oldestWaitingMs, isPaused, workers } = queue;
  const isLong = oldestWaitingMs !== null && oldestWaitingMs > longWaitMs;
  const tiles = [
    tile('tasks waiting', tasks.waiting, ''),
    tile('tasks at work', tasks.active, ''),
    tile('delayed', tasks.delayed, tasks.delayed > 0 ? 'warn' : ''),
    tile('given up', tasks.failed, tasks.failed > 0 ? 'bad' : ''),
    tile('oldest waits', oldestWaitingMs === null ? '–' : duration(oldestWaitingMs), isLong ? 'warn' : ''),
    tile('runs to advance', runs.waiting + runs.active + runs.delayed, ''),
    tile('workers', workers, workers === 0 ? 'bad' : 'good'),
  ];
  const state = isPaused
    ? html`<span class="warn">paused: no task is taken</span>`
    : html`<span class="good">running</span>`;
  return html`<section><h2>Queue · ${state}</h2><div class="tiles">${tiles}</div><p class="actions">
${isPaused ? action(options, 'resume', 'Resume') : action(options, 'pause', 'Pause')}
${action(options, 'drain', 'Drain')}
${tasks.failed > 0 ? action(options, 'retry-failed', 'Retry all given up') : null}</p></section>`;
}

function tile(name: string, value: string | number, tone: '' | 'good' | 'warn' | 'bad'): Html {
  return html`<div class="tile ${tone}"><b>${value}</b><span class="soft">${name}</span></div>`;
}

function stageSection({ stages }: OperatorOverview): Html {
  const rows = stages.map(
    ({ stage, done, p50Ms, p95Ms }) =>
      html`<tr><td>${stage}</td><td class="number">${done}</td><td class="number">${orNone(p50Ms)}</td><td class="number">${orNone(p95Ms)}</td></tr>`,
  );
  const table = html`<table><thead><tr><th>stage</th><th class="number">tasks done</th><th class="number">p50</th><th class="number">p95</th></tr></thead><tbody>${rows}</tbody></table>`;
  return html`<section><h2>Stages</h2>${rows.length === 0 ? html`<p class="soft">No task has ended yet.</p>` : table}</section>`;
}

function failureSection(options: PageOptions): Html {
  const { failures, failedTasks } = options.overview;
  if (failures.length === 0 && failedTasks.length === 0)
    return html`<section><h2>Failures</h2><p class="good">None.</p></section>`;
  const counts = failures.map(
    ({ stage, code, count }) =>
      html`<tr><td><code>${code}</code></td><td>${stage}</td><td class="number">${count}</td></tr>`,
  );
  const tasks = failedTasks.map(
    (task) =>
      html`<tr><td>${timeOf(task.failedAtMs)}</td><td>${task.tenant}</td><td><code>${task.run}</code></td><td>${task.stage ?? 'unknown'}</td><td><code>${task.code}</code></td><td class="number">${task.starts}</td><td>${action(options, 'retry', 'Retry', task.id)}</td></tr>`,
  );
  return html`<section><h2>Failures by code</h2><table><thead><tr><th>code</th><th>stage</th><th class="number">tries that ended so</th></tr></thead><tbody>${counts}</tbody></table></section>
<section><h2>Tasks given up</h2><table><thead><tr><th>when (UTC)</th><th>tenant</th><th>run</th><th>stage</th><th>code</th><th class="number">starts</th><th></th></tr></thead><tbody>${tasks}</tbody></table></section>`;
}

function action(options: PageOptions, name: string, label: string, task: string | null = null): Html {
  const fields = html`<input type="hidden" name="action" value="${name}">${task === null ? null : html`<input type="hidden" name="task" value="${task}">`}`;
  return button(options, '/operator/actions', fields, label);
}

function button({ formToken }: PageOptions, url: string, fields: Html | null, label: string): Html {
  return html`<form method="post" action="${url}"><input type="hidden" name="formToken" value="${formToken}">${fields}<button type="submit">${label}</button></form>`;
}

function orNone(ms: number | null): string {
  return ms === null ? '–' : duration(ms);
}

/** Two figures are enough to see a trend. */
function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
