/** Job files: what a job reads, asks and writes, as records. Checked as a whole before a start. */
@NullMarked
package io.pawstream.jobs.internal.jobfile;

import org.jspecify.annotations.NullMarked;
