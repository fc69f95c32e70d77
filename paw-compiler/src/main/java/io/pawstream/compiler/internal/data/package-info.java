/** Examples checked, encoded and split. */
@NullMarked
package io.pawstream.compiler.internal.data;

import org.jspecify.annotations.NullMarked;
