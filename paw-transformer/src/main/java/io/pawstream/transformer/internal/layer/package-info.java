/** Single layers, each with its forward and backward pass. No API. */
@NullMarked
package io.pawstream.transformer.internal.layer;

import org.jspecify.annotations.NullMarked;
