/** What kinds of records there are to measure with. */
@NullMarked
package io.pawstream.benchmarks.internal.workload;

import org.jspecify.annotations.NullMarked;
