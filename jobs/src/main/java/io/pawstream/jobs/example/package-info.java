/** Whole jobs around programs, to begin one's own with. See {@code docs/examples.md}. */
@NullMarked
package io.pawstream.jobs.example;

import org.jspecify.annotations.NullMarked;
