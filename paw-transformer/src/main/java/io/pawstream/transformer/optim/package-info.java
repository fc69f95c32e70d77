/**
 * Parameters, their gradients and what improves them. Knows no model. {@link
 * io.pawstream.transformer.optim.AdamW} is the entry point.
 */
@NullMarked
package io.pawstream.transformer.optim;

import org.jspecify.annotations.NullMarked;
