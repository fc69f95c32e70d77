/** The training loop and its checkpoints. */
@NullMarked
package io.pawstream.compiler.internal.train;

import org.jspecify.annotations.NullMarked;
