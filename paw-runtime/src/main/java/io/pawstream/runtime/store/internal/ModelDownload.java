package io.pawstream.runtime.store.internal;

import io.pawstream.runtime.hub.Backoff;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.hub.ProgressEvent;
import io.pawstream.runtime.hub.ProgressEvent.Stage;
import io.pawstream.runtime.hub.ProgressEvent.Status;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.hub.internal.Call;
import io.pawstream.runtime.hub.internal.Exchange;
import io.pawstream.runtime.hub.internal.HttpCalls;
import io.pawstream.runtime.hub.internal.Refusal;
import io.pawstream.runtime.hub.internal.Retries;
import io.pawstream.runtime.interpreter.InterpreterException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fetches an interpreter. What has arrived is kept in a file of a name of its own, also when this
 * process ends, and the next try asks for the rest. One thread, under the lock of the file.
 */
final class ModelDownload {
  /** As long as the PAW SDK waits for an answer to begin. */
  private static final Duration HEADERS = Duration.ofSeconds(60);

  /** A try that brings so much does not count as failed: long downloads break often. */
  private static final long PROGRESS_BYTES = 1 << 20;

  private static final long REPORT_BYTES = 1 << 20;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/.*");

  private final HttpCalls calls;
  private final Retries retries;
  private final Backoff backoff;
  private final ModelFile model;
  private final ProgressListener listener;
  private final Path target;
  private final PartFile part;

  ModelDownload(
      HttpCalls calls,
      Retries retries,
      Backoff backoff,
      ModelFile model,
      Path target,
      ProgressListener listener) {
    this.calls = calls;
    this.retries = retries;
    this.backoff = backoff;
    this.model = model;
    this.listener = listener;
    this.target = target;
    this.part = new PartFile(target, model);
  }

  /** Puts the file in place; what is there is replaced. */
  void run() {
    try {
      Files.createDirectories(target.getParent());
      boolean resumed = part.size() > 0;
      fetch();
      boolean whole = part.isModel();
      if (!whole && resumed) {
        // the first part may have been another file's
        fetch();
        whole = part.isModel();
      }
      if (!whole) {
        throw wrongDigest();
      }
      part.moveTo(target);
    } catch (IOException e) {
      throw unwritable(e);
    } catch (UncheckedIOException e) {
      throw unwritable(e);
    }
  }

  private UncheckedIOException unwritable(Exception e) {
    return new UncheckedIOException(
        "The cache directory must be writable: file="
            + target
            + ", cause="
            + e
            + "; free some space, or set PAW_CACHE_DIR",
        e instanceof IOException io ? io : new IOException(e));
  }

  private void fetch() throws IOException {
    requireSpace();
    while (part.size() < model.size()) {
      retries.run(
          backoff,
          () -> event(Status.WAITING),
          () -> {
            long before = part.size();
            try {
              attempt();
            } catch (HubException e) {
              if (part.size() - before < PROGRESS_BYTES || !e.isTransient()) {
                throw e;
              }
            }
            return true;
          });
    }
  }

  private void attempt() {
    long from = part.size();
    try (Exchange exchange =
        calls.send(Call.file("GET " + model.file(), model.url(), HEADERS, from))) {
      switch (exchange.status()) {
        case 200 -> receive(exchange, 0);
        case 206 -> {
          if (start(exchange) != from) {
            throw bad("continue where it was asked to", "from", from);
          }
          receive(exchange, from);
        }
        case 416 -> {
          part.delete();
          throw new HubException(
              Kind.SERVER, "The server must have the rest of the file: file=" + model.file());
        }
        default -> throw Refusal.of(exchange);
      }
    }
  }

  private static long start(Exchange exchange) {
    String range = exchange.header("content-range");
    Matcher matcher = CONTENT_RANGE.matcher(range == null ? "" : range.strip());
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private void receive(Exchange exchange, long from) {
    if (exchange.isHtml()) {
      throw bad("send a model and no page of HTML", "status", exchange.status());
    }
    if (exchange.length() >= 0 && from + exchange.length() != model.size()) {
      throw bad("send a file of the pinned size " + model.size(), "size", from + exchange.length());
    }
    try (FileChannel out = part.append(from)) {
      copy(exchange, out, from);
      out.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copy(Exchange exchange, FileChannel out, long from) throws IOException {
    InputStream body = exchange.body();
    byte[] buffer = new byte[1 << 16];
    long bytes = from;
    long reported = from;
    event(Status.DOWNLOADING, bytes);
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
      bytes += count;
      if (bytes > model.size()) {
        throw bad("send a file of the pinned size " + model.size(), "size", "more");
      }
      ByteBuffer piece = ByteBuffer.wrap(buffer, 0, count);
      while (piece.hasRemaining()) {
        out.write(piece);
      }
      if (bytes - reported >= REPORT_BYTES) {
        event(Status.DOWNLOADING, bytes);
        reported = bytes;
      }
    }
    event(Status.DOWNLOADING, bytes);
    if (bytes < model.size()) {
      throw new HubException(
          Kind.UNREACHABLE,
          "The server must send the whole file: file="
              + model.file()
              + ", size="
              + model.size()
              + ", sent="
              + bytes
              + "; the next try asks for the rest");
    }
  }

  private void requireSpace() throws IOException {
    long space = Files.getFileStore(target.getParent()).getUsableSpace();
    long needed = model.size() - part.size();
    if (space < needed) {
      throw new IOException(
          "the disk must have room for the interpreter: needed=" + needed + ", free=" + space);
    }
  }

  private void event(Status status) {
    event(status, part.size());
  }

  private void event(Status status, long bytes) {
    listener.on(new ProgressEvent(Stage.BASE_MODEL, status, model.name(), bytes, model.size()));
  }

  private HubException bad(String rule, String name, @Nullable Object value) {
    return new HubException(
        Kind.BAD_ANSWER,
        "The server must "
            + rule
            + ": file="
            + model.file()
            + ", server="
            + model.url().getHost()
            + ", "
            + name
            + "="
            + value);
  }

  private InterpreterException wrongDigest() {
    return new InterpreterException(
        "A downloaded interpreter must have its pinned digest: interpreter="
            + model.name()
            + ", pinned=sha256:"
            + model.sha256()
            + ", server="
            + model.url().getHost()
            + "; nothing of it was kept");
  }
}
