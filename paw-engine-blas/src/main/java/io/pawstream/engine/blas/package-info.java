/** The engine {@code blas}: {@link io.pawstream.engine.blas.BlasProvider} is its entry. */
@NullMarked
package io.pawstream.engine.blas;

import org.jspecify.annotations.NullMarked;
