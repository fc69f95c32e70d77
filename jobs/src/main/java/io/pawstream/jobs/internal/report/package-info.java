/** What a run came to: counted where the rows are written, shown to the person who started it. */
@NullMarked
package io.pawstream.jobs.internal.report;

import org.jspecify.annotations.NullMarked;
