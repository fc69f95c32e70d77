/** How well examples are answered. */
@NullMarked
package io.pawstream.compiler.internal.score;

import org.jspecify.annotations.NullMarked;
