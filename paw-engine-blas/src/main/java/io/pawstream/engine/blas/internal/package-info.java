/** What the engine {@code blas} is made of. No API. */
@NullMarked
package io.pawstream.engine.blas.internal;

import org.jspecify.annotations.NullMarked;
