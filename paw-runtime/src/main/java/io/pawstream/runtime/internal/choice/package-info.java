/** Which engine is fastest on this machine: measured once, kept on disk. No API. */
@NullMarked
package io.pawstream.runtime.internal.choice;

import org.jspecify.annotations.NullMarked;
