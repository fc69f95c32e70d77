/** Job files of evaluations, as records. Checked as a whole before a start. */
@NullMarked
package io.pawstream.jobs.internal.jobfile.evaluation;

import org.jspecify.annotations.NullMarked;
