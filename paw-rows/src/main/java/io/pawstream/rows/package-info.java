/**
 * Rows of a file: what they say, and their text as it goes out again, ready for the entries of the
 * programs. A row that cannot be read is a row all the same.
 */
@NullMarked
package io.pawstream.rows;

import org.jspecify.annotations.NullMarked;
