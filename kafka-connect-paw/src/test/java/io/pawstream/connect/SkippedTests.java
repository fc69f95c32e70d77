package io.pawstream.connect;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Says in the build's output which tests did not run, and why: a skipped test looks like a passed
 * one.
 */
public final class SkippedTests implements TestExecutionListener {

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    System.out.println("NOT RUN: " + test.getDisplayName() + ": " + reason);
  }
}
