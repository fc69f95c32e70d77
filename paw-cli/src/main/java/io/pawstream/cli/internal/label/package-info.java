/** {@code paw label}: the rows of a large file with answers, in a run that can be gone on with. */
@NullMarked
package io.pawstream.cli.internal.label;

import org.jspecify.annotations.NullMarked;
