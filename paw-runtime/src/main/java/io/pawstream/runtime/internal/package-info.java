/** Helpers of the entry classes. */
@NullMarked
package io.pawstream.runtime.internal;

import org.jspecify.annotations.NullMarked;
