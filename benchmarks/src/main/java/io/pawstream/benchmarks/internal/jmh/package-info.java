/** The inner pieces of an answer, each measured alone with JMH. */
@NullMarked
package io.pawstream.benchmarks.internal.jmh;

import org.jspecify.annotations.NullMarked;
