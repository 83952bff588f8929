package io.counterfoil.memory.broken;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Tells how a suite went that was run inside a test.
 *
 * @param failedTests the names of the methods that failed
 * @param succeeded how many tests passed
 * @param skipped how many tests were skipped or given up
 */
record SuiteRun(Set<String> failedTests, long succeeded, long skipped) {

  static SuiteRun of(DiscoverySelector selector) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(LauncherDiscoveryRequestBuilder.request().selectors(selector).build(), listener);
    TestExecutionSummary summary = listener.getSummary();
    assertThat(summary.getTestsStartedCount()).isPositive();
    return new SuiteRun(
        summary.getFailures().stream()
            .map(failure -> nameOf(failure.getTestIdentifier()))
            .collect(Collectors.toSet()),
        summary.getTestsSucceededCount(),
        summary.getTestsSkippedCount() + summary.getTestsAbortedCount());
  }

  /** The method's name, also of one invocation of a test with parameters. */
  private static String nameOf(TestIdentifier test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(source -> ((MethodSource) source).getMethodName())
        .orElse(test.getDisplayName());
  }
}
