package io.pawstream.runtime.llama.internal;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * llama.cpp's log in SLF4J, level by level, under the logger {@code io.pawstream.native}.
 *
 * <p>A llama.cpp has one log callback, and a JNA callback belongs to the class loader that made it.
 * So every loader leaves a way to install its own in the {@link ProcessRegistry}; the one that goes
 * hands over to one that stays. Any thread.
 */
public final class NativeLog implements LlamaFunctions.LogCallback {
  private static final Logger LOG = LoggerFactory.getLogger("io.pawstream.native");

  private static final int DEBUG = 1;
  private static final int INFO = 2;
  private static final int WARN = 3;
  private static final int ERROR = 4;
  private static final int CONTINUED = 5;

  /** Longest line that is kept; a hostile file must not flood the log. */
  private static final int MAX_CHARS = 2_000;

  /**
   * What llama.cpp logs as errors when its abort callback has said stop, which is no trouble, and
   * when a backend finds no driver, which {@link Gpus} says with the cure.
   */
  private static final Pattern EXPECTED =
      Pattern.compile(
          "failed with error 1$|compute status: 1$|failed to decode, ret = 2$"
              + "|^load_backend: failed to initialize backend");

  private final StringBuilder line = new StringBuilder();
  private final String library;
  private final LlamaFunctions functions;
  private final Runnable install;
  private int lineLevel;
  private @Nullable String lastProblem;

  /**
   * @param library tells the libraries of a process apart
   * @param functions of that library
   */
  public NativeLog(String library, LlamaFunctions functions) {
    this.library = library;
    this.functions = functions;
    this.install = () -> functions.llama_log_set(this, null);
  }

  /** Installs this log for the whole process. */
  public void start() {
    List<Runnable> installers = installers();
    synchronized (installers) {
      installers.add(install);
      install.run();
    }
  }

  /** Hands over to the log of another class loader, or gives stderr back where there is none. */
  public void stop() {
    List<Runnable> installers = installers();
    synchronized (installers) {
      if (!installers.remove(install)) {
        return;
      }
      if (installers.isEmpty()) {
        functions.llama_log_set(null, null);
      } else {
        installers.get(installers.size() - 1).run();
      }
    }
  }

  private List<Runnable> installers() {
    return ProcessRegistry.shared("log-installers:" + library, name -> new ArrayList<>());
  }

  /** The last warning or error since the last call, for the message of an exception. */
  public synchronized String takeLastProblem() {
    String problem = lastProblem;
    lastProblem = null;
    return problem == null ? "no reason given" : problem;
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // nothing may pass through native frames
  public void log(int level, Pointer text, @Nullable Pointer userData) {
    try {
      if (wants(level)) {
        append(level, text.getString(0, "UTF-8"));
      }
    } catch (Exception e) {
      LOG.debug("a native log line was lost", e);
    }
  }

  /** Whether the text is wanted; the rest of a line that was not wanted is not, either. */
  private synchronized boolean wants(int level) {
    int ofLine = level == CONTINUED ? lineLevel : level;
    boolean wanted = ofLine >= WARN || enabled(ofLine);
    if (!wanted && level != CONTINUED) {
      flush();
      lineLevel = level;
    }
    return wanted;
  }

  private synchronized void append(int level, String text) {
    if (level != CONTINUED) {
      flush();
      lineLevel = level;
    }
    line.append(text, 0, Math.min(text.length(), Math.max(0, MAX_CHARS - line.length())));
    if (text.endsWith("\n")) {
      flush();
    }
  }

  private void flush() {
    String text = line.toString().strip();
    line.setLength(0);
    if (text.isEmpty()) {
      return;
    }
    if (lineLevel == ERROR && EXPECTED.matcher(text).find()) {
      LOG.debug(text);
      return;
    }
    if (lineLevel == WARN || lineLevel == ERROR) {
      lastProblem = text;
    }
    switch (lineLevel) {
      case DEBUG -> LOG.trace(text);
      case INFO -> LOG.debug(text);
      case WARN -> LOG.info(text);
      case ERROR -> LOG.warn(text);
      default -> LOG.trace(text);
    }
  }

  private static boolean enabled(int level) {
    return level == INFO ? LOG.isDebugEnabled() : LOG.isTraceEnabled();
  }
}
