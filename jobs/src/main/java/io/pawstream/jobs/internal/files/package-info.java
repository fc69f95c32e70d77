/** Files of rows: their formats, how they are packed, where their rows go. */
@NullMarked
package io.pawstream.jobs.internal.files;

import org.jspecify.annotations.NullMarked;
