/** Reads job files and flags, and says what is wrong with them. */
@NullMarked
package io.pawstream.jobs.internal.jobfile.read;

import org.jspecify.annotations.NullMarked;
