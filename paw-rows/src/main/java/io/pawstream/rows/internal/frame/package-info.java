/** Where one row of a file ends and the next begins, on bytes, with a bound on memory. */
@NullMarked
package io.pawstream.rows.internal.frame;

import org.jspecify.annotations.NullMarked;
