import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, html } from '../../../../stages/render-report/html.js';

const decode = (markup: string): string =>
  markup
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#96;', '`')
    .replaceAll('&amp;', '&');

describe('html', () => {
  it('lets no value open a tag, end an attribute or begin an entity', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const { markup } = html`${text}`;
        expect(markup).not.toMatch(/[<>"'`]/);
        expect(markup.replace(/&(amp|lt|gt|quot|#39|#96);/g, '')).not.toContain('&');
      }),
    );
  });

  it('shows printable text as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(decode(escapeText(text))).toBe(text);
      }),
    );
  });

  it('replaces bidirectional overrides and control characters, which could show a sequence backwards', () => {
    expect(escapeText('SIIN\u202EFEKL\u0000\u0007')).toBe('SIIN\uFFFDFEKL\uFFFD\uFFFD');
  });

  it('does not escape its own results again', () => {
    const inner = html`<b>${'<i>'}</b>`;
    expect(html`<p>${[inner, null, 3]}</p>`.markup).toBe('<p><b>&lt;i&gt;</b>3</p>');
  });
});
