/** Results as a table, as JSON and as a chart. */
@NullMarked
package io.pawstream.benchmarks.internal.report;

import org.jspecify.annotations.NullMarked;
