/** The layers of a transformer, each with its forward and backward pass. No API. */
@NullMarked
package io.pawstream.transformer.internal;

import org.jspecify.annotations.NullMarked;
