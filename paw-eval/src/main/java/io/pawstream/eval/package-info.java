/**
 * The numbers of an evaluation, free of files, programs and how they are shown: {@link
 * io.pawstream.eval.EvaluationTally} of rows with known answers, {@link
 * io.pawstream.eval.TemperatureFit} to calibrate confidences, {@link io.pawstream.eval.Comparison}
 * of two programs.
 */
@NullMarked
package io.pawstream.eval;

import org.jspecify.annotations.NullMarked;
