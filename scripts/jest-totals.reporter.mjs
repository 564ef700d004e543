// The last line of a test run, for people and machines alike: "N passed, N failed".
export default class TotalsReporter {
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = results;
    // A file that could not even be loaded has no failed test and is a failure all the same.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests === 0 ? '' : `, ${String(numPendingTests)} skipped`;
    process.stderr.write(`${String(numPassedTests)} passed, ${String(failed)} failed${skipped}\n`);
  }
}
