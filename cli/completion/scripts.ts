// What a shell is to run once for completion. Each script passes the words of the line on as they are and evaluates none
// of them, nor of the answer, which may have names that a service made up. No answer leaves the word to the shell's files.
import { HIDDEN_COMMAND, PROGRAM } from './names.ts';

const FUNCTION = `_${PROGRAM.replaceAll('-', '_')}`;
const ASK = `${PROGRAM} ${HIDDEN_COMMAND} --`;

const BASH = `${FUNCTION}() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(${ASK} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F ${FUNCTION} ${PROGRAM}
`;

const ZSH = `#compdef ${PROGRAM}
${FUNCTION}() {
  local line
  local -a found
  while IFS= read -r line; do
    found+=("\${line%%$'\\t'*}:\${line#*$'\\t'}")
  done < <(${ASK} "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then _describe ${PROGRAM} found; else _files; fi
}
compdef ${FUNCTION} ${PROGRAM}
`;

const FISH = `function ${FUNCTION}
  set -l before (commandline -opc)
  set -l current (commandline -ct)
  ${ASK} $before[2..-1] "$current" 2>/dev/null
end
complete -c ${PROGRAM} -n 'test (count (${FUNCTION})) -gt 0' -f -a '(${FUNCTION})'
`;

export const SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH } as const;

export type Shell = keyof typeof SCRIPTS;
