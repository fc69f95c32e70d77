/** Bundles: their texts, their writing, their checks. */
@NullMarked
package io.pawstream.compiler.internal.bundle;

import org.jspecify.annotations.NullMarked;
