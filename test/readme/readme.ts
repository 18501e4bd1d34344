// Finds in the README what is to be run: its fenced blocks, and where its markers stand.

/** A fenced code block. `info` is what follows the opening fence. */
export interface Block {
  readonly line: number;
  readonly info: string;
  readonly text: string;
}

export interface Step {
  readonly line: number;
  readonly script: string;
  /** To be repeated until the expectation holds. */
  readonly eventually: boolean;
  readonly expected: Block | null;
}

export interface Readme {
  /** The command that starts the service, as printed. */
  readonly start: string;
  readonly steps: readonly Step[];
}

/** Throws for a block that would be neither run nor compared: nothing between the markers is passed over. */
export function parseReadme(markdown: string): Readme {
  const blocks = blocksOf(markdown);
  const [begin, end] = [lineOf(markdown, 'walk-through'), lineOf(markdown, '/walk-through')];
  const start = blocks.find(({ line }) => line > lineOf(markdown, 'start'));
  if (start === undefined) throw new Error('no code block follows <!-- start -->');
  return { start: start.text, steps: stepsOf(blocks.filter(({ line }) => line > begin && line < end)) };
}

function stepsOf(blocks: readonly Block[]): readonly Step[] {
  const steps: Step[] = [];
  for (const [index, block] of blocks.entries()) {
    if (isExpectation(block)) {
      if (isCommand(blocks[index - 1])) continue;
      throw new Error(`line ${block.line}: no sh block stands right before this ${block.info} block`);
    }
    if (!isCommand(block)) throw new Error(`line ${block.line}: no rule for a "${block.info}" block`);
    steps.push(stepOf(block, blocks[index + 1]));
  }
  if (steps.length === 0) throw new Error('no sh block stands between the walk-through markers');
  return steps;
}

function stepOf({ line, info, text }: Block, next: Block | undefined): Step {
  const expected = next && isExpectation(next) ? next : null;
  const eventually = info === 'sh eventually';
  if (eventually && expected === null)
    throw new Error(`line ${line}: no json or text block says what to wait for`);
  return { line, script: text, eventually, expected };
}

const isCommand = (block: Block | undefined) => block?.info === 'sh' || block?.info === 'sh eventually';
const isExpectation = ({ info }: Block) => info === 'json' || info === 'text';

function blocksOf(markdown: string): readonly Block[] {
  const fenced = /^(```+)(.*)\n([\s\S]*?)^\1$/gm;
  return Array.from(markdown.matchAll(fenced), ({ index, 2: info = '', 3: text = '' }) => {
    return { line: lineAt(markdown, index), info: info.trim(), text: text.trimEnd() };
  });
}

function lineOf(markdown: string, marker: string): number {
  const index = markdown.indexOf(`<!-- ${marker} -->`);
  if (index === -1) throw new Error(`the marker <!-- ${marker} --> is missing`);
  return lineAt(markdown, index);
}

const lineAt = (text: string, index: number) => text.slice(0, index).split('\n').length;
