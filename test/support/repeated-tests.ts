// A reporter of vitest that names each test which needed a second try, for configurations with `retry`.
import type { Reporter, TestModule } from 'vitest/node';

export const repeatedTests: Reporter = {
  onTestRunEnd(modules) {
    const names = modules.flatMap(repeatedIn);
    if (names.length > 0) console.log(`\nNeeded a second try:\n${names.join('\n')}`);
  },
};

function repeatedIn(module: TestModule): readonly string[] {
  return [...module.children.allTests()]
    .filter((test) => (test.diagnostic()?.retryCount ?? 0) > 0)
    .map((test) => `  ${module.relativeModuleId} > ${test.fullName} (${test.result().state})`);
}
