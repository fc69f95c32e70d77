package io.pawstream.jobs.internal.evaluate;

import io.pawstream.eval.report.EvalJson;
import io.pawstream.eval.report.EvalPage;
import io.pawstream.eval.report.EvalReport;
import io.pawstream.eval.report.Measured;
import io.pawstream.eval.report.MeasuredTally;
import io.pawstream.jobs.internal.jobfile.evaluation.ReportSpec;
import java.io.IOException;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Counts judged rows, of which it keeps a few, and writes the report when there are no more. One
 * subtask, one thread. Nothing is in a checkpoint: batch jobs begin it anew.
 */
final class TallyOperator extends AbstractStreamOperator<JudgedMessage>
    implements OneInputStreamOperator<JudgedMessage, JudgedMessage>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final String files;
  private final boolean renumber;
  private final ReportSpec report;
  private transient @Nullable MeasuredTally tally;
  private transient @Nullable ProgramFacts facts;
  private transient long withoutAnswer;
  private transient long start;

  /**
   * @param files the rows' files, as reports name them
   * @param renumber whether rows are numbered as they come, since several files have a first row
   */
  TallyOperator(String files, boolean renumber, ReportSpec report) {
    this.files = files;
    this.renumber = renumber;
    this.report = report;
  }

  @Override
  public void processElement(StreamRecord<JudgedMessage> element) {
    JudgedMessage row = element.getValue();
    if (row.facts() != null && facts == null) {
      facts = row.facts();
    }
    if (tally == null) {
      if (facts == null) {
        throw new IllegalStateException("the first row of a task must name the program");
      }
      tally = new MeasuredTally(facts.labels(), number -> false);
      start = System.nanoTime();
    }
    if (row.expected() == null) {
      withoutAnswer++;
      return;
    }
    long number = renumber ? tally.rows() + withoutAnswer + 1 : row.number();
    tally.add(row.judgement(number), row.input(), row.microBatch());
  }

  @Override
  public void endInput() throws IOException {
    if (tally == null || facts == null || tally.rows() == 0) {
      throw new RowRefusedException(
          "there must be rows with a right answer: source.files="
              + files
              + ", rows without one="
              + withoutAnswer
              + "; look at source.expected");
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Measured measured = tally.result(facts.name(), facts.digest(), facts.temperature(), seconds);
    EvalReport whole =
        new EvalReport(files, measured, withoutAnswer, report.accuracyGoal(), null, null);
    if (report.html() != null) {
      WholeFile.write(report.html(), EvalPage.of(whole));
    }
    // the last: where it is, all is
    WholeFile.write(report.json(), EvalJson.of(whole).toPrettyString() + "\n");
  }
}
