/** Blocks of layers, what stands before and behind them, and their memory. No API. */
@NullMarked
package io.pawstream.transformer.internal;

import org.jspecify.annotations.NullMarked;
