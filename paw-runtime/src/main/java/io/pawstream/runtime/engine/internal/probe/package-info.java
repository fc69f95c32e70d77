/**
 * The first load of an adapter that was never tried, in a process of its own: what native code
 * makes of it is then that process's trouble alone.
 */
@NullMarked
package io.pawstream.runtime.engine.internal.probe;

import org.jspecify.annotations.NullMarked;
