/**
 * The numbers of an evaluation, free of files, programs and how they are shown: {@link
 * io.pawstream.cli.eval.EvaluationTally} of rows with known answers, {@link
 * io.pawstream.cli.eval.TemperatureFit} to calibrate confidences, {@link
 * io.pawstream.cli.eval.Comparison} of two programs.
 */
@NullMarked
package io.pawstream.cli.eval;

import org.jspecify.annotations.NullMarked;
