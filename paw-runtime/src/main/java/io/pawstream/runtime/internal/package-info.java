/** What stands behind the entry classes: the open engines, and interpreters already checked. */
@NullMarked
package io.pawstream.runtime.internal;

import org.jspecify.annotations.NullMarked;
