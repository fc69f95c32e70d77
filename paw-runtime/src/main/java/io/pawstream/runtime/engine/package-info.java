/**
 * Micro-batches of inputs in, outcomes out: the {@link io.pawstream.runtime.engine.Engine} seam and
 * the options of engines and programs.
 */
@NullMarked
package io.pawstream.runtime.engine;

import org.jspecify.annotations.NullMarked;
