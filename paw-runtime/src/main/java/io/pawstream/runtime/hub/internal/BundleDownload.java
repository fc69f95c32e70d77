package io.pawstream.runtime.hub.internal;

import io.pawstream.runtime.hub.Backoff;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.hub.ProgressEvent;
import io.pawstream.runtime.hub.ProgressEvent.Stage;
import io.pawstream.runtime.hub.ProgressEvent.Status;
import io.pawstream.runtime.hub.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The way to a program's bundle: 202 while the hub builds it, 404 for a moment before it knows it,
 * then the bundle itself or a redirect to where it is.
 */
final class BundleDownload {
  /** The limit of the PAW SDK, and of what we read. */
  static final long MAX_BYTES = 256L << 20;

  /** All waiting for the hub together, as the PAW SDK has it. */
  private static final Duration BUDGET = Duration.ofSeconds(60);

  private static final Duration USUAL_PAUSE = Duration.ofSeconds(3);
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
  private static final int REPORT_BYTES = 1 << 18;

  private final HttpCalls calls;
  private final Retries retries;
  private final Backoff backoff;
  private final ProgressListener listener;

  BundleDownload(HttpCalls calls, Retries retries, Backoff backoff, ProgressListener listener) {
    this.calls = calls;
    this.retries = retries;
    this.backoff = backoff;
    this.listener = listener;
  }

  void run(Call call, String program, Path target) {
    Runnable waiting = () -> listener.on(ProgressEvent.of(Stage.PROGRAM, Status.WAITING, program));
    Duration waited = Duration.ZERO;
    while (true) {
      boolean lastChance = waited.plus(USUAL_PAUSE).compareTo(BUDGET) > 0;
      Duration pause =
          retries.run(backoff, waiting, () -> attempt(call, program, target, lastChance));
      if (pause == null) {
        return;
      }
      waited = waited.plus(pause);
      if (waited.compareTo(BUDGET) > 0) {
        throw new HubException(
            Kind.TIMEOUT,
            "The hub must have built the program in time: program="
                + program
                + ", waited="
                + waited.minus(pause).toSeconds()
                + " s; try again later");
      }
      waiting.run();
      retries.pause(pause);
    }
  }

  /** Null when the bundle is here, else how long to wait for it. */
  private @Nullable Duration attempt(Call call, String program, Path target, boolean lastChance) {
    try (Exchange exchange = calls.send(call)) {
      switch (exchange.status()) {
        case 200 -> {
          save(exchange, program, target);
          return null;
        }
        case 202 -> {
          Duration asked = RetryAfter.parse(exchange.header("retry-after"), Instant.now());
          Duration pause = asked == null ? USUAL_PAUSE : asked;
          return pause.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : pause;
        }
        case 404 -> {
          String said = Refusal.said(exchange);
          if (exchange.isHtml()
              || lastChance
              || said.toLowerCase(Locale.ROOT).contains("not found")) {
            throw Refusal.notFound(exchange, said);
          }
          return USUAL_PAUSE;
        }
        default -> throw Refusal.of(exchange);
      }
    }
  }

  private void save(Exchange exchange, String program, Path target) {
    if (exchange.isHtml()) {
      throw new HubException(
          Kind.BAD_ANSWER,
          "The hub must send a bundle: program="
              + program
              + ", server="
              + exchange.uri().getHost()
              + ", answer=a page of HTML; check whether a proxy or a login page is in between",
          exchange.status(),
          null,
          null);
    }
    long length = exchange.length();
    requireSize(length, program);
    boolean whole = false;
    try {
      try (OutputStream out = open(target)) {
        copy(exchange, program, out, length);
        whole = true;
      } finally {
        if (!whole) {
          Files.deleteIfExists(target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("A download must be written: file=" + target + ", cause=" + e, e));
    }
  }

  private static OutputStream open(Path target) throws IOException {
    return Files.newOutputStream(target, StandardOpenOption.CREATE_NEW);
  }

  private void copy(Exchange exchange, String program, OutputStream out, long length)
      throws IOException {
    InputStream body = exchange.body();
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    long reported = 0;
    listener.on(new ProgressEvent(Stage.PROGRAM, Status.DOWNLOADING, program, 0, length));
    while (true) {
      int count;
      try {
        count = body.read(buffer);
      } catch (IOException e) {
        throw exchange.failure(e);
      }
      if (count < 0) {
        break;
      }
      out.write(buffer, 0, count);
      bytes += count;
      requireSize(bytes, program);
      if (bytes - reported >= REPORT_BYTES) {
        listener.on(new ProgressEvent(Stage.PROGRAM, Status.DOWNLOADING, program, bytes, length));
        reported = bytes;
      }
    }
    listener.on(new ProgressEvent(Stage.PROGRAM, Status.DOWNLOADING, program, bytes, bytes));
  }

  private static void requireSize(long bytes, String program) {
    if (bytes > MAX_BYTES) {
      throw new HubException(
          Kind.BAD_ANSWER,
          "A bundle may have at most "
              + MAX_BYTES
              + " bytes: program="
              + program
              + ", bytes="
              + bytes);
    }
  }
}
