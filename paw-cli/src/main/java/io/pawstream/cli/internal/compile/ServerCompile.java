package io.pawstream.cli.internal.compile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.cli.internal.program.JsonOut;
import io.pawstream.cli.internal.terminal.ExitStatus;
import io.pawstream.cli.internal.terminal.Shown;
import io.pawstream.cli.internal.terminal.StatusLine;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.runtime.hub.CompileJob;
import io.pawstream.runtime.hub.CompileRequest;
import io.pawstream.runtime.hub.Hub;
import io.pawstream.runtime.store.ProgramStore;
import java.time.Duration;
import java.util.Locale;

/** {@code paw compile} on the hub, by description. One thread. */
final class ServerCompile {
  /** A compiler of this kind trains an adapter, which takes minutes. */
  private static final String FINETUNE = "finetune_lora";

  private static final Duration LONGEST = Duration.ofHours(1);

  private final Terminal terminal;
  private final boolean json;
  private final boolean quiet;

  ServerCompile(Terminal terminal, boolean json, boolean quiet) {
    this.terminal = terminal;
    this.json = json;
    this.quiet = quiet;
  }

  int run(CompileRequest request) {
    CompileJob job;
    try (ProgramStore store = ProgramStore.open();
        StatusLine status = new StatusLine(terminal.quietIf(quiet), System::currentTimeMillis)) {
      status.show("  handed over");
      job = compiled(store.hub(), request, status);
    }
    show(job);
    return job.state() == CompileJob.State.READY ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private static CompileJob compiled(Hub hub, CompileRequest request, StatusLine status) {
    String compiler = request.compiler();
    boolean takesMinutes =
        compiler != null
            && hub.compilers().stream()
                .anyMatch(known -> known.name().equals(compiler) && FINETUNE.equals(known.kind()));
    CompileJob job = takesMinutes ? hub.compileAsync(request) : hub.compile(request);
    String id = job.jobId();
    return job.state().isEnd() || id == null
        ? job
        : hub.awaitCompile(id, LONGEST, now -> status.show(line(now)));
  }

  private static String line(CompileJob job) {
    return "  "
        + job.state().name().toLowerCase(Locale.ROOT)
        + (job.percent() < 0 ? "" : ", " + job.percent() + " %")
        + (job.queuePosition() < 0 ? "" : ", " + job.queuePosition() + " before it")
        + (job.estimatedWaitSeconds() < 0
            ? ""
            : ", about " + Shown.duration(job.estimatedWaitSeconds()) + " left");
  }

  private void show(CompileJob job) {
    String reference = job.slug() == null ? job.programId() : job.slug() + version(job);
    String state = job.state().name().toLowerCase(Locale.ROOT);
    if (json) {
      ObjectNode object =
          JsonOut.object()
              .put("state", state)
              .put("program_id", job.programId())
              .put("reference", reference)
              .put("compiler", job.compiler())
              .put("runtime_id", job.runtimeId())
              .put("job_id", job.jobId())
              .put("error", job.error());
      terminal.out().println(object.toPrettyString());
    } else if (job.state() == CompileJob.State.READY) {
      terminal.out().println(reference + " is ready: paw pull " + reference);
    } else {
      terminal
          .err()
          .println(
              "paw: the hub must compile the program: state="
                  + state
                  + ", job="
                  + job.jobId()
                  + (job.error() == null ? "" : ", error=" + Shown.line(job.error(), 400)));
    }
    terminal.out().flush();
  }

  private static String version(CompileJob job) {
    return job.version() < 0 ? "" : "@v" + job.version();
  }
}
