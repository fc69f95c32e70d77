/** Records: where the input is read and the outcomes are written. */
@NullMarked
package io.pawstream.connect.internal.record;

import org.jspecify.annotations.NullMarked;
