// Finds in a page what is to be run: its fenced blocks, and what their first lines say. The words after ``` are
//
//   sh                     runs in the page's terminal, one block after another
//   sh eventually          the same, repeated until what follows it holds
//   sh start               starts the service, in a terminal of its own
//   python, ts             is a program, run where the terminal stands
//   … run-by PATH          is run by that file
//   … not-run (reason)     is not run
//
// A json or text block right behind one that runs is what that prints. `<!-- not-run (reason) -->` at the head of a page
// stands for all of its blocks. Anything else, such as yaml or mermaid, is no command, but may say who runs it.

/** A fenced code block. `info` is what follows the opening fence. */
export interface Block {
  readonly line: number;
  readonly name: string | null;
  readonly info: string;
  readonly text: string;
}

export interface Step {
  readonly line: number;
  readonly language: 'sh' | 'python' | 'ts';
  readonly script: string;
  /** To be repeated until the expectation holds. */
  readonly eventually: boolean;
  readonly expected: Block | null;
}

/** A block that this page leaves to others, or to nobody. */
export interface LeftBlock {
  readonly line: number;
  readonly runBy: string | null;
  /** That of the marker `<!-- name -->` right before it, by which others find it. */
  readonly name: string | null;
}

export interface Page {
  /** The command that starts the service, as printed; `null` on a page that does not say. */
  readonly start: string | null;
  readonly steps: readonly Step[];
  readonly left: readonly LeftBlock[];
}

const COMMAND = /^(sh|python|ts)(?: (.+))?$/;
const RUN_BY = /^run-by (\S+)$/;
const NOT_RUN = /^not-run \(.+\)$/;
const PAGE_NOT_RUN = /^<!-- not-run \(.+\) -->$/m;

/** Throws for a command that would be neither run nor marked. */
export function parsePage(markdown: string): Page {
  const blocks = blocksOf(markdown);
  const page: { start: string | null; steps: Step[]; left: LeftBlock[] } = {
    start: null,
    steps: [],
    left: [],
  };
  const isLeftWhole = PAGE_NOT_RUN.test(markdown);
  for (const [index, block] of blocks.entries()) {
    const { line, name, info, text } = block;
    const [, language, mode = ''] = COMMAND.exec(info) ?? [];
    const [, runBy] = RUN_BY.exec(info.replace(/^\S+ /, '')) ?? [];
    if (runBy !== undefined) page.left.push({ line, runBy, name });
    else if (language === undefined) continue;
    else if (isLeftWhole || NOT_RUN.test(mode)) page.left.push({ line, runBy: null, name });
    else if (mode === 'start') page.start = text;
    else page.steps.push(stepOf(block, blocks[index + 1]));
  }
  return page;
}

function stepOf({ line, info, text }: Block, next: Block | undefined): Step {
  const [, language, mode = ''] = COMMAND.exec(info) ?? [];
  const expected = next && isExpectation(next) ? next : null;
  const eventually = mode === 'eventually';
  if (mode !== '' && !eventually) throw new Error(`line ${line}: no rule for "${info}"`);
  if (eventually && expected === null)
    throw new Error(`line ${line}: no json or text block says what to wait for`);
  return { line, language: language as Step['language'], script: text, eventually, expected };
}

const isExpectation = ({ info }: Block) => info === 'json' || info === 'text';

function blocksOf(markdown: string): readonly Block[] {
  const fenced = /^(```+)(.*)\n([\s\S]*?)^\1$/gm;
  return Array.from(markdown.matchAll(fenced), ({ index, 2: info = '', 3: text = '' }) => {
    const before = markdown.slice(0, index);
    const [, name = null] = /<!-- ([\w-]+) -->\n$/.exec(before) ?? [];
    return { line: before.split('\n').length, name, info: info.trim(), text: text.trimEnd() };
  });
}
