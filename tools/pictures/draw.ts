import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Theme = 'light' | 'dark';

/** As wide as GitHub's page of a run shows a summary on a screen of 1,280 pixels. */
const WIDTH = 960;
const SCALE = 1.25;
const TIME_LIMIT_MS = 60_000;

/** @returns the path of Chromium or Chrome, of the variable CHROMIUM or on PATH; `undefined` if there is none */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'chrome.exe'];
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env['CHROMIUM'] ?? '', ...paths].find((path) => path !== '' && existsSync(path));
}

/**
 * Draws Markdown as GitHub shows it.
 *
 * @param to the PNG file to be written, and the browser that draws it
 * @throws Error if the browser fails, or Mermaid cannot read a picture
 */
export function draw(markdown: string, theme: Theme, to: { path: string; chromium: string }): void {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  try {
    const page = join(folder, 'page.html');
    writeFileSync(page, pageOf(markdown, theme));
    // What was drawn tells how high the picture must be.
    const dom = browse(to.chromium, folder, ['--dump-dom', `--window-size=${WIDTH},2000`], page);
    const height = Number(/data-height="(\d+)"/.exec(dom)?.[1]);
    const problem = /data-problem="([^"]*)"/.exec(dom)?.[1];
    if (problem !== undefined || !(height > 0)) throw new Error(`the page was not drawn: ${problem ?? 'no height'}`);
    browse(to.chromium, folder, [`--screenshot=${to.path}`, `--window-size=${WIDTH},${height}`], page);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function browse(chromium: string, folder: string, args: string[], page: string): string {
  const all = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    // Grey edges of letters alone: half the size.
    '--disable-lcd-text',
    '--font-render-hinting=none',
    `--force-device-scale-factor=${SCALE}`,
    '--virtual-time-budget=20000',
    `--user-data-dir=${join(folder, 'profile')}`,
    ...args,
    pathToFileURL(page).href,
  ];
  const { status, stdout, stderr } = spawnSync(chromium, all, {
    encoding: 'utf8',
    timeout: TIME_LIMIT_MS,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${chromium} ended with ${status ?? 'a signal'}: ${stderr.slice(-500)}`);
  return stdout;
}

const packaged = (path: string) => pathToFileURL(join(import.meta.dirname, 'node_modules', path)).href;

/** GitHub takes the fonts of the reader's system; these are there wherever this runs. */
const STYLES = ['@fontsource/noto-sans/400.css', '@fontsource/noto-sans/600.css'];
const svg = (shape: string) =>
  `<svg viewBox="0 0 20 20" width="1em" height="1em" style="vertical-align:-0.1em">${shape}</svg>`;
const line = (path: string, colour: string) => `<path d="${path}" stroke="${colour}" stroke-width="3.5" fill="none"/>`;
const EMOJI = {
  '✅': svg(`<rect width="20" height="20" rx="4" fill="#2da44e"/>${line('M4 10l4 5 8-10', '#fff')}`),
  '❌': svg(line('M2 2l16 16M18 2L2 18', '#dd2e44')),
};

function pageOf(markdown: string, theme: Theme): string {
  const data = JSON.stringify(markdown).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html><head><meta charset="utf-8">
${STYLES.map((style) => `<link rel="stylesheet" href="${packaged(style)}">`).join('\n')}
<link rel="stylesheet" href="${packaged(`github-markdown-css/github-markdown-${theme}.css`)}">
<style>
body { margin: 0; background: ${theme === 'dark' ? '#0d1117' : '#ffffff'}; }
.markdown-body { padding: 24px; font-family: 'Noto Sans', sans-serif; }
.mermaid { text-align: center; }</style>
<script src="${packaged('marked/lib/marked.umd.js')}"></script>
<script src="${packaged('mermaid/dist/mermaid.min.js')}"></script></head>
<body><article class="markdown-body"></article>
<script>
const article = document.querySelector('article');
const emoji = ${JSON.stringify(EMOJI)};
article.innerHTML = marked.parse(${data}, { gfm: true }).replace(/[✅❌]/gu, (sign) => emoji[sign]);
for (const code of article.querySelectorAll('code.language-mermaid')) {
  const picture = document.createElement('div');
  picture.className = 'mermaid';
  picture.textContent = code.textContent;
  code.parentElement.replaceWith(picture);
}
mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: '${theme === 'dark' ? 'dark' : 'default'}' });
document.fonts.ready.then(() => mermaid.run()).catch((thrown) => {
  document.documentElement.dataset.problem = String(thrown?.message ?? thrown);
}).finally(() => {
  document.documentElement.dataset.height = String(Math.ceil(article.getBoundingClientRect().height));
});
</script></body></html>
`;
}
